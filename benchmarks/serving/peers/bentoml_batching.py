# /// script
# requires-python = ">=3.11"
# dependencies = ["bentoml", "joblib", "pandas", "scikit-learn"]
# ///
"""A model behind BentoML with its adaptive batching on."""

import os
import sys
from pathlib import Path

import bentoml
import joblib
import pandas as pd


@bentoml.service(workers=int(os.environ["WEB_CONCURRENCY"]), traffic={"timeout": 60})
class Predictor:
    """Answers records; BentoML brings those together that come at once."""

    def __init__(self) -> None:
        self.model = joblib.load(os.environ["MODEL"])

    @bentoml.api(batchable=True, max_batch_size=64, max_latency_ms=1000)
    def predict(self, records: list[dict]) -> list[list[float]]:
        return self.model.predict_proba(pd.DataFrame(records)).tolist()


if __name__ == "__main__":
    command = Path(sys.executable).with_name("bentoml")
    port = os.environ["PORT"]
    os.execv(
        command,
        [
            str(command),
            "serve",
            f"{__file__.removesuffix('.py').split('/')[-1]}:Predictor",
            "--port",
            port,
            "--working-dir",
            str(Path(__file__).parent),
        ],
    )
