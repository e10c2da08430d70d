"""Random edits of the team, and random changes of the notebook: no line is lost, and a second sync has nothing to do."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promote.cli import run
from tests.update.conftest import Made, committed, copied
from tests.update.releases import git
from tests.update.test_survival import found

pytestmark = pytest.mark.slow

NOTEBOOK = "notebooks/churn.ipynb"
CHANGES = (
    ("clip(lower=1)", "clip(lower=3)"),
    ("max_iter=1000", "max_iter=800"),
    ("test_size=0.2", "test_size=0.25"),
    ("random_state=42, stratify", "random_state=7, stratify"),
    ('{\\"Female\\": 1, \\"Male\\": 0}', '{\\"Female\\": 0, \\"Male\\": 1}'),
    ('[\\"Partner\\", \\"Dependents\\", ', '[\\"Dependents\\", \\"Partner\\", '),
    ('fillna(df[\\"TotalCharges\\"].median())', 'fillna(df[\\"TotalCharges\\"].mean())'),
    ("# the id says nothing about the customer", "# the id is not known of a new customer"),
    ("AverageCharge", "MeanCharge"),
    ('df = df.drop(\\"customerID\\", axis=1)', 'df = df.drop([\\"customerID\\", \\"PhoneService\\"], axis=1)'),
    ("import pandas as pd", "import scipy.stats\\nimport pandas as pd"),
)
FILES = (
    "src/churn/features.py",
    "src/churn/train.py",
    "src/churn/predict.py",
    "src/churn/contract.py",
    "tests/test_features.py",
    "PROMOTION.md",
    "Makefile",
    "pyproject.toml",
)
EDITS = st.lists(st.tuples(st.sampled_from(FILES), st.integers(0, 200), st.booleans()), max_size=4)


def edit(project: Path, edits: list[tuple[str, int, bool]]) -> list[str]:
    """Put a line of the team's somewhere, in the place of another one or beside it. Returns those that are there in the end."""
    marks = []
    for number, (name, place, instead) in enumerate(edits):
        lines = (project / name).read_text().splitlines()
        position = place % len(lines)
        marks.append(f"# ours {number}: {name}")
        lines[position : position + instead] = [marks[-1]]
        (project / name).write_text("\n".join(lines) + "\n")
    return [mark for mark in marks if found(project, mark)]


def settle(project: Path) -> None:
    """Decide every conflict for the team's own version, or for what is there."""
    for name in git(project, "diff", "--name-only", "--diff-filter=U").split():
        text = (project / name).read_text()
        kept, part = [], "both"
        for line in text.splitlines():
            if line.startswith("<<<<<<< "):
                part = "ours"
            elif line.startswith("||||||| ") and part == "ours":
                part = "base"
            elif line.startswith("=======") and part in ("ours", "base"):
                part = "theirs"
            elif line.startswith(">>>>>>> ") and part == "theirs":
                part = "both"
            elif part in ("ours", "both"):
                kept.append(line)
        (project / name).write_text("\n".join(kept) + "\n")
    committed(project, "sync")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, changes=st.lists(st.sampled_from(CHANGES), max_size=4, unique=True))
def test_no_line_is_lost_and_sync_is_idempotent(
    promoted: Made, edits: list[tuple[str, int, bool]], changes: list[tuple[str, str]]
) -> None:
    """Whatever the team and the notebook do."""
    with tempfile.TemporaryDirectory() as name:
        project = copied(promoted("v0.1.0"), Path(name) / "churn")
        marks = edit(project, edits)
        committed(project)
        text = (project / NOTEBOOK).read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (project / NOTEBOOK).write_text(text)
        committed(project, "another notebook")
        before = git(project, "rev-parse", "HEAD^{tree}")

        code = run(["sync", "-q", "--project", str(project)])
        assert code == (1 if git(project, "ls-files", "--unmerged") else 0)
        assert [mark for mark in marks if not found(project, mark)] == []
        settle(project)
        assert [mark for mark in marks if not found(project, mark)] == []
        once = git(project, "rev-parse", "HEAD^{tree}")
        assert changes or once == before

        assert run(["sync", "-q", "--project", str(project)]) == 0
        assert git(project, "status", "--porcelain") == ""
        assert git(project, "rev-parse", "HEAD^{tree}") == once
        shutil.rmtree(project)
