# /// script
# requires-python = ">=3.11"
# dependencies = ["joblib", "mlflow", "pandas", "scikit-learn"]
# ///
"""A model behind `mlflow models serve`."""

import os
import sys
from pathlib import Path

import joblib
import mlflow.sklearn
import pandas as pd
from mlflow.models import infer_signature

if __name__ == "__main__":
    saved = Path(os.environ["FOLDER"]) / "model"
    if not saved.exists():
        model, sample = joblib.load(os.environ["MODEL"]), pd.read_pickle(os.environ["SAMPLE"])
        mlflow.sklearn.save_model(
            model,
            saved,
            signature=infer_signature(sample, model.predict_proba(sample)),
            pyfunc_predict_fn="predict_proba",
            serialization_format="cloudpickle",
        )
    mlflow_command = Path(sys.executable).with_name("mlflow")
    port, workers = os.environ["PORT"], os.environ["WEB_CONCURRENCY"]
    os.execv(
        mlflow_command,
        [
            str(mlflow_command),
            "models",
            "serve",
            "-m",
            str(saved),
            "--port",
            port,
            "--env-manager",
            "local",
            "--workers",
            workers,
        ],
    )
