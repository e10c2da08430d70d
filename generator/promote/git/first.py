"""The first commit of a new project."""

import shutil
from pathlib import Path

from promote.git.command import NO_GLOBAL_IGNORES, attempt, run

_NAME, _EMAIL = "promote", "promote@localhost"


def is_there() -> bool:
    """Whether git is installed."""
    return shutil.which("git") is not None


def repository_around(folder: Path) -> Path | None:
    """Return the root of the repository that the nearest existing folder lies in, if any."""
    nearest = next(each for each in (folder, *folder.parents) if each.is_dir())
    found = attempt(nearest, "rev-parse", "--show-toplevel")
    return Path(found.stdout.strip()) if found.returncode == 0 and found.stdout.strip() else None


def first_commit(folder: Path, message: str) -> None:
    """Make a repository of a folder and commit all that it does not ignore."""
    run(folder, "init", "--quiet", "--initial-branch=main")
    run(folder, *NO_GLOBAL_IGNORES, "add", "--all")
    commit = ("commit", "--quiet", "--no-verify", f"--message={message}")
    if attempt(folder, *commit).returncode != 0:
        # Most often because nobody said who commits. Whatever else it is, it will be so again.
        run(folder, *commit, environment=stand_in())


def stand_in() -> dict[str, str]:
    """Name somebody who commits, where nobody else is named."""
    return {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", _NAME), ("EMAIL", _EMAIL))
    }
