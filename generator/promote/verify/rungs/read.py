"""Rung 0: the notebook that the project was made from is there, and it was read."""

from promote.console import counted
from promote.errors import NotebookError
from promote.readers import READERS
from promote.verify.workshop import RungFailed, RungNotReached, Workshop


def check(bench: Workshop) -> str:
    """Read the project's copy of the notebook."""
    name = bench.project.notebook
    if not name:
        raise RungNotReached("the project was not made from a notebook")
    path = bench.scratch / name
    reader = READERS.get(path.suffix)
    if reader is None:
        raise RungFailed(f"`{name}` is of a kind that nothing reads")
    try:
        notebook = reader(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise RungFailed(f"`{name}` cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except NotebookError as error:
        raise RungFailed(f"{error.what}: {error.why}" if error.why else error.what) from error
    return f"{name}, {counted(len(notebook.cells), 'cell')}"
