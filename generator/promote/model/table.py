"""A data file as it lies on disk, without pandas.

Table  = columns rows sample
Column = name type nullable values minimum maximum
Type   = INTEGER | NUMBER | BOOLEAN | TEXT | EMPTY     (the types that `pandas.read_csv` would infer)
"""

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """The type that `pandas.read_csv` infers for a column without missing values."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"
    EMPTY = "empty"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns of a data file, the number of data rows scanned, and its first and evenly spread lines as text."""

    columns: tuple[Column, ...]
    rows: int
    sample: str
    """Header and at most a few hundred data lines, byte for byte as in the file."""
    example: tuple[str, ...]
    """The cells of the first complete data row, as text, one for each column."""
    numbered: bool = False
    """The file has no header, and pandas names its columns by number."""

    def column(self, name: str) -> Column | None:
        """Find a column by name."""
        return next((column for column in self.columns if column.name == name), None)
