"""Rendered variants as fixtures. A variant is rendered once in each process of the run."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.template import rendering
from tests.template.environments import Environments
from tests.template.images import Workshop
from tests.template.rendering import Project
from tests.template.variants import Row, read_rows, read_space

ROWS = read_rows()
PINNED = read_space().pinned


def _parameter(name: str, row: Row) -> object:
    """A row as a parameter. Rows of one group share an environment, so they run in one process."""
    group = "-".join((row["archetype"], row["notebook"], row["python_version"]))
    return pytest.param(name, id=name, marks=pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template of the checkout as a plain folder."""
    return rendering.export(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def rendered(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Project]:
    """The variants that this process has rendered."""
    return {}


def _render(
    name: str, template: Path, rendered: dict[str, Project], tmp_path_factory: pytest.TempPathFactory
) -> Project:
    if name not in rendered:
        folder = tmp_path_factory.mktemp("variant") / name
        rendered[name] = rendering.render(name, ROWS[name], template, folder)
    return rendered[name]


def _variants(*names: str) -> Callable[..., Project]:
    """Make a fixture of the variants with these names, each in turn. Tests look at it and leave it as it is."""

    @pytest.fixture(params=[_parameter(name, ROWS[name]) for name in names])
    def variant(
        request: pytest.FixtureRequest,
        template: Path,
        rendered: dict[str, Project],
        tmp_path_factory: pytest.TempPathFactory,
    ) -> Project:
        return _render(request.param, template, rendered, tmp_path_factory)

    return variant


project = _variants(*ROWS)
pinned = _variants(*PINNED)
default = _variants("default")  # what a person gets who accepts every suggestion
everything = _variants("everything")


@pytest.fixture(scope="session")
def cache() -> Path:
    """What is worth keeping from run to run: environments, base images."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = home / "promote-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def environments(cache: Path) -> Environments:
    """One environment for each distinct set of dependencies."""
    return Environments(cache / "environments")


@pytest.fixture(scope="session")
def workshop(cache: Path) -> Workshop:
    """Where images are built."""
    return Workshop(cache / "images")
