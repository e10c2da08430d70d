"""A whole promoted project in a few files: a notebook, the code that came of it, and a service in standard Python."""

import json
from pathlib import Path

PYPROJECT = """\
[project]
name = "tiny"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["pandas>=2", "scikit-learn>=1.5", "pydantic>=2"]

[dependency-groups]
dev = ["ruff", "mypy", "pytest"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[tool.hatch.build.targets.wheel]
packages = ["src/tiny"]

[tool.ruff]
extend-exclude = ["notebooks"]

[tool.mypy]
files = ["src"]
ignore_missing_imports = true
"""

CONTRACT = '''\
"""What the service takes."""

from pydantic import BaseModel


class PredictionInput(BaseModel):
    """One record."""

    tenure: int | None
    plan: str
    charges: float


EXAMPLE = {"tenure": 3, "plan": "basic", "charges": 20.5}
'''

FEATURES = '''\
"""Records to features."""

import pandas as pd


def features(records: pd.DataFrame, median: float) -> pd.DataFrame:
    """Prepare records for the model."""
    return pd.DataFrame(
        {
            "tenure": records["tenure"].astype(float).fillna(median),
            "premium": (records["plan"] == "premium").astype(int),
            "charges": records["charges"] * {factor},
        }
    )
'''

TRAIN = '''\
"""Train the model."""

import pickle
from pathlib import Path

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from tiny.features import features


def main() -> None:
    """Train, and keep the model."""
    records = pd.read_csv("data/tiny.csv")
    records = records.dropna(subset=["charges"])
    median = records["tenure"].median()
    table = features(records, median)
    train_x, test_x, train_y, test_y = train_test_split(
        table, records["churn"], test_size=0.25, random_state=7
    )
    model = LogisticRegression(max_iter=1000).fit(train_x, train_y)
    Path("models").mkdir(exist_ok=True)
    Path("models/model.pkl").write_bytes(pickle.dumps((median, model)))
    print(f"accuracy {model.score(test_x, test_y):.3f}, version 1")


if __name__ == "__main__":
    main()
'''

SERVICE = '''\
"""The service: `python -m tiny.service`."""

import json
import os
import pickle
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from tiny.contract import PredictionInput
from tiny.features import features

MEDIAN, MODEL = pickle.loads(Path("models/model.pkl").read_bytes())


class Handler(BaseHTTPRequestHandler):
    """Answers."""

    def do_GET(self) -> None:
        """Be ready."""
        self.answer(200, {"ready": True})

    def do_POST(self) -> None:
        """Predict."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            rows = [PredictionInput(**each).model_dump() for each in body["instances"]]
        except ValidationError as error:
            self.answer(422, {"detail": str(error)})
            return
        table = features(pd.DataFrame(rows), MEDIAN)
        found = {
            "predictions": MODEL.predict(table).tolist(),
            "probabilities": [
                dict(zip(MODEL.classes_, each))
                for each in MODEL.predict_proba(table).tolist()
            ],
        }
        self.answer(200, found)

    def answer(self, status: int, document: object) -> None:
        """Send JSON."""
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, *words: object) -> None:
        """Be quiet."""


HTTPServer(("127.0.0.1", int(os.environ["TINY_PORT"])), Handler).serve_forever()
'''

TEST = '''\
"""The one test."""

from tiny.contract import EXAMPLE, PredictionInput


def test_example_is_valid() -> None:
    """The example keeps the contract."""
    assert PredictionInput(**EXAMPLE).plan == "basic"
'''

CELLS = (
    ("markdown", "# Tiny churn"),
    ("code", "%matplotlib inline\nimport pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n"
             "from sklearn.model_selection import train_test_split"),
    ("code", 'print("../data/tiny.csv is read")\ndf = pd.read_csv(\n    "tiny.csv"\n)\ndf.head()'),
    ("code", "raise RuntimeError('a plot that never worked')"),
    ("code", "%%time\ndf = df.dropna(subset=['charges']).reset_index(drop=True)\n"
             "X = pd.DataFrame({'tenure': df.tenure.fillna(df.tenure.median()),\n"
             "                  'premium': (df.plan == 'premium').astype(int), 'charges': df.charges * 1.0})"),
    ("code", "Xa, Xb, ya, yb = train_test_split(X, df['churn'], test_size=0.25, random_state=7)\n"
             "model = LogisticRegression(max_iter=1000).fit(Xa, ya)"),
    ("code", "pred = model.predict(Xb)\nassert False, 'nothing after the prediction matters'"),
    ("code", "while True:\n    pass"),
)  # fmt: skip

PARITY = {
    "notebook": "notebooks/tiny.ipynb",
    "inputs": [{"literal": "tiny.csv", "path": "data/tiny.csv"}],
    "cut": {"cell": 3, "line": 4, "frame": "df"},
    "predict": {"cell": 7, "line": 1, "model": "model", "inputs": "Xb"},
    "path_cells": [2, 3, 5, 6, 7],
}

ANSWERS = """\
_commit: v0.1.0
_src_path: gh:promote-notebook/promote
archetype: predict
notebook: tiny.ipynb
package_name: tiny
"""


def notebook() -> str:
    """Return the notebook as Jupyter saves it."""
    cells: list[dict[str, object]] = [
        {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for number, (kind, source) in enumerate(CELLS)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def table() -> str:
    """Return 200 records, some with holes, whose churn follows a rule."""
    rows = ["tenure,plan,charges,churn"]
    for number in range(200):
        tenure = "" if number % 17 == 0 else str(number * 7 % 60)
        charges = "" if number % 23 == 5 else f"{20 + number * 13 % 71 + 0.1:.2f}"
        plan = "premium" if number % 3 else "basic"
        rows.append(f"{tenure},{plan},{charges},{'yes' if number * 7 % 60 < 25 else 'no'}")
    return "\n".join(rows) + "\n"


def write(folder: Path, *, faithful: bool = True) -> Path:
    """Write the project. An unfaithful one scales a feature that the notebook does not."""
    files = {
        "pyproject.toml": PYPROJECT,
        ".copier-answers.yml": ANSWERS,
        ".promote/parity.json": json.dumps(PARITY),
        "notebooks/tiny.ipynb": notebook(),
        "data/tiny.csv": table(),
        "src/tiny/__init__.py": '"""Tiny."""\n',
        "src/tiny/contract.py": CONTRACT,
        "src/tiny/features.py": FEATURES.replace("{factor}", "1.0" if faithful else "1.5 + 30"),
        "src/tiny/train.py": TRAIN,
        "src/tiny/service/__init__.py": '"""The service."""\n',
        "src/tiny/service/__main__.py": SERVICE,
        "tests/test_tiny.py": TEST,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
