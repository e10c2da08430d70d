"""Delimited text files, scanned without pandas: which columns, and which types pandas would give them.

The rules of `pandas.read_csv` are followed where they decide a type: the default missing-value words, whole numbers,
`True`/`False` columns. A file is scanned once, row by row, in constant memory but for the distinct values of text columns.
"""

import csv
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, repeat
from pathlib import Path

from promote.model.table import Column, ColumnType, Row, Spelling, Table

# pandas' own list (pandas.io.parsers: STR_NA_VALUES).
_MISSING = frozenset(
    [
        "",
        "#N/A",
        "#N/A N/A",
        "#NA",
        "-1.#IND",
        "-1.#QNAN",
        "-NaN",
        "-nan",
        "1.#IND",
        "1.#QNAN",
        "<NA>",
        "N/A",
        "NA",
        "NULL",
        "NaN",
        "None",
        "n/a",
        "nan",
        "null",
    ]
)
_BOOLEANS = frozenset(["True", "False", "TRUE", "FALSE", "true", "false"])
_NUMBERS = frozenset([ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.EMPTY])
_FIRST_OF_A_NUMBER = frozenset("0123456789+-.iInN")
_MOST_VALUES = 50
_MOST_ROWS = 500_000
_SPREAD = 200
_ROWS_OF_A_VALUE = 25
_RUNS = re.compile(r"(?P<digits>\d+)|[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The arguments of `read_csv` that decide how a file is split."""

    separator: str = ","
    encoding: str = "utf-8"
    header: bool = True
    names: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    index: frozenset[str | int] = frozenset()
    """Columns, by name or position, that become the index."""
    only: frozenset[str | int] | None = None
    """Columns, by name or position, that are read; all of them where there is no such list."""

    def reads(self, position: int, name: str) -> bool:
        """Whether a column is one of the frame."""
        given = {position, name}
        return not given & self.index and (self.only is None or bool(given & self.only))


@dataclass(slots=True)
class _Scan:
    """What has been seen of one column so far."""

    name: str
    kinds: dict[ColumnType, Row] = field(default_factory=dict)
    """Each kind of value, taken alone, with the first row that has it."""
    values: dict[str, list[Row]] | None = field(default_factory=dict)
    """The first rows of each distinct value."""
    minimum: float = math.inf
    maximum: float = -math.inf
    spelling: Spelling | None = None
    shape: str = ""

    def add(self, text: str, missing: frozenset[str], row: Row) -> None:
        if text in missing:
            self.kinds.setdefault(ColumnType.EMPTY, row)
            return
        first = not self.kinds.keys() - {ColumnType.EMPTY}
        kind = _kind(text)
        self.kinds.setdefault(kind, row)
        if self.kinds.keys() <= _NUMBERS:
            value = float(text)
            self.minimum, self.maximum = min(self.minimum, value), max(self.maximum, value)
        else:
            self._add_form(text, first=first)
        if self.values is not None:
            rows = self.values.setdefault(text, [])
            if len(rows) < _ROWS_OF_A_VALUE:
                rows.append(row)
            if len(self.values) > _MOST_VALUES:
                self.values = None

    def _add_form(self, text: str, *, first: bool) -> None:
        """Follow how texts are written for as long as all of them are written alike, with digits in them."""
        if first:
            self.shape, self.spelling = _shape(text), _spelling(text)
            return
        if self.shape and self.shape != _shape(text):
            self.shape = ""
        if self.spelling is not None and self.spelling is not _spelling(text):
            self.spelling = None

    def column(self) -> Column:
        kind = self._type()
        numeric = kind in {ColumnType.INTEGER, ColumnType.NUMBER}
        return Column(
            name=self.name,
            type=kind,
            nullable=ColumnType.EMPTY in self.kinds,
            values=tuple(sorted(self.values)) if self.values and kind is ColumnType.TEXT else None,
            minimum=self.minimum if numeric else None,
            maximum=self.maximum if numeric else None,
            shown=tuple(sorted(self._rows(), key=lambda row: row.number)),
            telling=tuple(self._telling(kind)),
            distinct=len(self.values) if self.values is not None else None,
            spelling=self.spelling if kind is ColumnType.TEXT else None,
            shape=self.shape if kind is ColumnType.TEXT else "",
        )

    def _rows(self) -> Iterator[Row]:
        return chain.from_iterable((self.values or {}).values())

    def _type(self) -> ColumnType:
        kinds = self.kinds.keys() - {ColumnType.EMPTY}
        if not kinds:
            return ColumnType.EMPTY
        if len(kinds) == 1 and self.kinds.keys() != {ColumnType.EMPTY, ColumnType.INTEGER}:
            return next(iter(kinds))
        return ColumnType.NUMBER if kinds <= _NUMBERS else ColumnType.TEXT

    def _telling(self, type_: ColumnType) -> Iterator[Row]:
        """Yield the rows without which the others would be given another type."""
        for kind, row in self.kinds.items():
            alone = len(self.kinds.keys() - {ColumnType.EMPTY}) == 1
            if kind is ColumnType.EMPTY or (not alone and (kind is type_ or type_ not in self.kinds)):
                yield row


def read_table(path: Path, dialect: Dialect) -> Table | None:
    """Scan a delimited file, at most its first 500,000 rows. `None` if it is not one that can be read as text."""
    try:
        with path.open(encoding=dialect.encoding, newline="") as stream:
            return scan_table(stream, dialect)
    except (OSError, UnicodeError, LookupError, csv.Error):
        return None


def scan_table(lines: Iterable[str], dialect: Dialect) -> Table | None:
    """Scan lines of delimited text. `None` if there is no header or no row."""
    stream = iter(lines)
    rows = _records(stream, dialect)
    first = next(rows, None)
    if first is None:
        return None
    header_text, header = first
    body = rows if dialect.header else _chain(first, rows)
    names = list(dialect.names) or (_unique(header) if dialect.header else [str(n) for n in range(len(header))])
    # pandas takes the extra leading column of a longer row as the index; such files are rare and not handled.
    scans = [_Scan(name) for name in names]
    missing = _MISSING | dialect.missing
    spread: list[Row] = []
    count, stride = 0, 1
    for text, cells in body:
        if not text.strip():
            continue
        count += 1
        row = Row(number=count, text=text, cells=tuple(cells))
        # A short row misses the values at its end.
        for scan, cell in zip(scans, chain(cells, repeat("")), strict=False):
            scan.add(cell, missing, row)
        if count % stride == 0:
            spread.append(row)
            if len(spread) > 2 * _SPREAD:
                # Keep every other row: an even spread whatever the length of the file.
                spread, stride = spread[1::2], stride * 2
        if count >= _MOST_ROWS:
            break
    if not count:
        return None
    return Table(
        columns=tuple(
            replace(scan.column(), read=dialect.reads(position, scan.name)) for position, scan in enumerate(scans)
        ),
        rows=count,
        header=header_text if dialect.header else "",
        spread=tuple(spread),
        separator=dialect.separator,
        missing=missing,
        numbered=not dialect.header and not dialect.names,
    )


def _kind(text: str) -> ColumnType:
    """Say which type a column of this one value would have.

    >>> _kind("12"), _kind("1e3"), _kind("1_000"), _kind("True")
    (<ColumnType.INTEGER: 'integer'>, <ColumnType.NUMBER: 'number'>, <ColumnType.TEXT: 'text'>, <ColumnType.BOOLEAN: 'boolean'>)
    """
    if text in _BOOLEANS:
        return ColumnType.BOOLEAN
    # Python takes more for a number than pandas does: `1_000`, and the digits of other scripts.
    if text.lstrip()[:1] not in _FIRST_OF_A_NUMBER or not text.isascii() or "_" in text:
        return ColumnType.TEXT
    try:
        float(text)
    except ValueError:
        return ColumnType.TEXT
    return ColumnType.INTEGER if text.strip().lstrip("+-").isdigit() else ColumnType.NUMBER


def _shape(text: str) -> str:
    """Spell a text with `9` for a run of digits and `a` for one of letters; empty where it has no digits.

    >>> _shape("31/1/2024 10:15"), _shape("female")
    ('9/9/9 9:9', '')
    """
    return _RUNS.sub(lambda run: "9" if run["digits"] else "a", text) if any(map(str.isdigit, text)) else ""


def _spelling(text: str) -> Spelling | None:
    """Say whether Python would write a point in time as it stands."""
    try:
        if len(text) == len("2024-01-31"):
            return Spelling.DAY if str(date.fromisoformat(text)) == text else None
        return Spelling.MOMENT if str(datetime.fromisoformat(text)) == text else None
    except ValueError:
        return None


def _records(stream: Iterator[str], dialect: Dialect) -> Iterator[tuple[str, list[str]]]:
    """Yield each record with its own text, which spans several lines where a quoted cell does."""
    for line in stream:
        text = line
        while text.count('"') % 2:
            more = next(stream, None)
            if more is None:
                break
            text += more
        if not text.endswith("\n"):
            text += "\n"
        yield text, next(csv.reader((text,), delimiter=dialect.separator), [])


def _chain(first: tuple[str, list[str]], rest: Iterator[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    yield first
    yield from rest


def _unique(header: list[str]) -> list[str]:
    """Name columns as pandas does: `Unnamed: n` for none, `.1` for the second of a name."""
    names: list[str] = []
    for position, text in enumerate(header):
        name = text or f"Unnamed: {position}"
        if position == 0:
            name = name.removeprefix("\ufeff")
        copies = sum(1 for other in names if other == name or other.rsplit(".", 1)[0] == name)
        names.append(f"{name}.{copies}" if name in names else name)
    return names
