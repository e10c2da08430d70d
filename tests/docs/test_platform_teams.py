"""The guide for platform teams does what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.sessions import commands, play
from tests.update.overlays import NOTEBOOK, ROOT, git

GUIDE = ROOT / "docs" / "guides" / "platform-teams.md"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a checkout of promote, a notebook and a project, and a GitHub of its own that knows two repositories."""
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "promote").symlink_to(ROOT)
    for path in NOTEBOOK.parent.iterdir():
        shutil.copy(path, desk)
    for name in ("acme/service-layer.git", "promote-notebook/promote.git"):
        git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", f"github/{name}")
    return desk


@pytest.mark.slow
def test_the_guide_does_what_it_says(desk: Path) -> None:
    """Every command, from the first file of a layer to a fleet that is up to date."""
    surroundings = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{desk.parent}/github/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/",
    }
    promote = ["promote", "churn.ipynb", "orders", "--defaults", "--quiet"]
    subprocess.run(promote, cwd=desk, env=surroundings, check=True)

    play(GUIDE.read_text(), desk, surroundings)

    assert "@acme/writers" in (desk / "churn" / "CODEOWNERS").read_text()
    assert "growth" in (desk / "orders" / "CODEOWNERS").read_text()
    assert git(desk / "churn", "status", "--porcelain") == ""


def test_the_guide_shows_the_verbs_of_a_platform_team() -> None:
    """And each of them is run."""
    run = {" ".join(each.text.split()[:2]) for each in commands(GUIDE.read_text())}

    assert run >= {
        "promote template",
        "promote overlay",
        "promote status",
        "promote update",
        "export PROMOTE_SOURCES=https://github.com/acme",
    }


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("$ false\n", "ended with 1"),
        ("$ true  # ends with 2\n", "ended with 0"),
        ("$ echo one; echo two\ntwo\none\n", "does not print ['one']"),
        ("$ exit 0\n$ true\n", "::command-ended-with"),
    ],
)
def test_a_page_that_says_something_else_is_noticed(page: str, words: str, tmp_path: Path) -> None:
    """How a command ends, what it prints, in which order, and that all of them are run."""
    good = "```console\n$ echo one; echo two\none\ntwo\n$ cd /\n$ test $PWD = / || exit 3\n```\n"
    play(good, tmp_path, os.environ)

    with pytest.raises(AssertionError, match=re.escape(words)):
        play(f"{good}```console\n{page}```\n", tmp_path, os.environ)
