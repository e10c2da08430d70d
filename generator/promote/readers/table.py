"""Delimited text files, scanned without pandas: which columns, and which types pandas would give them.

The rules of `pandas.read_csv` are followed where they decide a type: the default missing-value words, whole numbers,
`True`/`False` columns. A file is scanned once, row by row, in constant memory but for the distinct values of text columns.
"""

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, islice, repeat
from pathlib import Path

from promote.model.table import Column, ColumnType, Row, Spelling, Table
from promote.readers.dialect import WHITESPACE, Dialect

# pandas' own list (pandas.io.parsers: STR_NA_VALUES).
MISSING = frozenset(
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
MOST_ROWS = 500_000
_SPREAD = 200
_ROWS_OF_A_VALUE = 25
_RUNS = re.compile(r"(?P<digits>\d+)|[^\W\d_]+")


@dataclass(slots=True)
class _Scan:
    """What has been seen of one column so far."""

    name: str
    given: ColumnType | None = None
    """The type that the notebook gives the column, if it does."""
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
        kind = _kind(text) if self.given is None else _kind_as(text, self.given)
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
    rows: Iterable[str] = islice(_records(iter(lines), dialect), dialect.skipped, None)
    if dialect.comment:
        rows = (_without_comment(row, dialect.comment) for row in rows)
    # Blanks alone make no row, unless they are separators.
    blanks = " \t\r\n".replace(dialect.separator, "")
    cells = _splitter(dialect)
    return scan_rows(((row, cells(row)) for row in rows if row.strip(blanks)), dialect)


def scan_rows(rows: Iterator[tuple[str, Sequence[str]]], dialect: Dialect) -> Table | None:
    """Scan rows, each as text and as cells, from that of the names on. `None` if there is no row, or a longer one first."""
    heading, header = next(islice(rows, dialect.header or 0, None), ("", ()))
    if not header:
        return None
    names = list(dialect.names) or _named(header, dialect)
    body = rows if dialect.header is not None else chain([(heading, header)], rows)
    first = next(body, None)
    # pandas takes what a row has more of than the names for an index, and shifts the names.
    if first is None or len(first[1]) > len(names):
        return None
    scans = [_Scan(name, dialect.type_of(position, name)) for position, name in enumerate(names)]
    missing = MISSING | dialect.missing
    spread: list[Row] = []
    count, stride = 0, 1
    for text, cells in chain([first], body):
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
        if count >= MOST_ROWS:
            break
    return Table(
        columns=tuple(
            replace(scan.column(), read=dialect.reads(position, scan.name)) for position, scan in enumerate(scans)
        ),
        rows=count,
        head=_head(heading, dialect),
        spread=tuple(spread),
        separator=dialect.written,
        quotes=dialect.quotes,
        missing=missing,
        numbered=dialect.is_numbered,
    )


def _named(header: Sequence[str], dialect: Dialect) -> list[str]:
    return _unique(header) if dialect.header is not None else [str(number) for number in range(len(header))]


def _head(heading: str, dialect: Dialect) -> str:
    """What must stand above rows for the notebook to find them: as many lines as it skips, and that of the names."""
    # Nobody knows what stands in lines that nobody reads, so they are blank, or the names once more.
    return "\n" * dialect.skipped + (heading * (dialect.header + 1) if dialect.header is not None else "")


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


def _kind_as(text: str, given: ColumnType) -> ColumnType:
    """Say the same of a column that is given a type: texts stay texts, and whole numbers may be none."""
    kind = ColumnType.TEXT if given is ColumnType.TEXT else _kind(text)
    return ColumnType.NUMBER if given is ColumnType.NUMBER and kind is ColumnType.INTEGER else kind


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


def _records(stream: Iterator[str], dialect: Dialect) -> Iterator[str]:
    """Yield the text of each record, which spans several lines where a quoted cell does."""
    comment = dialect.comment
    for line in stream:
        text = line
        while dialect.quotes and (_uncommented(text, comment) if comment else text).count('"') % 2:
            more = next(stream, None)
            if more is None:
                break
            text += more
        yield text if text.endswith("\n") else f"{text}\n"


def _without_comment(text: str, comment: str) -> str:
    """A record as it would stand without its comment."""
    kept = _uncommented(text, comment)
    return text if kept == text else f"{kept}\n"


def _uncommented(text: str, comment: str) -> str:
    """A text up to the first character of a comment that is not quoted."""
    parts = text.split(comment)
    for count in range(1, len(parts)):
        kept = comment.join(parts[:count])
        if not kept.count('"') % 2:
            return kept
    return text


def _splitter(dialect: Dialect) -> Callable[[str], list[str]]:
    """Return what takes a record apart."""
    separator, trims = dialect.separator, dialect.trims
    if dialect.is_pattern:
        pattern = re.compile(separator)
        return lambda text: pattern.split(text.strip())
    if separator == WHITESPACE:
        return _words if dialect.quotes else str.split
    if not dialect.quotes:
        return lambda text: text.rstrip("\r\n").split(separator)
    return lambda text: next(csv.reader((text,), delimiter=separator, skipinitialspace=trims), [])


def _words(text: str) -> list[str]:
    if '"' not in text:
        return text.split()
    return next(csv.reader((text.strip().replace("\t", " "),), delimiter=" ", skipinitialspace=True), [])


def _unique(header: Sequence[str]) -> list[str]:
    """Name columns as pandas does: `Unnamed: n` for none, `.1` for the second of a name."""
    names: list[str] = []
    for position, text in enumerate(header):
        name = text or f"Unnamed: {position}"
        if position == 0:
            name = name.removeprefix("\ufeff")
        copies = sum(1 for other in names if other == name or other.rsplit(".", 1)[0] == name)
        names.append(f"{name}.{copies}" if name in names else name)
    return names
