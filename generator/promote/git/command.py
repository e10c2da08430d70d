"""One call of git: deaf to the caller's own repository (no `GIT_DIR` and the like), without hooks and signatures."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from promote.errors import ToolError

_QUIET = (
    "-c", "core.hooksPath=/dev/null",
    "-c", "commit.gpgSign=false",
    "-c", "core.autocrlf=false",
    "-c", "advice.defaultBranchName=false",
)  # fmt: skip
_PLAIN = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
"""Words that can be read by a program, and nothing written by what only looks."""
NO_GLOBAL_IGNORES = ("-c", "core.excludesFile=/dev/null")


def run(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, given: str | None = None) -> str:
    """Run git in a folder and return what it printed. Raises `ToolError` if it fails."""
    done = attempt(folder, *arguments, environment=environment, given=given)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        verb = next((each for each in arguments if not each.startswith("-") and "=" not in each), "")
        raise ToolError(f"`git {verb}` failed", why=said[-1] if said else "")
    return done.stdout


def attempt(
    folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, given: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, whatever comes of it. `given` is its standard input."""
    command = ["git", *_QUIET, *arguments]
    surroundings = _clean_environment() | _PLAIN | dict(environment or {})
    stream = {"stdin": subprocess.DEVNULL} if given is None else {"input": given}
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=surroundings,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
            **stream,
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, returncode=127, stdout="", stderr=str(error))


def _clean_environment() -> dict[str, str]:
    """Drop what git sets for its hooks, and keep what says who commits and where the configuration is."""
    kept = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG", "GIT_SSH", "GIT_EXEC_PATH", "GIT_CEILING")
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(kept)}
