"""What is modernised does in new versions what the old did in old ones."""

import json
from pathlib import Path

import pytest

from promote.compiler import modernised
from promote.knowledge.eras import ERAS
from promote.model.source import Source
from tests.versions import eras

PROGRAM = """\
import io, json
import numpy as np
import pandas as pd
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingRegressor, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier

text = "day,a,b,c,y\\n" + "\\n".join(
    f"2020-{n % 12 + 1:02d}-01,{n * 7 % 11 if n % 5 else ''},{'xyz'[n % 3]},{n * 3 % 17},{n * 7 % 11 > 4:d}" for n in range(60)
)
df = pd.read_csv(io.StringIO(text), parse_dates=["day"], infer_datetime_format=True)
seen = {}
seen["columns"] = [name for name, column in df.iteritems()]
df["a"].fillna(df["a"].median(), inplace=True)  # holes
df.b.replace({"x": "w"}, inplace=True)
seen["texts"] = [name for name in df.columns if df[name].dtype == "object"]
seen["filled"] = df["a"].tolist() + df["b"].tolist()
seen["forward"] = pd.Series([1.0, None, 3.0]).fillna(method="ffill").tolist()
seen["monthly"] = df.set_index("day")["c"].resample("M").sum().tolist()
seen["dropped"] = list(df.drop("day", 1).drop(columns=["c"], axis=1).columns)
seen["joined"] = list(pd.concat([df[["a"]], df[["c"]]], 1).shape)
encoder = OneHotEncoder(sparse=False)
hot = encoder.fit_transform(df[["b"]])
seen["hot"] = hot.tolist()
X, y = np.hstack([hot, df[["a", "c"]].astype(np.float)]), df["y"]
models = [
    LogisticRegression(penalty="none", max_iter=1000),
    AdaBoostClassifier(base_estimator=DecisionTreeClassifier(max_depth=1), n_estimators=3, algorithm="SAMME", random_state=1),
    RandomForestClassifier(n_estimators=5, max_features="auto", random_state=1),
]
seen["classes"] = [model.fit(X, y).predict(X).tolist() for model in models]
numbers = [LinearRegression(normalize=False), GradientBoostingRegressor(loss="ls", n_estimators=3, random_state=1)]
fitted = [model.fit(X, df["c"]).predict(X) for model in numbers]
seen["numbers"] = [np.round(each, 6).tolist() for each in fitted]
seen["errors"] = [round(mean_squared_error(df["c"], each, squared=False), 9) for each in fitted]
seen["words"] = list(CountVectorizer().fit(["one two", "two three"]).get_feature_names())
seen["inside"] = np.in1d([1, 2], [2]).tolist() + [np.product([2, 3]).item(), str(np.NaN)]
print(json.dumps(seen))
"""


@pytest.mark.slow
@pytest.mark.xdist_group("eras")
def test_the_old_in_the_oldest_is_the_new_in_the_newest() -> None:
    """Every value that the program made, but for the last digits of floating-point arithmetic."""
    new = modernised(Source(name="program.py", text=PROGRAM, folder=Path(), tool_version="1")).text
    assert new != PROGRAM
    assert "# holes" in new
    libraries = ("pandas", "scikit-learn", "numpy", "scipy")

    assert eras.run(0, new, libraries) == eras.run(len(ERAS) - 1, PROGRAM, libraries)
    assert json.dumps(new).count("sparse_output") == 1
