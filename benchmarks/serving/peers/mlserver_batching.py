# /// script
# requires-python = ">=3.11"
# dependencies = ["mlserver", "mlserver-sklearn", "pandas", "scikit-learn"]
# ///
"""A model behind MLServer's runtime for scikit-learn, with its adaptive batching on."""

import json
import os
import sys
from pathlib import Path

BATCHING = {"max_batch_size": 64, "max_batch_time": 0.005}
PORT = int(os.environ["PORT"])

if __name__ == "__main__":
    folder = Path(os.environ["FOLDER"])
    # Its parallel workers do not start with the uvloop of today: they ask for a loop that nobody has made.
    settings = {
        "debug": False,
        "host": "127.0.0.1",
        "parallel_workers": 0,
        "metrics_endpoint": None,
    }
    ports = {"http_port": PORT, "grpc_port": PORT + 1000, "metrics_port": PORT + 2000}
    (folder / "settings.json").write_text(json.dumps(settings | ports))
    model = {"name": "model", "implementation": "mlserver_sklearn.SKLearnModel", **BATCHING}
    model |= {"parameters": {"uri": os.environ["MODEL"]}}
    (folder / "model-settings.json").write_text(json.dumps(model))
    mlserver = Path(sys.executable).with_name("mlserver")
    os.execv(mlserver, [str(mlserver), "start", str(folder)])
