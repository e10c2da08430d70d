"""The project's own style, applied to the derived files, so that the first commit passes the project's own checks."""

import os
from collections.abc import Sequence
from pathlib import Path

from promote.environment.processes import Finished, run
from promote.errors import ToolError

_STEPS: tuple[tuple[str, ...], ...] = (
    ("check", "--fix", "--exit-zero"),
    ("format",),
    ("check", "--add-noqa", "--ignore", "F7,F82"),
)
"""Mend what can be mended safely, then say for each of the rest that it comes from the notebook.

Not so for names that nothing binds: they fail when they are read, and a check that says so must not be silenced.
The formatter does not count such a comment when it breaks lines, so it need not look again.
"""
_TIMEOUT = 120.0


def clean(project: Path, names: Sequence[str]) -> None:
    """Bring Python files of a project in the style of its own configuration."""
    if not names:
        return
    for step in _STEPS:
        done = _ruff(project, (*step, "--quiet", "--no-cache", "--force-exclude", "--", *names))
        if not done.ok and "--add-noqa" not in step:
            raise ToolError(f"`ruff {step[0]}` failed on the derived files", why=done.last_words)


def formatted(project: Path, names: Sequence[str]) -> list[str]:
    """Tell which files of a project are formatted as it says."""
    if not names:
        return []
    options = ("--check", "--no-cache", "--force-exclude", "--output-format=concise")
    done = _ruff(project, ("format", *options, "--", *names))
    off = {line.partition(":")[0] for line in done.stdout.splitlines()}
    return [name for name in names if name not in off]


def reformat(folder: Path, names: Sequence[str], configuration: Path) -> None:
    """Format files of a folder by the configuration of another. What cannot be parsed stays as it is."""
    if names:
        _ruff(folder, ("format", "--quiet", "--no-cache", f"--config={configuration}", "--", *names))


def _ruff(project: Path, arguments: Sequence[str]) -> Finished:
    from ruff import find_ruff_bin  # type: ignore[import-untyped]

    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUFF_")}
    return run((find_ruff_bin(), *arguments), folder=project, environment=environment, timeout=_TIMEOUT)
