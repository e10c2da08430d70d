"""The way back: what a run is about to change, kept in the repository's own folder from before the first change on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from promote import disk, git
from promote.errors import UsageError

_NAME = "promote-update.json"
_LOCKS = ("index.lock", "MERGE_MSG.lock")
"""What a git that was killed in the middle leaves behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A run that the next commit will end."""

    head: str
    """The commit that the run began at."""
    paths: tuple[str, ...]
    """What it changes, relative to the root of the repository."""


def keep(repository: git.Repository, paths: Sequence[str]) -> None:
    """Keep the way back from a change of `paths`."""
    text = json.dumps({"head": repository.head(), "paths": list(paths)}, indent=2)
    place = repository.path(_NAME)
    disk.write_files(place.parent, {place.name: text})


def is_under_way(repository: git.Repository) -> bool:
    """Whether a run was begun, and nothing was committed since."""
    record = _read(repository.path(_NAME))
    return record is not None and record.head == repository.head()


def abort(repository: git.Repository) -> tuple[str, ...]:
    """Bring back what the last run changed, whether it ended or was killed. Returns the paths.

    Raises `UsageError` where there is nothing to bring back.
    """
    record = _read(repository.path(_NAME))
    if record is None:
        raise UsageError("there is nothing to abort", why="no update is under way in this repository")
    if record.head != repository.head():
        raise UsageError(
            "the update cannot be aborted",
            why="something was committed since",
            hint="take the commit back with git: `git revert HEAD`",
        )
    for name in _LOCKS:
        disk.remove(repository.path(name))
    for path in git.put_back(repository, record.paths):
        disk.remove(repository.root / path)
    disk.remove(repository.path(_NAME))
    return record.paths


def _read(path: Path) -> Record | None:
    try:
        (text,) = disk.read_files(path.parent, (path.name,)).values()
        data = json.loads(text)
        return Record(head=data["head"], paths=tuple(data["paths"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"`{path}` cannot be read", why=str(error), hint="`git reset --hard` takes back all that is not committed"
        ) from error
