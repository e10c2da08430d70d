"""A notebook's text as a program, and the same text as its libraries want it today."""

from dataclasses import replace
from pathlib import PurePath

from promote.errors import NotebookError
from promote.model.notebook import Notebook
from promote.model.program import Program
from promote.model.source import Source
from promote.passes import AS_WRITTEN, analyse
from promote.passes.modernise import modernise
from promote.readers import READERS, WRITERS

_ROUNDS = 5
"""How often a notebook is modernised at most: what lies inside a rewritten call is rewritten in the next round."""


def read_program(source: Source) -> Program:
    """Read and analyse a notebook. `NotebookError` is raised for a text that is none."""
    return analyse(_read(source))


def read_as_written(source: Source) -> Program:
    """Read a notebook with the author's own loops and functions in it."""
    return analyse(_read(source), AS_WRITTEN)


def modernised(source: Source) -> Source:
    """Write a notebook as its libraries want it today, where that is a mere renaming."""
    suffix = PurePath(source.name).suffix.lower()
    for _ in range(_ROUNDS):
        notebook = _read(source)
        cells = modernise(notebook).cells
        if cells == notebook.cells:
            break
        source = replace(source, text=WRITERS[suffix](source.text, [cell.source for cell in cells]))
    return source


def _read(source: Source) -> Notebook:
    suffix = PurePath(source.name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise NotebookError(
            f"`{source.name}` is not a notebook",
            why=f"its name ends in `{suffix}`" if suffix else "its name has no ending",
            hint="give a `.ipynb` file, or a `.py` file in percent format",
        )
    return reader(source.text, source.name)
