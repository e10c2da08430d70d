"""The run in the README is a real one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_run_in_the_readme_is_what_happens(root: Path) -> None:
    """The example goes all the way up the ladder, and says what the README says. `make transcript` records it anew."""
    done = subprocess.run(
        [sys.executable, root / "docs" / "transcript.py", "--check"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_demo_runs_to_its_end(root: Path) -> None:
    """`make demo`, after its set-up."""
    surroundings = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [sys.executable, root / "examples" / "demo.py"], env=surroundings, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert '"predictions"' in done.stdout
