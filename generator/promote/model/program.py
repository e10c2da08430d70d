"""A notebook as a program: what the passes build, step by step.

    Program    = notebook statements unparsable directives spelled
    Statement  = index cell line end_line text node names heading inside
    Names      = defines uses mutates
    Directive  = cell line kind text              (what IPython syntax said, as data)

A statement is one top-level statement of a cell. Its text is the author's, with the comment lines directly above it.
"""

import ast
from dataclasses import dataclass, field
from enum import StrEnum

from promote.model.notebook import Notebook


class DirectiveKind(StrEnum):
    """What a line of IPython syntax asks for."""

    INSTALL = "install"
    """`%pip install x`, `!pip install x`: `text` is the requirement."""
    SHELL = "shell"
    WRITE_FILE = "write-file"
    RUN_FILE = "run-file"
    MAGIC = "magic"
    """Any other line or cell magic."""
    FOREIGN_CELL = "foreign-cell"
    """A cell in another language (`%%bash`, `%%html`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One line (or cell) of IPython syntax, taken out of the Python source."""

    cell: int
    line: int
    kind: DirectiveKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unparsable:
    """A cell that is not Python, even without IPython syntax. `line` is where the parser gave up."""

    cell: int
    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names that a statement binds, reads, and changes in place. A changed name is also read."""

    defines: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    mutates: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Where a statement of a function stands that gave way to what it does: as cell, last line and indentation."""

    cell: int
    line: int
    indent: int
    names: tuple[tuple[str, str], ...] = ()
    """What stands in the program for a variable, and the function's own name for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One top-level statement. `cell` and lines count from 1; `text` holds no IPython syntax."""

    index: int
    cell: int
    line: int
    end_line: int
    comments: str
    """The comment lines directly above, without a final newline."""
    text: str
    """The statement's own source, dedented to column 0."""
    node: ast.stmt
    heading: str = ""
    """The nearest markdown heading above its cell."""
    names: Names = Names()
    is_added: bool = False
    """The notebook does not have it; it stands for what the notebook means."""
    inside: Inside | None = None
    """Its place in a function of the notebook, where cell and lines are those of the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The flat program of a notebook, in document order."""

    notebook: Notebook
    statements: tuple[Statement, ...] = ()
    unparsable: tuple[Unparsable, ...] = ()
    directives: tuple[Directive, ...] = ()
    spelled: dict[str, str] = field(default_factory=dict)
    """How the notebook gets at what only the program has a name for; empty where it cannot."""
