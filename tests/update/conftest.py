"""A template with releases, and projects made from it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from promote.cli import run
from tests.update.releases import git, release

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of a template with three releases."""
    return release(tmp_path_factory.mktemp("template") / "promote")


@pytest.fixture(scope="session")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's notebook with its data."""
    folder = tmp_path_factory.mktemp("notebook") / "churn"
    shutil.copytree(ROOT / "examples" / "churn", folder)
    return folder / "churn.ipynb"


Made = Callable[[str], Path]


@pytest.fixture(scope="session")
def promoted(template: Path, notebook: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Promote the notebook with one release of the template. The project is shared: copy it."""
    made: dict[str, Path] = {}

    def promote(tag: str) -> Path:
        if tag not in made:
            folder = tmp_path_factory.mktemp("projects") / "churn"
            assert run(["-q", "--defaults", "--template", f"{template}@{tag}", str(notebook), str(folder)]) == 0
            made[tag] = folder
        return made[tag]

    return promote


@pytest.fixture
def project(promoted: Made, tmp_path: Path) -> Path:
    """A project of the first release, for one test to change."""
    return copied(promoted("v0.1.0"), tmp_path / "churn")


def copied(project: Path, folder: Path) -> Path:
    """Copy a project with its repository."""
    shutil.copytree(project, folder, symlinks=True)
    return folder


def committed(project: Path, message: str = "the team's work") -> Path:
    """Commit all that the team did."""
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "--message", message)
    return project
