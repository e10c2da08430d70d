"""A run that is killed, wherever it is, can be taken back by the command that it printed."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.update.conftest import committed
from tests.update.edits import append
from tests.update.releases import git

pytestmark = pytest.mark.slow

ABORT = [sys.executable, "-m", "promote", "update", "--abort"]
KILLED = -9

# Stands before the real git. At the command that puts the merge in place it does its part, then kills its caller.
SHIM = """#!/bin/sh
case " $* " in
*" cherry-pick "*)
    case "$MOMENT" in
    before) kill -9 $PPID; exit 1 ;;
    middle) "$REAL_GIT" "$@" & sleep "$DELAY"; kill -9 $! $PPID 2>/dev/null; : > .git/index.lock; exit 1 ;;
    after) "$REAL_GIT" "$@"; kill -9 $PPID; exit 1 ;;
    esac ;;
esac
exec "$REAL_GIT" "$@"
"""


def shim(folder: Path) -> Path:
    """Put our git where it is found first."""
    folder.mkdir()
    path = folder / "git"
    path.write_text(SHIM)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.mark.parametrize(
    ("moment", "delay", "edited"),
    [
        ("before", "0", ".gitignore"),
        ("middle", "0", "docs/model-card.md"),
        ("middle", "0.004", ".gitignore"),
        ("middle", "0.01", "docs/model-card.md"),
        ("middle", "0.03", ".gitignore"),
        ("after", "0", "docs/model-card.md"),
    ],
)
def test_a_killed_update_is_taken_back(project: Path, tmp_path: Path, moment: str, delay: str, edited: str) -> None:
    """By the command that was printed before the first change: all is as it was committed, and a later run works.

    One of the files that are edited is in conflict with the release, and one is not.
    """
    append(edited, "# ours")(project)
    committed(project)
    head = git(project, "rev-parse", "HEAD")
    real = shutil.which("git")
    assert real is not None
    path = os.pathsep.join([str(shim(tmp_path / "bin")), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "promote", "update"],
        cwd=project,
        env={**os.environ, "PATH": path, "REAL_GIT": real, "MOMENT": moment, "DELAY": delay},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == KILLED
    assert "`promote update --abort` brings back what was there" in done.stderr
    taken_back = subprocess.run(ABORT, cwd=project, capture_output=True, text=True, check=False)
    assert taken_back.returncode == 0, taken_back.stderr
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "rev-parse", "HEAD") == head
    again = subprocess.run([sys.executable, "-m", "promote", "update"], cwd=project, capture_output=True, check=False)
    assert again.returncode == (1 if edited == "docs/model-card.md" else 0)


@pytest.mark.parametrize("seconds", [0.3, 0.8, 1.3])
def test_a_run_killed_before_it_changes_anything_leaves_nothing(project: Path, seconds: float) -> None:
    """While it still renders, reads and merges, the project is not touched at all."""
    command = [sys.executable, "-m", "promote", "update"]
    with subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        _, said = process.communicate()

    if "--abort" in said:
        assert subprocess.run(ABORT, cwd=project, capture_output=True, check=False).returncode == 0
    assert git(project, "status", "--porcelain") == ""
