"""The door to the file system: the only module that writes, copies or removes files.

A project is built in a staging folder and put in its place by one rename, so a destination is either as it was or complete.
The staging folder lives in the system's temporary folder when that is on the destination's device, else as a hidden
sibling. It is removed on every orderly exit; what a killed run leaves behind is removed by the next one.
"""

import fcntl
import filecmp
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from promote.errors import DestinationError, NotebookError, ToolError
from promote.model.files import Files
from promote.model.source import Source
from promote.readers.encoding import decode

_PREFIX = ".promote-stage-"
_LOCK = "lock"
_YOUNG = 60.0
"""Seconds for which a staging folder without a lock is taken for one that is being made."""

DATA_LIMIT = 200 * 2**20
"""Bytes above which a data file stays where it is."""
CACHES = frozenset(
    {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "node_modules"},
)
"""Names that no copy of a project carries."""


def tool_version() -> str:
    """Return the version of `promote` that runs."""
    return version("promote-notebook")


def read_source(path: Path) -> Source:
    """Read a notebook. Raises `NotebookError` if there is no such text file."""
    return Source(
        name=path.name,
        text=_read_notebook(path),
        folder=path.resolve().parent,
        tool_version=tool_version(),
    )


def _read_notebook(path: Path) -> str:
    try:
        return decode(path.read_bytes(), is_json=path.suffix.lower() == ".ipynb")
    except FileNotFoundError as error:
        raise NotebookError(
            f"`{path}` does not exist", hint="give the path of a notebook, such as `churn.ipynb`"
        ) from error
    except IsADirectoryError as error:
        raise NotebookError(f"`{path}` is a folder", hint="give the path of one notebook in it") from error
    except (UnicodeError, LookupError) as error:
        raise NotebookError(
            f"`{path}` is not a notebook", why="it is not text", hint="save the notebook as UTF-8 and retry"
        ) from error
    except OSError as error:
        raise NotebookError(f"`{path}` cannot be read", why=_reason(error)) from error


def check_destination(destination: Path) -> Path:
    """Return the destination as an absolute path, or raise `DestinationError` if no project can be put there."""
    try:
        place = destination.resolve()
        _refuse_taken(place, destination)
        ancestor = _existing_ancestor(place.parent)
        if not ancestor.is_dir():
            raise DestinationError(f"`{destination}` cannot be made", why=f"`{ancestor}` is a file")
        allowed = os.access(ancestor, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids)
    except (OSError, RuntimeError) as error:
        raise DestinationError(f"`{destination}` cannot be looked at", why=_reason(error)) from error
    if not allowed:
        raise DestinationError(
            f"`{destination}` cannot be written",
            why=f"there is no permission to write in `{ancestor}`",
            hint="name another destination: `promote NOTEBOOK DEST`",
        )
    return place


def _refuse_taken(place: Path, destination: Path) -> None:
    if place.is_dir():
        if any(place.iterdir()):
            raise DestinationError(
                f"`{destination}` is not empty",
                why="promote writes new projects only, and never into existing files",
                hint="name a folder that does not exist yet: `promote NOTEBOOK DEST`",
            )
    elif place.exists():
        raise DestinationError(f"`{destination}` is a file", hint="name a folder that does not exist yet")


def _existing_ancestor(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())


@contextmanager
def staged(destination: Path) -> Iterator[Path]:
    """Give an empty folder that bears the destination's name, to be moved there by `put_in_place`."""
    parent = _existing_ancestor(destination.parent)
    _sweep(parent)
    try:
        with _own_folder(_staging_home(parent)) as stage:
            project = stage / "tree" / destination.name
            project.mkdir(parents=True)
            yield project
    except _NoFolderError as error:
        raise DestinationError(f"`{destination}` cannot be written", why=str(error)) from error


class _NoFolderError(Exception):
    """There is no room for a folder of our own."""


@contextmanager
def _own_folder(home: Path) -> Iterator[Path]:
    """Give a folder that is removed on exit. Its lock tells other runs that somebody still works there."""
    _sweep(home)
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
    except OSError as error:
        raise _NoFolderError(_reason(error)) from error
    try:
        with (folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _staging_home(parent: Path) -> Path:
    temporary = Path(tempfile.gettempdir())
    return temporary if temporary.stat().st_dev == parent.stat().st_dev else parent


def _sweep(home: Path) -> None:
    for folder in home.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_uid == os.getuid() and _abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _abandoned(stage: Path) -> bool:
    """Whether no process holds the lock: the kernel lets go of it however the holder ended."""
    try:
        with (stage / _LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return time.time() - stage.stat().st_mtime > _YOUNG
    except BlockingIOError:
        return False
    return True


def put_in_place(project: Path, destination: Path) -> None:
    """Move a staged project to its destination: one rename, after which it is there as a whole."""
    made = [folder for folder in (destination.parent, *destination.parent.parents) if not folder.exists()]
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        project.rename(destination)
    except OSError as error:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise DestinationError(f"`{destination}` cannot be written", why=_reason(error)) from error


def write_files(folder: Path, files: Files) -> None:
    """Write text files below a folder, as UTF-8 with the line ends that they have."""
    for name, text in files.items():
        path = inside(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def make_folder(path: Path) -> None:
    """Make a folder, with those above it."""
    path.mkdir(parents=True, exist_ok=True)


def read_files(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Read text files back, with the line ends that they have."""
    return {name: (folder / name).read_bytes().decode("utf-8") for name in names}


def inside(folder: Path, name: str) -> Path:
    """Join a project-relative POSIX path. Raises `ValueError` for one that leads out of the folder."""
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or not relative.parts:
        raise ValueError(f"{name!r} is not a path inside a project")
    return folder / relative


def are_alike(one: Path, other: Path) -> bool:
    """Whether two files hold the same, or are the same."""
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def copy_data(source: Path, target: Path, *, limit: int = DATA_LIMIT) -> str | None:
    """Copy one data file. Returns why not, if it is missing or larger than `limit` bytes."""
    try:
        if not source.is_file():
            return "it is not there"
        if source.stat().st_size > limit:
            return f"it is larger than {limit // 2**20} MB"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        return _reason(error)
    return None


def listing(folder: Path, skip: frozenset[str] = CACHES) -> tuple[str, ...]:
    """List the files below a folder as relative POSIX paths, in order, without caches."""
    found: list[str] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - skip)
        found += [(Path(root) / name).relative_to(folder).as_posix() for name in names]
    return tuple(sorted(found))


@contextmanager
def scratch_copy(project: Path, skip: frozenset[str]) -> Iterator[Path]:
    """Copy a project to a temporary folder that is removed on exit; names in `skip` and caches stay behind."""
    try:
        with _own_folder(Path(tempfile.gettempdir())) as home:
            copy = home / "tree" / project.name
            shutil.copytree(project, copy, ignore=_ignoring(CACHES | skip), ignore_dangling_symlinks=True)
            yield copy
    except (_NoFolderError, shutil.Error) as error:
        raise ToolError(f"`{project}` cannot be copied", why=str(error)) from error


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _ignoring(names: frozenset[str]) -> Callable[[str, list[str]], set[str]]:
    return lambda _folder, found: set(names.intersection(found))


@contextmanager
def temporary_folder(entries: Mapping[str, Path]) -> Iterator[Path]:
    """Give a temporary folder that holds copies of the entries, removed on exit."""
    with tempfile.TemporaryDirectory(prefix="promote-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for entry, origin in entries.items():
            if origin.is_dir():
                shutil.copytree(origin, folder / entry, symlinks=True, ignore=_ignoring(CACHES))
            else:
                shutil.copyfile(origin, folder / entry)
        yield folder


def lay_over(source: Path, target: Path, names: Iterable[str]) -> None:
    """Move files from one folder to the same places in another."""
    for name in names:
        place = inside(target, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(inside(source, name), place)


def link_all(folder: Path, files: Mapping[str, Path]) -> None:
    """Make files and folders from elsewhere visible below a folder, under new names."""
    for name, path in files.items():
        place = inside(folder, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(path.resolve())


@contextmanager
def workplace() -> Iterator[Path]:
    """Give an empty folder that is removed on exit."""
    with tempfile.TemporaryDirectory(prefix="promote-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


def keep_log(text: str) -> Path:
    """Keep the traceback of a bug where the person can find it."""
    handle, name = tempfile.mkstemp(prefix="promote-bug-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write(text)
    return Path(name)


def _reason(error: OSError | RuntimeError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
