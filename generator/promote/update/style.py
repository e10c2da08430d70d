"""The team's own style: a file that it keeps formatted is compared in its format, so that a merge sees changes only."""

import tomllib
from pathlib import Path
from typing import Any

from promote import disk
from promote.environment import ruff

_PYPROJECT = "pyproject.toml"
_OWN_FILES = (".ruff.toml", "ruff.toml")


def adopt(project: Path, before: Path, after: Path) -> None:
    """Format what was written as the project formats it, file by file, where the team has changed how that is done."""
    if _settings(project) == _settings(before):
        return
    configuration = next(name for name in (*_OWN_FILES, _PYPROJECT) if name == _PYPROJECT or (project / name).is_file())
    for folder in (before, after):
        names = [name for name in disk.listing(folder) if name.endswith(".py") and (project / name).is_file()]
        ruff.reformat(folder, ruff.formatted(project, names), project / configuration)


def _settings(folder: Path) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what formats the files of a folder."""
    own = {name: _read(folder / name) for name in _OWN_FILES if (folder / name).is_file()}
    return own or _read(folder / _PYPROJECT).get("tool", {}).get("ruff", {})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
