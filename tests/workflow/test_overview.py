"""What `promote inspect` shows."""

import json
from pathlib import Path

import pytest

from promote import workflow
from promote.console import Console
from promote.console.overview import overview_json, overview_text, tree_text
from promote.model.source import Source
from tests.workflow import fakes

SOURCE = Source(name="churn.ipynb", text=fakes.NOTEBOOK, folder=Path(), tool_version="1.0")

TEXT = """\
churn.ipynb: 2 cells, archetype `predict`, package `customer_churn`

Cells
    1  text   Customer churn  (text)
    2  train  Fit             -> src/customer_churn/train.py

Models
  *  model  LogisticRegression  cell 2  the only

Input
  `df` after cell 2: every step is row-wise
  tenure  int or null  0 to 72

Output
  a class: yes or no

Dependencies
  pandas>=2

Data
  churn.csv -> data/churn.csv

Findings
  warning[PN101] cell 2, line 1: the cell holds a secret
    hint: set it in the environment"""


def test_the_text_answers_one_question_per_section() -> None:
    """Plain, aligned, and nothing where there is nothing to say."""
    assert overview_text(fakes.promotion(SOURCE)) == TEXT


def test_the_json_has_stable_keys() -> None:
    """A script may rely on them."""
    document = json.loads(overview_json(fakes.promotion(SOURCE)))

    assert list(document) == [
        "notebook",
        "answers",
        "cells",
        "models",
        "cut",
        "inputs",
        "output",
        "files",
        "data",
        "findings",
    ]
    assert document["cells"][0] == {
        "cell": 1,
        "stage": "text",
        "title": "Customer churn",
        "destination": "",
        "reason": "text",
    }
    assert document["findings"][0]["place"] == {"cell": 2, "line": 1, "file": ""}
    assert document["answers"]["archetype"] == "predict"


@pytest.mark.parametrize(("as_json", "start"), [(False, "churn.ipynb: 2 cells"), (True, '{\n  "notebook"')])
def test_the_result_is_data(as_json: bool, start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: FBT001
    """On standard output, with nothing said beside it, and nothing written."""
    fakes.write_notebook(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    workflow.inspect(tmp_path / "churn.ipynb", fakes.promotion, Console(), as_json=as_json)
    out, err = capsys.readouterr()

    assert out.startswith(start)
    assert err == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_a_tree_shows_folders_before_files() -> None:
    """Each folder once."""
    tree = tree_text("churn", ("z.txt", "src/churn/b.py", "src/a.py", "src/churn/a.py", "docs/x/y.md"))

    assert tree == (
        "churn/\n  docs/\n    x/\n      y.md\n  src/\n    churn/\n      a.py\n      b.py\n    a.py\n  z.txt"
    )
