"""A notebook's text as a program, and the same text as its libraries want it today."""

from dataclasses import replace
from pathlib import PurePath

from promote.errors import NotebookError
from promote.model.modules import run_file
from promote.model.notebook import Cell, CellKind, Notebook
from promote.model.program import Program
from promote.model.source import Source
from promote.passes import AS_WRITTEN, PASSES, WITH_OBJECTS, analyse
from promote.passes.magics import take_out_magics
from promote.passes.modernise import modernise
from promote.passes.parse import parse
from promote.readers import READERS, WRITERS
from promote.readers.beside import Beside
from promote.readers.modules import read_modules

_ROUNDS = 5
"""How often a notebook is modernised at most: what lies inside a rewritten call is rewritten in the next round."""


def read_program(source: Source) -> Program:
    """Read and analyse a notebook. `NotebookError` is raised for a text that is none."""
    return analyse(_read(source), PASSES, source.modules)


def read_as_written(source: Source) -> Program:
    """Read a notebook with the author's own loops and functions in it."""
    return analyse(_read(source), AS_WRITTEN, source.modules)


def read_with_objects(source: Source) -> Program:
    """Read a notebook without loops and functions that give way, and with the author's own objects in it."""
    return analyse(_read(source), WITH_OBJECTS, source.modules)


def with_modules(source: Source) -> Source:
    """Look for the modules that a notebook imports from beside it, unless they are known."""
    if source.modules is not None:
        return source
    program = analyse(_read(source), (take_out_magics, parse))
    files = [file for each in program.directives if (file := run_file(each))]
    return replace(
        source, modules=read_modules([each.node for each in program.statements], Beside(source.folder), files)
    )


def modernised(source: Source) -> Source:
    """Write a notebook and its modules as their libraries want them today, where that is a mere renaming."""
    suffix = PurePath(source.name).suffix.lower()
    source = with_modules(source)
    modules = {file: _module_today(text) for file, text in (source.modules or {}).items()}
    source = replace(source, modules=modules)
    for _ in range(_ROUNDS):
        notebook = _read(source)
        cells = modernise(notebook).cells
        if cells == notebook.cells:
            break
        source = replace(source, text=WRITERS[suffix](source.text, [cell.source for cell in cells]))
    return source


def _module_today(text: str) -> str:
    cell = Cell(number=1, kind=CellKind.CODE, source=text)
    notebook = Notebook(name="", language="python", python_version="", cells=(cell,))
    for _ in range(_ROUNDS):
        notebook = modernise(notebook)
    return notebook.cells[0].source


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
