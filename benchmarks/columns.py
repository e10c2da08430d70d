"""The input of the example's model for one record: from columns, as it is served, and by way of a table, as in training."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.measure import Benchmark, call
from promote.compiler import compile_notebook
from promote.disk import read_source

RECORDS = 50


def columns(folder: Path, notebook: Path) -> Benchmark:
    """Measure what a request costs before the model is asked."""
    project = folder / "served"
    for name, text in compile_notebook(read_source(notebook)).files.items():
        if name.startswith("src/"):
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(project / "src"))
    predict, contract = importlib.import_module("churn.predict"), importlib.import_module("churn.contract")
    model: Any = _trained(predict, importlib.import_module("churn.features"), pd.read_csv(notebook.with_suffix(".csv")))
    instances = [contract.PredictionInput.model_validate(contract.EXAMPLE)]

    def by_table() -> object:
        frame = model.features.transform(predict.to_frame(instances, model)).drop("Churn", axis=1)
        return model.scaler.transform(frame)

    assert bool(np.all(predict.to_input(instances, model) == by_table()))
    return Benchmark(
        title="the model's input from columns / by way of a table",
        ours=lambda: call(lambda: [predict.to_input(instances, model) for _ in range(RECORDS)]),
        reference=lambda: call(lambda: [by_table() for _ in range(RECORDS)]),
        budget=0.2,
        rounds=15,
    )


def _trained(predict: ModuleType, features: ModuleType, df: pd.DataFrame) -> object:
    learned = features.Features()
    typical = {name: next(iter(column.dropna()), None) for name, column in df.items()}
    table = learned.fit_transform(df)
    scaler = StandardScaler()
    estimator = LogisticRegression(max_iter=1000)
    estimator.fit(scaler.fit_transform(table.drop("Churn", axis=1)), table["Churn"])
    return predict.Model(
        dtypes=df.dtypes.astype(str).to_dict(), typical=typical, features=learned, scaler=scaler, estimator=estimator
    )
