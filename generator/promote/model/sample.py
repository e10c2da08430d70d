"""The part of a data file that a project keeps for its tests.

Sample   = text rows example replaced
Replaced = column kind inside
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A column whose personal values were replaced by made-up ones of the same form."""

    column: str
    kind: str
    """What the values are, in words: `e-mail addresses`."""
    inside: bool = False
    """They stand inside longer texts, of which the rest was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Some rows of a table as text, and the first of them that misses the least, as the example of a record."""

    text: str
    rows: int
    of: int
    """Rows of the file, as far as it was read."""
    example: tuple[str, ...]
    replaced: tuple[Replaced, ...] = ()
    hidden: frozenset[str] = frozenset()
    """The values that were replaced. They never leave the compiler."""
