"""Every variant passes its own checks as generated, in an environment with nothing but its own dependencies."""

from pathlib import Path

import pytest

from tests.template.environments import Environments, run
from tests.template.rendering import Project

pytestmark = pytest.mark.slow

CHECKS = ("ruff check", "ruff format --check", "mypy", "pytest -q")


def test_the_checks_of_the_project_pass(project: Project, environments: Environments, tmp_path: Path) -> None:
    """Lint, format, types and tests: the very commands of `make check`, all of them before the verdict."""
    copy = project.copied(tmp_path)
    failures: list[str] = []
    with environments.ready(copy) as variables:
        for check in CHECKS:
            try:
                run(["uv", "run", "--quiet", *check.split()], copy.folder, variables)
            except AssertionError as failure:
                failures.append(str(failure))

    assert not failures, "\n\n".join(failures)
