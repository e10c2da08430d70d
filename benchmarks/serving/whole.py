"""The model of a project as its peers take it: `python whole.py PACKAGE PROJECT FOLDER`, in the environment of the project.

FOLDER gets the model with the steps of the notebook before it, some records, and what it answers to each of them offline.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
from sklearn.pipeline import Pipeline

RECORDS = 512
MODULES = ("artefact", "contract", "predict")
KINDS = {"f": "float", "i": "int", "u": "int"}


class Notebook:
    """The steps of a notebook as they are, and its model: what their author would put behind a server."""

    def __init__(self, model: Any, target: str) -> None:
        self.model, self.target = model, target

    def predict_proba(self, frame: pd.DataFrame) -> Any:
        """Answer each row of a table of records."""
        typical = {name: value for name, value in self.model.typical.items() if name not in frame}
        frame = self.model.features.transform(frame.assign(**typical)[list(self.model.dtypes)])
        return self.model.estimator.predict_proba(self.model.scaler.transform(frame.drop(columns=self.target)))


def keep(package: str, project: Path, folder: Path) -> None:
    """Write what peers need, and what is right: the answer to each row of a table with the types of training."""
    artefact, contract, predict = (importlib.import_module(f"{package}.{name}") for name in MODULES)
    loaded, manifest = artefact.load(project / "models", allow_pickle=True)
    model = loaded.estimator if isinstance(loaded.estimator, Pipeline) else Notebook(loaded, manifest.target)
    fields = [field.alias or name for name, field in contract.PredictionInput.model_fields.items()]
    read = pd.read_csv(next((project / "data").glob("*.csv")))[fields]
    frame = read.sample(RECORDS, replace=True, random_state=0).reset_index(drop=True)
    records = [
        {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]
    kept = {
        "records": records,
        "answers": [model.predict_proba(frame.iloc[[index]])[0].tolist() for index in range(RECORDS)],
        "kinds": {name: KINDS.get(dtype.kind, "str") for name, dtype in frame.dtypes.items()},
        "output": predict.predict(loaded, [contract.PredictionInput.model_validate(records[0])]).model_dump(),
    }
    for name, value in kept.items():
        (folder / f"{name}.json").write_text(json.dumps(value))
    frame.to_pickle(folder / "sample.pickle")
    joblib.dump(model, folder / "model.joblib")


if __name__ == "__main__":
    from whole import keep as importable  # so that the pickle does not name `__main__`

    importable(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
