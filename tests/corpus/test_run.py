"""The whole command on two small notebooks: interrupted, and taken up again."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from benchmarks.corpus.records import load

pytestmark = pytest.mark.slow

PREDICTS = [
    "import pandas as pd\nfrom sklearn.linear_model import LinearRegression",
    'df = pd.read_csv("flats.csv")\ndf["size"] = df["width"] * df["depth"]',
    'X = df[["size", "floor"]]\ny = df["rent"]',
    "model = LinearRegression()\nmodel.fit(X, y)\nmodel.predict(X)",
]
SHOWS = ["import pandas as pd", 'df = pd.read_csv("flats.csv")\nprint(df.describe())']
DATA = "width,depth,floor,rent\n" + "".join(f"{n % 7 + 1},{n % 5 + 2},{n % 4},{n * 3 % 11 + 20}\n" for n in range(40))


def write(folder: Path, cells: list[str]) -> None:
    """Write a notebook with its data."""
    folder.mkdir(parents=True)
    (folder / "flats.csv").write_text(DATA)
    document = {"cells": [{"cell_type": "code", "source": cell} for cell in cells], "nbformat": 4}
    (folder / "flats.ipynb").write_text(json.dumps(document))


def command(folder: Path) -> list[str]:
    """Spell the command."""
    words = ["-m", "benchmarks.corpus", str(folder / "notebooks"), "--out", str(folder / "out"), "--workers", "1"]
    return [sys.executable, *words]


@pytest.mark.xdist_group("climb")
def test_interrupted_and_taken_up_again(tmp_path: Path, root: Path) -> None:
    """What was finished stays finished, what was under way is done again, and the table has both."""
    write(tmp_path / "notebooks" / "a", PREDICTS)
    write(tmp_path / "notebooks" / "b", SHOWS)
    records = tmp_path / "out" / "records.jsonl"
    with subprocess.Popen(command(tmp_path), cwd=root, stderr=subprocess.PIPE, text=True) as process:
        while not records.exists():
            assert process.poll() is None, process.communicate()
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 130
    assert said.endswith("stopped after 1 of 2; the same command goes on from here\n")
    assert [(name, each.rung) for name, each in load(records).items()] == [("a/flats.ipynb", 5)]

    done = subprocess.run(command(tmp_path), cwd=root, capture_output=True, text=True, check=True)
    told = load(records)

    assert len(done.stderr.splitlines()) == 1
    assert [(each.archetype, each.rung, each.cut) for each in told.values()] == [
        ("predict", 5, "raw"),
        ("job", 4, "none"),
    ]
    assert len(records.read_text().splitlines()) == 2
    assert (
        "| predictive: faithful, from the raw record | 1 of 1 (100%) |" in (tmp_path / "out" / "table.md").read_text()
    )
