"""What an expression is while tables are taken apart into columns.

Value  = Frame | Column | Dummies | Scalar
Frame  = entries is_array
Column = kind node nullable texts

A node is an expression of the code to be written. Numbers and flags are arrays there, texts are lists with `None` for what
is missing.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

PLACE = "__state_"
"""A state stands as a name with this in front, until the text is written. No column and no variable begins so."""


class Unsupported(Exception):
    """A statement that stays as it is."""


class Kind(StrEnum):
    """What the values of a column are."""

    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    UNKNOWN = "unknown"
    """A column that no request has, or whose values no array holds. It can be dropped, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a frame."""

    kind: Kind
    node: ast.expr
    nullable: bool = False
    texts: tuple[str | float, ...] = ()
    """All values that a column of texts can have, if the contract knows them."""
    leaf: str = ""
    """The field of a record that it is, untouched."""
    is_bool: bool = False
    """That field is true or false, which pandas counts among neither numbers nor texts."""


UNKNOWN = Column(kind=Kind.UNKNOWN, node=ast.Constant(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dummies:
    """One column of zeros and ones for each category, which only training knows."""

    column: Column
    categories: ast.expr
    named: bool = True
    """Their names are texts. The model cannot know names if some are numbers."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Columns in their order, each under its name; dummies have names that only training knows."""

    entries: tuple[tuple[str, Column | Dummies], ...]
    is_array: bool = False

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns that have names."""
        return {name: entry for name, entry in self.entries if isinstance(entry, Column)}

    @property
    def is_open(self) -> bool:
        """Whether it has columns that only training can name."""
        return any(isinstance(entry, Dummies) for _, entry in self.entries)

    def column(self, name: object) -> Column:
        """Find a column. Raises `Unsupported` if there is none."""
        if name not in self.columns:
            raise Unsupported
        return self.columns[str(name)]

    def with_column(self, name: str, column: Column) -> "Frame":
        """Put a column in its place, or behind all others."""
        if name in self.columns:
            entries = tuple((each, column if each == name else entry) for each, entry in self.entries)
        else:
            entries = (*self.entries, (name, column))
        return Frame(entries=entries, is_array=self.is_array)

    def without(self, names: tuple[str, ...], *, missing: bool = False) -> "Frame":
        """Drop columns. Raises `Unsupported` for one that is not there, unless it may be `missing`."""
        if not missing and not set(names) <= self.columns.keys():
            raise Unsupported
        if missing and self.is_open and not set(names) <= self.columns.keys():
            raise Unsupported
        return Frame(
            entries=tuple(each for each in self.entries if each[0] not in names or isinstance(each[1], Dummies))
        )

    def only(self, names: tuple[str, ...]) -> "Frame":
        """Pick columns, in the order of their names."""
        return Frame(entries=tuple((name, self.column(name)) for name in names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value for all rows: from the text of the notebook, or learned in training."""

    node: ast.expr
    known: bool = False
    value: object = None


Value = Frame | Column | Dummies | Scalar


@dataclass(frozen=True, slots=True)
class Line:
    """`target = value`, to be written."""

    target: str
    value: ast.expr
    is_any: bool = False
    """Its type is more than a type checker can work out."""
