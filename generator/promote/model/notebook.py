"""A notebook as it was read.

Notebook = name language python_version cells
Cell     = number kind source execution_count has_error printed
Kind     = CODE | MARKDOWN | RAW
"""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What a cell holds."""

    CODE = "code"
    MARKDOWN = "markdown"
    RAW = "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. `number` counts all cells from 1, as a reader does."""

    number: int
    kind: CellKind
    source: str
    execution_count: int | None = None
    has_error: bool = False
    printed: str = ""
    """What the cell printed when it was run, from its beginning: it may tell versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """The cells of a notebook in document order. `python_version` is `""` where the metadata does not tell."""

    name: str
    language: str
    python_version: str
    cells: tuple[Cell, ...]
