"""Projects of notebooks that read no files, or files that are not here: what their pages say of the data is true of them."""

import os
from pathlib import Path

import pytest
import uv

from promote.cli import run as promote
from tests.template.environments import run

pytestmark = pytest.mark.slow

NOTEBOOK = """\
# %%
{imports}
from sklearn.tree import DecisionTreeClassifier

# %%
{reading}
model = DecisionTreeClassifier(random_state=0).fit(X, y)
model.predict(X)
"""
LIBRARY = NOTEBOOK.format(
    imports="from sklearn.datasets import load_iris", reading="X, y = load_iris(return_X_y=True, as_frame=True)"
)
MISSING = NOTEBOOK.format(
    imports="import pandas as pd", reading='df = pd.read_csv("people.csv")\nX, y = df[["age", "income"]], df["left"]'
)


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        pytest.param(LIBRARY, "Training reads no files: the notebook makes its data", id="from-a-library"),
        pytest.param(MISSING, "There is no sample of it yet: tests that need one are skipped", id="missing"),
    ],
)
def test_the_own_tests_of_the_project_pass(notebook: str, said: str, tmp_path: Path) -> None:
    """And the README says how it is with the data."""
    (tmp_path / "study.py").write_text(notebook)
    project = tmp_path / "study"
    assert promote(["-q", "--defaults", str(tmp_path / "study.py"), str(project)]) == 0
    variables = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}

    assert said in (project / "README.md").read_text()
    run([uv.find_uv_bin(), "run", "--quiet", "pytest", "-q"], project, variables)
