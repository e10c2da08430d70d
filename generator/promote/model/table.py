"""A data file as it lies on disk, without pandas.

Table    = columns rows head spread separator missing
Column   = name type nullable values minimum maximum shown spelling cells
Type     = INTEGER | NUMBER | BOOLEAN | TEXT | EMPTY     (the types that `pandas.read_csv` would infer)
Spelling = DAY | MOMENT | a shape                        (how all texts of a column are written, where that is one way)
Cells    = TEXTS | DATES | MIXED | OTHER                 (what the cells of a text column are to pandas)
Row      = number text cells
"""

from dataclasses import dataclass
from enum import StrEnum

_MOST_KINDS = 20


class ColumnType(StrEnum):
    """The type that `pandas.read_csv` infers for a column without missing values."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"
    EMPTY = "empty"

    @property
    def python(self) -> str:
        """The Python type of a value."""
        match self:
            case ColumnType.INTEGER:
                return "int"
            case ColumnType.NUMBER | ColumnType.EMPTY:
                return "float"
            case ColumnType.BOOLEAN:
                return "bool"
            case ColumnType.TEXT:
                return "str"


class Spelling(StrEnum):
    """A text that pandas and Python read as the same point in time."""

    DAY = "day"
    """`2024-01-31`"""
    MOMENT = "moment"
    """`2024-01-31 10:15:00`"""


class Cells(StrEnum):
    """What the cells of a column of texts are to pandas. A file of text holds texts; a sheet knows more kinds."""

    TEXTS = "texts"
    DATES = "dates"
    MIXED = "mixed"
    """Numbers and texts."""
    OTHER = "other"
    """Something that no record can spell: times of day, durations, or dates among texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One data row: its number from 1, its text byte for byte, and its cells."""

    number: int
    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a scan of one column found."""

    name: str
    type: ColumnType
    nullable: bool
    values: tuple[str, ...] | None
    """Distinct values of a text column, sorted, or `None` where there are too many to list."""
    minimum: float | None = None
    maximum: float | None = None
    shown: tuple[Row, ...] = ()
    """The first rows of each distinct value, in the order of the file, or none where there are too many values."""
    telling: tuple[Row, ...] = ()
    """The first rows that show what the others hide: a value is missing, or is no number where the first one is."""
    distinct: int | None = None
    """Number of distinct values, or `None` where there are too many to count."""
    spelling: Spelling | None = None
    """How every text of the column spells a date, if they all do it in one way that ISO 8601 knows."""
    read: bool = True
    """The notebook reads it as a column: it is no index, and not left out."""
    shape: str = ""
    """The shape of every text, `9` for a run of digits and `a` for one of letters; empty if there is more than one shape."""
    cells: Cells = Cells.TEXTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns of a data file, the number of data rows scanned, and some of the rows."""

    columns: tuple[Column, ...]
    rows: int
    head: str
    """What stands above the rows, the line of names byte for byte; empty where there is nothing."""
    spread: tuple[Row, ...]
    """A few hundred rows, evenly spread over the file."""
    separator: str = ","
    """What stands between two cells of a row that is written anew."""
    quotes: bool = True
    """A cell may be quoted. Where separators are found by a pattern, a quote is a letter like any other."""
    is_text: bool = True
    """The file is text: some of its lines are a file of the same kind."""
    missing: frozenset[str] = frozenset()
    """Texts that stand for a missing value."""
    numbered: bool = False
    """The file has no header, and pandas names its columns by number."""

    @property
    def read(self) -> tuple[Column, ...]:
        """The columns of the frame that the notebook gets."""
        return tuple(column for column in self.columns if column.read)

    def column(self, name: str) -> Column | None:
        """Find a column of the frame by name."""
        return next((column for column in self.read if column.name == name), None)

    def is_category(self, column: Column) -> bool:
        """Whether a column has few values that come again and again: names of kinds rather than of single things."""
        return column.distinct is not None and column.distinct <= _MOST_KINDS and 2 * column.distinct <= self.rows
