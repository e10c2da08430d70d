"""The guide for teams, run as it is written."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.update.conftest import committed
from tests.update.releases import change

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "keep-up-to-date.md"
TELLS_OF_NEWER = 2

pytestmark = pytest.mark.slow


def commands() -> list[str]:
    """The lines of its consoles that begin with a prompt."""
    consoles = re.findall(r"```console\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    return [line.removeprefix("$ ") for console in consoles for line in console.splitlines() if line.startswith("$ ")]


def test_every_command_does_what_the_guide_says(project: Path) -> None:
    """In its order, in a project whose notebook has changed and whose template has newer releases."""
    change(project / "notebooks" / "churn.ipynb", lambda text: text.replace("clip(lower=1)", "clip(lower=2)"))
    committed(project)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for command in commands():
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=project,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        expected = TELLS_OF_NEWER if command == "promote status" else 0
        assert done.returncode == expected, f"{command}\n{done.stdout}{done.stderr}"

    log = subprocess.run(["git", "log", "--format=%s"], cwd=project, capture_output=True, text=True, check=True).stdout
    assert log.splitlines()[:3] == ["Trace requests", "Update the template", "Sync with the notebook"]
    assert (project / "src/churn/service/problems.py").is_file()
    assert (project / "src/churn/service/capabilities/tracing.py").is_file()
    assert "clip(lower=2)" in (project / "src/churn/features.py").read_text()
