"""Modules beside a notebook change as the notebook does."""

from pathlib import Path

import pytest

from promote.cli import run
from tests.update.conftest import committed
from tests.update.edits import append
from tests.update.releases import change, git

pytestmark = pytest.mark.slow

NOTEBOOK = """\
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression

from study.cleaning import capped

# %%
df = pd.read_csv("people.csv")
df["age"] = capped(df["age"])

# %%
model = LogisticRegression().fit(df[["age"]], df["churn"])
model.predict(df[["age"]])
"""
CLEANING = '''\
"""Cleaning."""

LIMIT = 100


def capped(values):
    return values.clip(upper=LIMIT)
'''
DATA = "age,churn\n" + "".join(f"{20 + n},{n % 3 == 0:d}\n" for n in range(60))


@pytest.fixture(name="prototype")
def _prototype(tmp_path: Path) -> Path:
    """A notebook with a package beside it."""
    folder = tmp_path / "prototype"
    (folder / "study").mkdir(parents=True)
    (folder / "study" / "cleaning.py").write_text(CLEANING)
    (folder / "people.csv").write_text(DATA)
    (folder / "ages.py").write_text(NOTEBOOK)
    return folder


@pytest.fixture(name="project")
def _project(prototype: Path, template: Path, tmp_path: Path) -> Path:
    project = tmp_path / "ages"
    source = f"{template}@v0.1.0"
    assert run(["-q", "--defaults", "--template", source, str(prototype / "ages.py"), str(project)]) == 0
    return project


def test_a_module_that_is_changed_in_the_project_changes_what_is_derived(project: Path) -> None:
    """And what the team wrote beside it stays."""
    append("src/ages/predict.py", "# ours")(project)
    change(project / "notebooks/study/cleaning.py", lambda text: text.replace("LIMIT = 100", "LIMIT = 50"))
    committed(project)

    assert run(["sync", "-q", "--project", str(project)]) == 0
    text = (project / "src/ages/predict.py").read_text()
    assert "LIMIT = 50" in text
    assert "# ours" in text
    assert "LIMIT = 50" in (project / ".promote/base/notebooks/study/cleaning.py.txt").read_text()
    committed(project)
    assert run(["sync", "-q", "--project", str(project)]) == 0
    assert git(project, "status", "--porcelain") == ""


def test_modules_come_and_go_with_the_notebook(project: Path, prototype: Path) -> None:
    """One moves out of its package, as the notebook's import does."""
    (prototype / "study" / "cleaning.py").rename(prototype / "steps.py")
    change(prototype / "steps.py", lambda text: text.replace("upper=LIMIT", "lower=18, upper=LIMIT"))
    change(prototype / "ages.py", lambda text: text.replace("study.cleaning", "steps"))

    assert run(["sync", "-q", "--project", str(project), str(prototype / "ages.py")]) == 0
    assert "lower=18" in (project / "src/ages/predict.py").read_text()
    assert (project / "notebooks/steps.py").exists()
    assert not (project / "notebooks/study/cleaning.py").exists()


def test_a_module_that_the_team_changed_too_is_merged(project: Path, prototype: Path) -> None:
    """As any other file is."""
    change(project / "notebooks/study/cleaning.py", lambda text: text.replace('"""Cleaning."""', '"""Our cleaning."""'))
    committed(project)
    change(prototype / "study/cleaning.py", lambda text: text.replace("LIMIT)", "LIMIT).round()"))

    assert run(["sync", "-q", "--project", str(project), str(prototype / "ages.py")]) == 0
    text = (project / "notebooks/study/cleaning.py").read_text()
    assert '"""Our cleaning."""' in text
    assert "LIMIT).round()" in text
