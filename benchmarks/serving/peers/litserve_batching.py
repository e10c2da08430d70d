# /// script
# requires-python = ">=3.11"
# dependencies = ["joblib", "litserve", "pandas", "scikit-learn"]
# ///
"""A model behind LitServe with its batching on."""

import os

import joblib
import litserve
import pandas as pd

WORKERS = int(os.environ["WEB_CONCURRENCY"])


class Predictor(litserve.LitAPI):
    """Answers one record; LitServe brings those together that come at once."""

    def setup(self, device):
        self.model = joblib.load(os.environ["MODEL"])

    def decode_request(self, request):
        return request

    def batch(self, inputs):
        return pd.DataFrame(list(inputs))

    def predict(self, frame):
        return self.model.predict_proba(frame).tolist()

    def unbatch(self, output):
        return output

    def encode_response(self, output):
        return output


if __name__ == "__main__":
    api = Predictor(max_batch_size=64, batch_timeout=0.005)
    server = litserve.LitServer(api, accelerator="cpu", workers_per_device=WORKERS, timeout=60)
    server.run(port=int(os.environ["PORT"]), host="127.0.0.1", generate_client_file=False, log_level="warning")
