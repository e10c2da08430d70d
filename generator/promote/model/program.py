"""A notebook as a program: what the passes build, step by step.

    Program    = notebook modules statements unparsable untaken directives methods spelled
    Statement  = index cell line end_line text node names heading inside origin
    Names      = defines uses mutates
    Directive  = cell line kind text              (what IPython syntax said, as data)

A statement is one top-level statement of a cell. Its text is the author's, with the comment lines directly above it.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from promote.model.diagnostic import Place
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
class Untaken:
    """A module beside the notebook that its import could not give way to, and why."""

    cell: int
    line: int
    module: str
    reason: str


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
    file: str = ""
    """The module that has the function, where it is not the cell; the line is one of the module then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a statement stands in a module beside the notebook."""

    file: str
    line: int


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
    origin: Origin | None = None
    """Its place in a module, where cell and lines are those of the import."""

    def place(self, line: int = 1) -> Place:
        """Say where one of its own lines is, counted from 1. All lines of a function are where it is called."""
        first = self.origin.line if self.origin is not None else self.line
        return Place(self.cell, first + (0 if self.inside is not None else line - 1), self._file)

    def place_of(self, node: ast.expr | ast.stmt) -> Place:
        """Say where a part of its node is."""
        return Place(self.cell, node.lineno, self._file)

    @property
    def _file(self) -> str:
        return self.origin.file if self.origin is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The flat program of a notebook, in document order."""

    notebook: Notebook
    modules: Mapping[str, str] = field(default_factory=dict)
    """Texts of the modules beside the notebook, by the path under which they are imported."""
    statements: tuple[Statement, ...] = ()
    unparsable: tuple[Unparsable, ...] = ()
    untaken: tuple[Untaken, ...] = ()
    directives: tuple[Directive, ...] = ()
    methods: frozenset[str] = frozenset()
    """Functions that were methods of an object, and read or bind what it kept."""
    spelled: dict[str, str] = field(default_factory=dict)
    """How the notebook gets at what only the program has a name for; empty where it cannot."""
