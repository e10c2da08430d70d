"""Delimited text files, scanned without pandas: which columns, and which types pandas would give them.

The rules of `pandas.read_csv` are followed where they decide a type: the default missing-value words, whole numbers,
`True`/`False` columns. A file is scanned once, row by row, in constant memory but for the distinct values of text columns.
"""

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path

from promote.model.table import Column, ColumnType, Table

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
_MOST_VALUES = 50
_MOST_ROWS = 500_000
_SAMPLE_ROWS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The arguments of `read_csv` that decide how a file is split."""

    separator: str = ","
    encoding: str = "utf-8"
    header: bool = True
    names: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Scan:
    """What has been seen of one column so far."""

    name: str
    integer: bool = True
    number: bool = True
    boolean: bool = True
    seen: bool = False
    nullable: bool = False
    values: set[str] | None = field(default_factory=set)
    minimum: float = math.inf
    maximum: float = -math.inf

    def add(self, text: str, missing: frozenset[str]) -> None:
        if text in missing:
            self.nullable = True
            return
        self.seen = True
        self.boolean = self.boolean and text in {"True", "False", "TRUE", "FALSE", "true", "false"}
        if self.number:
            self._add_number(text)
        if self.values is not None:
            self.values.add(text)
            if len(self.values) > _MOST_VALUES:
                self.values = None

    def _add_number(self, text: str) -> None:
        # Python takes more for a number than pandas does: `1_000`, and the digits of other scripts.
        plain = text.isascii() and "_" not in text
        try:
            value = float(text if plain else "a word")
        except ValueError:
            self.number = self.integer = False
            return
        self.integer = self.integer and text.strip().lstrip("+-").isdigit()
        self.minimum, self.maximum = min(self.minimum, value), max(self.maximum, value)

    def column(self) -> Column:
        kind = self._type()
        numeric = kind in {ColumnType.INTEGER, ColumnType.NUMBER}
        return Column(
            name=self.name,
            type=kind,
            nullable=self.nullable,
            values=tuple(sorted(self.values)) if self.values and kind is ColumnType.TEXT else None,
            minimum=self.minimum if numeric else None,
            maximum=self.maximum if numeric else None,
        )

    def _type(self) -> ColumnType:
        if not self.seen:
            return ColumnType.EMPTY
        if self.boolean:
            return ColumnType.BOOLEAN
        if self.integer and not self.nullable:
            return ColumnType.INTEGER
        return ColumnType.NUMBER if self.number else ColumnType.TEXT


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
    sample: list[str] = [header_text] if dialect.header else []
    example: tuple[str, ...] = ()
    count, stride = 0, 1
    for text, cells in body:
        if not text.strip():
            continue
        count += 1
        # A short row misses the values at its end.
        for scan, cell in zip(scans, chain(cells, repeat("")), strict=False):
            scan.add(cell, missing)
        if not example or (any(cell in missing for cell in example) and not any(cell in missing for cell in cells)):
            example = tuple(cells)
        if count % stride == 0:
            sample.append(text)
            if len(sample) > 2 * _SAMPLE_ROWS:
                # Keep every other line: an even spread whatever the length of the file.
                start = 1 if dialect.header else 0
                sample, stride = sample[:start] + sample[start::2], stride * 2
        if count >= _MOST_ROWS:
            break
    if not count:
        return None
    return Table(
        columns=tuple(scan.column() for scan in scans),
        rows=count,
        sample="".join(sample),
        example=example,
        numbered=not dialect.header and not dialect.names,
    )


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
