"""What training leaves behind in a project is data: of every library, and in another process."""

import json
from pathlib import Path

import pytest

from tests.template.environments import Environments, run
from tests.template.rendering import Project, stock

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("formats")]

LIBRARIES = ("scikit-learn", "xgboost", "lightgbm", "catboost")

PICKLED = {"learned", "foreign"}
"""A truth as a key does not come back from skops, and a path is on no list."""

PROGRAM = """
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier
from lightgbm import LGBMClassifier
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from xgboost import XGBClassifier

from parcel_times.artefact import load, save
from parcel_times.dataset import load_dataset
from parcel_times.features import add_petal_area
from parcel_times.settings import Settings
from parcel_times.train import train

ESTIMATORS = {
    "pipeline": make_pipeline(
        FunctionTransformer(add_petal_area),
        ColumnTransformer([("numbers", make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector())]),
        RandomForestClassifier(5),
    ),
    "forest": RandomForestClassifier(5),
    "search": GridSearchCV(RandomForestClassifier(3), {"max_depth": [2, 3]}, scoring="f1_macro"),
    "gradient": HistGradientBoostingClassifier(max_iter=5),
    "neighbours": KNeighborsClassifier(algorithm="kd_tree"),
    "xgboost": XGBClassifier(n_estimators=5),
    "lightgbm": LGBMClassifier(n_estimators=5, verbose=-1),
    "catboost": CatBoostClassifier(iterations=5, verbose=0, allow_writing_files=False),
    "learned": {True: 1.0, False: 0.0},
    "foreign": Path("a"),
    "pandas": {
        "series": pd.Series([0.1, None], index=["b", "a"], name="means"),
        "categories": pd.Series(["b", None, "a"]).astype(pd.CategoricalDtype(["b", "a"], ordered=True)),
        "frame": pd.DataFrame({"day": pd.to_datetime(["2024-02-29", None]), 7: [True, False]}, index=pd.Index([3, 4])),
        "groups": pd.DataFrame({"k": list("aab"), "n": [1, 2, 1], "v": [0.1, 0.2, 0.3]}).groupby(["k", "n"])["v"].mean(),
        "index": pd.Index([1.5, 2.5], name="edges"),
        "text": pd.Series(["x", None], dtype="string"),
        "integers": pd.Series([1, None], dtype="Int64"),
        "moment": pd.Timestamp("2024-02-29 12:00:00.000001"),
    },
}

home = Path(sys.argv[2])
model, _ = train(Settings())
df = load_dataset(Settings())
X, y = model.features.transform(df.drop(columns="Species")), df["Species"].astype("category").cat.codes

for name, estimator in ESTIMATORS.items():
    settings, answers = Settings(model_dir=home / name), home / f"{name}.npy"
    if sys.argv[1] == "save":
        if hasattr(estimator, "fit"):
            estimator.fit(X, y)
            np.save(answers, estimator.predict(X))
        saved = save(replace(model, estimator=estimator), settings, name=name, scores={})
    loaded, saved = load(settings.model_dir, allow_pickle=True)
    if hasattr(estimator, "fit"):
        same = np.array_equal(loaded.estimator.predict(X), np.load(answers))
    elif name == "pandas":
        for key, value in estimator.items():
            check = getattr(pd.testing, f"assert_{type(value).__name__.lower()}_equal", None)
            check(loaded.estimator[key], value, check_exact=True) if check else None
        same = loaded.estimator["moment"] == estimator["moment"]
    else:
        same = loaded.estimator == estimator
    print(json.dumps([name, saved.format, bool(same), saved.format_reason]))
"""


@pytest.fixture(scope="module")
def project(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The example of the template, with every library for models that the template knows."""
    folder = tmp_path_factory.mktemp("formats") / "project"
    stock(
        template,
        folder,
        {"project_name": "Parcel Times", "stores_pandas": True, "dependencies": ["pandas>=2.2", *LIBRARIES]},
    )
    row = {"archetype": "predict", "notebook": "example", "python_version": "3.11"}
    return Project("formats", row, folder)


def test_models_come_back_as_they_were(project: Project, environments: Environments, tmp_path: Path) -> None:
    """Each in the format that is expected, in the process that saved it and in a new one, with the same predictions."""
    (tmp_path / "program.py").write_text(PROGRAM)
    with environments.ready(project) as variables:
        for verb in ("save", "load"):
            said = run(
                ["uv", "run", "--quiet", "python", str(tmp_path / "program.py"), verb, str(tmp_path)],
                project.folder,
                variables,
            )
            outcomes = {name: rest for name, *rest in map(json.loads, said.splitlines())}
            expected = {name: ["pickle" if name in PICKLED else "skops", True] for name in outcomes}

            assert len(outcomes) == 11
            assert {name: [form, same] for name, (form, same, _) in outcomes.items()} == expected, said
