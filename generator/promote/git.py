"""The door to git: the only module that runs it.

Every call is deaf to the caller's own repository (no `GIT_DIR` and the like), runs no hook and signs nothing.
"""

import os
import shutil
import subprocess
from pathlib import Path

from promote.errors import ToolError

_QUIET = (
    "-c", "core.hooksPath=/dev/null",
    "-c", "commit.gpgSign=false",
    "-c", "core.excludesFile=/dev/null",
    "-c", "core.autocrlf=false",
    "-c", "advice.defaultBranchName=false",
)  # fmt: skip
_NAME, _EMAIL = "promote", "promote@localhost"


def is_there() -> bool:
    """Whether git is installed."""
    return shutil.which("git") is not None


def repository_around(folder: Path) -> Path | None:
    """Return the root of the repository that the nearest existing folder lies in, if any."""
    nearest = next(each for each in (folder, *folder.parents) if each.is_dir())
    found = _try(nearest, "rev-parse", "--show-toplevel")
    return Path(found.stdout.strip()) if found.returncode == 0 and found.stdout.strip() else None


def first_commit(folder: Path, message: str) -> None:
    """Make a repository of a folder and commit all that it does not ignore."""
    _run(folder, "init", "--quiet", "--initial-branch=main")
    _run(folder, "add", "--all")
    commit = ("commit", "--quiet", "--no-verify", f"--message={message}")
    if _try(folder, *commit).returncode != 0:
        # Most often because nobody said who commits. Whatever else it is, it will be so again.
        _run(folder, *commit, environment=_stand_in())


def _stand_in() -> dict[str, str]:
    return {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", _NAME), ("EMAIL", _EMAIL))
    }


def _run(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    done = _try(folder, *arguments, environment=environment)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise ToolError(f"`git {arguments[0]}` failed", why=said[-1] if said else "")
    return done.stdout


def _try(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = ["git", *_QUIET, *arguments]
    surroundings = _clean_environment() | (environment or {})
    try:
        return subprocess.run(
            command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, returncode=127, stdout="", stderr=str(error))


def _clean_environment() -> dict[str, str]:
    """Drop what git sets for its hooks, and keep what says who commits and where the configuration is."""
    kept = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG", "GIT_SSH", "GIT_EXEC_PATH", "GIT_CEILING")
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(kept)}
