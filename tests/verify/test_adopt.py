"""One environment's requirements in the place of another's."""

import pytest
import yaml

from promote.model.environment import Environment
from promote.verify import adopt

NEWEST = Environment(
    name="newest", requirements=("numpy>=2", "pandas>=2.2,<4"), notebook_requirements=("seaborn>=0.13",)
)
OLDER = Environment(
    name="before pandas 2",
    requirements=("numpy>=1.23,<1.24", "pandas>=1.5,<2", "scipy<1.11"),
    notebook_requirements=(),
    python_below="3.12",
)
PYPROJECT = """\
[project]
name = "churn"
requires-python = ">=3.11"
dependencies = [
  # service
  "fastapi>=0.128",
  # notebook
  "numpy>=2",
  "pandas>=2.2,<4",
  # yours: add below this line
  "mine",
]

[dependency-groups]
notebook = [
  "seaborn>=0.13",
]
"""


def test_requirements_are_written_and_taken_back() -> None:
    """In their block and in the group, with the Python that has them. Nothing else changes."""
    text = adopt.in_pyproject(PYPROJECT, NEWEST, OLDER)
    assert text is not None
    assert '  # notebook\n  "numpy>=1.23,<1.24",\n  "pandas>=1.5,<2",\n  "scipy<1.11",\n  # yours' in text
    assert 'requires-python = ">=3.11,<3.12"\n' in text
    assert '"mine",' in text
    assert "seaborn" not in text


@pytest.mark.parametrize("change", [('"numpy>=2"', '"numpy>=2.1"'), ('"seaborn>=0.13"', '"seaborn"')])
def test_what_a_person_changed_is_theirs(change: tuple[str, str]) -> None:
    """Then nothing is written."""
    assert adopt.in_pyproject(PYPROJECT.replace(*change), NEWEST, OLDER) is None


def test_answers_agree() -> None:
    """An update renders what the project has, so it has nothing to merge."""
    answers = "# Kept by Copier.\n_commit: v1\ndependencies:\n- numpy>=2\nnotebook_dependencies: []\nowner: ''\n"
    text = adopt.in_answers(answers, OLDER)

    assert text.startswith("# Kept by Copier.\n_commit: v1\n")
    assert yaml.safe_load(text) == {
        "_commit": "v1",
        "dependencies": list(OLDER.requirements),
        "notebook_dependencies": [],
        "owner": "",
        "python_below": "3.12",
    }
