"""Reads files of records in chunks, and writes tables: CSV, Parquet and JSON lines.

Raises `ValueError` for a file that is no table.
"""

import csv
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from pyarrow.csv import CSVWriter
from pydantic_core import from_json, to_json

TYPES = {"boolean": pa.bool_(), "integer": pa.int64(), "number": pa.float64()}
"""Types of columns, by the type that a field has in JSON. Any other is found in the values."""


@dataclass(frozen=True)
class Chunk(ABC):
    """Some rows of a file, which go to another process as they are and are taken apart there."""

    size: int
    kinds: Mapping[str, str]
    """The fields that are asked for, each with its type in JSON."""

    @cached_property
    @abstractmethod
    def records(self) -> list[Any]:
        """The fields of each row, as JSON spells them; a text says why there are none."""

    @abstractmethod
    def row(self, index: int) -> Any:
        """Return a row as it was read."""

    @abstractmethod
    def table(self, chosen: Sequence[int]) -> pa.Table:
        """Return some of the rows with all their columns."""

    def objects(self, chosen: Sequence[int]) -> list[dict[str, Any]]:
        """Return the same as objects of JSON."""
        return self.table(chosen).to_pylist()


def read_csv(path: Path, kinds: Mapping[str, str], size: int) -> Iterator[Chunk]:
    """Find out which lines are so many rows: a cell may hold the end of a line."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines: list[str] = []
        rows = cells_of(noted(stream, lines))
        header = next(rows, [])
        if len(set(header)) < len(header):
            raise ValueError("two of its columns have the same name")
        lines.clear()
        while count := sum(1 for _ in islice(rows, size)):
            yield CSVChunk(count, kinds, header, lines.copy())
            lines.clear()


def noted(lines: Iterable[str], notes: list[str]) -> Iterator[str]:
    """Return the same lines, and note each that was taken."""
    for line in lines:
        notes.append(line)
        yield line


def cells_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """Return each row that is not blank."""
    reader = csv.reader(lines, strict=True)
    try:
        yield from filter(None, reader)
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} is no CSV: {error}") from error


@dataclass(frozen=True)
class CSVChunk(Chunk):
    """Each field is read as its kind wants it. An empty cell is null, and every other column is text."""

    header: Sequence[str]
    lines: Sequence[str]

    @cached_property
    def rows(self) -> list[list[str]]:
        """The cells of each row."""
        return list(cells_of(self.lines))

    @cached_property
    def columns(self) -> dict[str, Sequence[Any]]:
        """The values of each column; a torn row has none."""
        nothing = [""] * len(self.header)
        whole = (row if len(row) == len(self.header) else nothing for row in self.rows)
        return {
            name: parse(cells, self.kinds.get(name, "string"))
            for name, cells in zip(self.header, zip(*whole, strict=True), strict=True)
        }

    @cached_property
    def records(self) -> list[Any]:
        """The fields of each row, unless it is torn."""
        records: list[Any] = fields(self.columns, self.kinds)
        for index, row in enumerate(self.rows):
            if len(row) != len(self.header):
                records[index] = f"it has {len(row)} cells, and the header {len(self.header)}"
        return records

    def row(self, index: int) -> Any:
        """Return the cells of a row with their names, as far as it has as many."""
        row = self.rows[index]
        return dict(zip(self.header, row, strict=True)) if len(row) == len(self.header) else row

    def table(self, chosen: Sequence[int]) -> pa.Table:
        """Return some of the rows with all their columns."""
        return tabulate(self.columns, self.kinds, chosen)


def parse(cells: Sequence[str], kind: str) -> Sequence[Any]:
    """Return what cells stand for. One that cannot be of this kind stays a text."""
    if kind not in PARSERS:
        return [cell or None for cell in cells] if "" in cells else cells
    parser = PARSERS[kind]
    try:
        return [parser(cell) if cell else None for cell in cells]
    except (ValueError, KeyError):
        if len(cells) > 1:
            return [value for cell in cells for value in parse([cell], kind)]
        return cells


def whole_number(cell: str) -> int | float:
    """Read an integer, also one that was written as a float: pandas does that in a column with nulls."""
    try:
        return int(cell)
    except ValueError:
        value = float(cell)
        return int(value) if value.is_integer() else value


PARSERS: dict[str, Callable[[str], Any]] = {
    "integer": whole_number,
    "number": float,
    "boolean": lambda cell: {"true": True, "false": False}[cell.lower()],
}


def read_parquet(path: Path, kinds: Mapping[str, str], size: int) -> Iterator[Chunk]:
    """Read so many rows at a time."""
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(size):
            yield ParquetChunk(len(batch), kinds, pa.Table.from_batches([batch]))


@dataclass(frozen=True)
class ParquetChunk(Chunk):
    """Fields are as JSON would have them, and all columns as they are."""

    rows: pa.Table

    @cached_property
    def records(self) -> list[Any]:
        """The fields of each row."""
        columns = {
            name: spell(self.rows[name], kind)
            for name, kind in self.kinds.items()
            if name in self.rows.column_names
        }
        return fields(columns, self.kinds)

    def row(self, index: int) -> Any:
        """Return one row."""
        return self.rows.slice(index, 1).to_pylist()[0]

    def table(self, chosen: Sequence[int]) -> pa.Table:
        """Return some of the rows."""
        return self.rows.take(pa.array(chosen, pa.int64()))


def spell(column: pa.ChunkedArray, kind: str) -> list[Any]:
    """Return the values of a column, dates as texts, and integers also where it holds floats."""
    values = column.to_pylist()
    if pa.types.is_temporal(column.type):
        return [value and str(value).removesuffix(" 00:00:00") for value in values]
    if pa.types.is_floating(column.type) and kind == "integer":
        return [int(each) if each is not None and each.is_integer() else each for each in values]
    return values


def read_jsonl(path: Path, kinds: Mapping[str, str], size: int) -> Iterator[Chunk]:
    """Read so many lines at a time that are not blank."""
    with path.open("rb") as stream:
        filled = filter(bytes.strip, stream)
        while lines := list(islice(filled, size)):
            yield JSONLinesChunk(len(lines), kinds, lines)


@dataclass(frozen=True)
class JSONLinesChunk(Chunk):
    """Each line is read as a request is."""

    lines: Sequence[bytes]

    @cached_property
    def rows(self) -> list[Any]:
        """What each line holds."""
        return [from_line(line) for line in self.lines]

    @cached_property
    def records(self) -> list[Any]:
        """The fields of each row."""
        return [
            self.fields_of(row) if isinstance(row, dict) else "it is no JSON object"
            for row in self.rows
        ]

    def fields_of(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return what is asked for of a row, which is often all of it."""
        if row.keys() <= self.kinds.keys():
            return row
        return {name: row[name] for name in self.kinds if name in row}

    def row(self, index: int) -> Any:
        """Return what a line holds."""
        return self.rows[index]

    def table(self, chosen: Sequence[int]) -> pa.Table:
        """Return some of the rows with every column that one of them has."""
        return tabulate(columns_of(self.objects(chosen)), self.kinds, range(len(chosen)))

    def objects(self, chosen: Sequence[int]) -> list[dict[str, Any]]:
        """Return some of the rows as they are."""
        return [self.rows[index] for index in chosen]


def from_line(line: bytes) -> Any:
    """Return what a line holds, or the line itself if that is no JSON."""
    try:
        return from_json(line)
    except ValueError:
        return line.decode(errors="replace")


def fields(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the fields of each row."""
    names = [name for name in kinds if name in columns]
    if not names:
        raise ValueError(f"it has none of the columns {', '.join(kinds)}")
    rows = zip(*(columns[name] for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def columns_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return every column that one of the rows has."""
    names = dict.fromkeys(chain.from_iterable(rows))
    return {name: [row.get(name) for row in rows] for name in names}


def tabulate(
    columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str], chosen: Sequence[int]
) -> pa.Table:
    """Return some rows of columns as a table."""
    arrays = {}
    for name, values in columns.items():
        kept = values if len(chosen) == len(values) else [values[row] for row in chosen]
        try:
            arrays[name] = pa.array(kept, TYPES.get(kinds.get(name, "")))
        except (pa.ArrowException, OverflowError) as error:
            raise ValueError(f"its column `{name}` has no one type: {error}") from error
    return pa.table(arrays)


def to_line(row: Any) -> bytes:
    """Return one line of JSON, in which a number that is none is null."""
    return to_json(row, inf_nan_mode="null") + b"\n"


READERS = {".csv": read_csv, ".parquet": read_parquet, ".jsonl": read_jsonl}
WRITERS = {".csv": CSVWriter, ".parquet": parquet.ParquetWriter}
"""By the end of a file's name. Lines of JSON need no writer."""
