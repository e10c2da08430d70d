"""The arguments of pandas' readers, as far as they decide which columns a table has and of which types these are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from promote.model.table import ColumnType

WHITESPACE = r"\s+"
"""The separator that means any run of blanks and tabs."""
_BLANKS = r"(?:(?: |\\s)[*+]?)*"
_PATTERN = re.compile(rf"{_BLANKS}(?:\\?[,;|]|\\t|[:;,#@~]{{2,}}){_BLANKS}")
"""Patterns that stand between cells in real files; those that could take for ever are none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a table is read."""

    separator: str = ","
    """One character, `WHITESPACE`, or a regular expression."""
    encoding: str = "utf-8"
    header: int | None = 0
    """The row of names, counted behind what is skipped; `None` where there is none."""
    skipped: int = 0
    """Lines that are skipped first."""
    comment: str = ""
    """The character from which on a line says nothing; empty if there is none."""
    trims: bool = False
    """Blanks behind a separator are no part of the cell."""
    is_quoted: bool = True
    """Quotes are more than letters like others."""
    names: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    index: frozenset[str | int] = frozenset()
    """Columns, by name or position, that become the index."""
    only: frozenset[str | int] | None = None
    """Columns, by name or position, that are read; all of them where there is no such list."""
    types: Mapping[str | int, ColumnType] = field(default_factory=dict)
    """Columns, by name or position, that are given a type, whatever is in them."""
    every: ColumnType | None = None
    """The type that every column is given."""
    sheet: str | int | None = None
    """Of a workbook, the sheet by name or position; `None` for a file of text."""

    def reads(self, position: int, name: str) -> bool:
        """Whether a column is one of the frame."""
        given = {position, name}
        return not given & self.index and (self.only is None or bool(given & self.only))

    def type_of(self, position: int, name: str) -> ColumnType | None:
        """The type that a column is given, if it is."""
        return self.types.get(name) or self.types.get(position) or self.every

    @property
    def is_pattern(self) -> bool:
        """Whether the separator is a regular expression."""
        return len(self.separator) > 1 and self.separator != WHITESPACE

    @property
    def quotes(self) -> bool:
        """Whether a cell in quotes may hold separators and ends of lines: beside a pattern, it may not."""
        return self.is_quoted and not self.is_pattern

    @property
    def is_numbered(self) -> bool:
        """Whether pandas names the columns by numbers."""
        return self.header is None and not self.names

    @property
    def written(self) -> str:
        r"""What to put between cells so that they are found again.

        >>> Dialect(separator=r"\s+").written, Dialect(separator=" *, *").written, Dialect(separator=r",\s+").written
        (' ', ',', ', ')
        """
        if not self.is_pattern:
            return " " if self.separator == WHITESPACE else self.separator
        needed = re.sub(r"(?: |\\s)\*", "", self.separator)
        return re.sub(r"(?: |\\s)\+?", " ", needed).replace(r"\t", "\t").replace("\\", "")


def is_separator(text: str) -> bool:
    r"""Whether cells can be told apart by a separator without pandas.

    >>> [is_separator(each) for each in (";", r"\s+", ", ", r",\s*", "::", "a|b", "")]
    [True, True, True, True, True, False, False]
    """
    return len(text) == 1 or text == WHITESPACE or _PATTERN.fullmatch(text) is not None
