"""Projects of notebooks that are not like the examples: their own tests pass, and what they say of their data is true."""

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
READ = NOTEBOOK.format(
    imports="import pandas as pd",
    reading='df = pd.read_csv("people.csv").fillna(0)\nX, y = df[["age", "income"]], df["left"]',
)
EMPTY_COLUMN = "age,income,left\n" + "".join(f"{20 + n},,{n % 2}\n" for n in range(40))


@pytest.mark.parametrize(
    ("notebook", "data", "said"),
    [
        pytest.param(
            LIBRARY, None, "No file is known that training reads: the notebook makes its data", id="from-a-library"
        ),
        pytest.param(READ, None, "There is no sample of it yet: tests that need one are skipped", id="missing"),
        pytest.param(READ, EMPTY_COLUMN, "The tests use `tests/data/`.", id="a-field-without-values"),
    ],
)
def test_the_own_tests_of_the_project_pass(notebook: str, data: str | None, said: str, tmp_path: Path) -> None:
    """And the README says how it is with the data."""
    (tmp_path / "study.py").write_text(notebook)
    if data is not None:
        (tmp_path / "people.csv").write_text(data)
    project = tmp_path / "study"
    assert promote(["-q", "--defaults", str(tmp_path / "study.py"), str(project)]) == 0
    variables = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}

    assert said in (project / "README.md").read_text()
    run([uv.find_uv_bin(), "run", "--quiet", "pytest", "-q"], project, variables)
