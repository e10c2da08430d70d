# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "joblib", "pandas", "scikit-learn", "uvicorn[standard]"]
# ///
"""A model behind FastAPI, the way its tutorials write it: a pydantic model, a table of one row, `predict_proba`."""

import os

import joblib
import pandas as pd
import uvicorn
from fastapi import FastAPI
from pydantic import create_model

model = joblib.load(os.environ["MODEL"])
TYPES = {"float": (float | None, ...), "str": (str | None, ...), "int": (int, ...)}
fields = dict(pair.split("=") for pair in os.environ["FIELDS"].split("&"))
Record = create_model("Record", **{name: TYPES[kind] for name, kind in fields.items()})
app = FastAPI()


@app.post("/predict")
def predict(record: Record) -> list[float]:
    """Answer one record."""
    return model.predict_proba(pd.DataFrame([record.model_dump()]))[0].tolist()


if __name__ == "__main__":
    uvicorn.run("fastapi_tutorial:app", port=int(os.environ["PORT"]), access_log=False)
