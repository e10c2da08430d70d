"""Environments in which a project's own commands run: one for each distinct set of dependencies.

Projects take turns in one environment: what differs is the project itself, which is installed anew in a second. Rows
that share an environment run in one process, see `conftest._parameter`.
"""

import functools
import hashlib
import json
import os
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uv

from tests.template.locking import alone
from tests.template.rendering import Project


@dataclass(frozen=True, slots=True)
class Environments:
    """A folder of environments, kept from run to run."""

    folder: Path

    @contextmanager
    def ready(self, project: Project) -> Iterator[dict[str, str]]:
        """Make the environment of a project if need be, and lend the variables that point its commands there.

        Nobody else has it in the meantime, as another run of the tests would install another project.
        """
        python = interpreter(project.row["python_version"])
        home = self.folder / _key(project)
        variables = {
            **os.environ,
            "UV_PROJECT_ENVIRONMENT": str(home / "environment"),
            "UV_PYTHON": python,
            "PATH": f"{Path(uv.find_uv_bin()).parent}{os.pathsep}{os.environ['PATH']}",
        }
        home.mkdir(parents=True, exist_ok=True)
        with alone(home / "lock"):
            run(["uv", "sync", "--all-groups", "--quiet"], project.folder, variables)
            yield variables | {"MYPY_CACHE_DIR": str(home / "mypy"), "UV_NO_SYNC": "1"}


def _key(project: Project) -> str:
    """A name for everything that decides what is installed."""
    settings = tomllib.loads((project.folder / "pyproject.toml").read_text())
    parts = (
        *(project.row[name] for name in ("archetype", "notebook", "python_version")),
        settings["project"]["requires-python"],
        sorted(settings["project"]["dependencies"]),
        settings["dependency-groups"],
    )
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


@functools.cache
def interpreter(version: str) -> str:
    """Find a Python of this version: as uv does, among pyenv's, or by letting uv fetch it. Else skip the test."""
    binary = uv.find_uv_bin()
    found = subprocess.run([binary, "python", "find", version], capture_output=True, text=True, check=False)
    if found.returncode == 0:
        return found.stdout.strip()
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for candidate in sorted(pyenv.glob(f"{version}.*/bin/python")):
        return str(candidate)
    fetched = subprocess.run([binary, "python", "install", "--quiet", version], capture_output=True, check=False)
    if fetched.returncode != 0:
        pytest.skip(f"there is no Python {version} here")
    return version


def run(command: list[str], folder: Path, variables: Mapping[str, str]) -> str:
    """Run a command of a project. Its whole output is the message if it fails."""
    done = subprocess.run(
        command, cwd=folder, env=dict(variables), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    said = f"{done.stdout}{done.stderr}"
    assert done.returncode == 0, f"`{' '.join(command)}` ended with {done.returncode}\n{said[-8000:]}"
    return said
