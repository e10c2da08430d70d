"""Reads files of records in chunks, and writes tables: CSV, Parquet and JSON lines.

Raises `ValueError` for a file that is no table.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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
class Chunk:
    """Some rows of a file."""

    records: list[Any]
    """Of each row the fields that were asked for, as JSON spells them; a text says why there are none."""
    row: Callable[[int], Any]
    """Returns a row as it was read."""
    table: Callable[[list[int]], pa.Table]
    """Returns some of the rows with all their columns."""


def read_csv(path: Path, kinds: Mapping[str, str], size: int) -> Iterator[Chunk]:
    """Read each field as its kind wants it. An empty cell is null, and every other column is text."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = cells_of(stream)
        header = next(lines, [])
        if len(set(header)) < len(header):
            raise ValueError("two of its columns have the same name")
        while rows := list(islice(lines, size)):
            torn = [index for index, row in enumerate(rows) if len(row) != len(header)]
            whole = list(rows)
            for index in torn:
                whole[index] = [""] * len(header)
            columns = {
                name: parse(cells, kinds.get(name, "string"))
                for name, cells in zip(header, zip(*whole, strict=True), strict=True)
            }
            records: list[Any] = fields(columns, kinds)
            for index in torn:
                records[index] = f"it has {len(rows[index])} cells, and the header {len(header)}"
                whole[index] = rows[index]
            yield Chunk(records, partial(named, header, whole), partial(tabulate, columns, kinds))


def cells_of(stream: Iterable[str]) -> Iterator[list[str]]:
    """Return each row that is not blank."""
    reader = csv.reader(stream, strict=True)
    try:
        yield from filter(None, reader)
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} is no CSV: {error}") from error


def parse(cells: Sequence[str], kind: str) -> Sequence[Any]:
    """Return what cells stand for. One that cannot be of this kind stays a text."""
    if kind not in PARSERS:
        return [cell or None for cell in cells] if "" in cells else cells
    values: list[Any] = []
    for cell in cells:
        try:
            values.append(PARSERS[kind](cell) if cell else None)
        except (ValueError, KeyError):
            values.append(cell)
    return values


def whole_number(cell: str) -> int | float:
    """Read an integer, also one that was written as a float: pandas does that in a column with nulls."""
    value = float(cell)
    if cell.lstrip("-").isdecimal():
        return int(cell)
    return int(value) if value.is_integer() else value


PARSERS: dict[str, Callable[[str], Any]] = {
    "integer": whole_number,
    "number": float,
    "boolean": lambda cell: {"true": True, "false": False}[cell.lower()],
}


def named(header: Sequence[str], rows: Sequence[Sequence[str]], index: int) -> Any:
    """Return a row of cells with their names, as far as it has as many."""
    row = rows[index]
    return dict(zip(header, row, strict=True)) if len(row) == len(header) else row


def read_parquet(path: Path, kinds: Mapping[str, str], size: int) -> Iterator[Chunk]:
    """Read fields as JSON would have them, and all columns as they are."""
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(size):
            table = pa.Table.from_batches([batch])
            known = [name for name in kinds if name in table.column_names]
            columns = {name: spell(table[name], kinds[name]) for name in known}
            yield Chunk(fields(columns, kinds), partial(row_of, table), partial(take, table))


def spell(column: pa.ChunkedArray, kind: str) -> list[Any]:
    """Return the values of a column, dates as texts, and integers also where it holds floats."""
    values = column.to_pylist()
    if pa.types.is_temporal(column.type):
        return [value and str(value).removesuffix(" 00:00:00") for value in values]
    if pa.types.is_floating(column.type) and kind == "integer":
        return [int(each) if each is not None and each.is_integer() else each for each in values]
    return values


def row_of(table: pa.Table, index: int) -> Any:
    """Return one row of a table."""
    return table.slice(index, 1).to_pylist()[0]


def take(table: pa.Table, rows: Sequence[int]) -> pa.Table:
    """Return some rows of a table."""
    return table.take(pa.array(rows, pa.int64()))


def read_jsonl(path: Path, kinds: Mapping[str, str], size: int) -> Iterator[Chunk]:
    """Read a record from each line that is not blank, as from a request."""
    with path.open("rb") as stream:
        lines = filter(bytes.strip, stream)
        while chunk := [from_line(line) for line in islice(lines, size)]:
            records = [
                {name: row[name] for name in kinds if name in row}
                if isinstance(row, dict)
                else "it is no JSON object"
                for row in chunk
            ]
            yield Chunk(records, chunk.__getitem__, partial(tabulate_rows, chunk, kinds))


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


def tabulate(
    columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str], rows: Sequence[int]
) -> pa.Table:
    """Return some rows of columns as a table."""
    arrays = {}
    for name, values in columns.items():
        chosen = values if len(rows) == len(values) else [values[row] for row in rows]
        try:
            arrays[name] = pa.array(chosen, TYPES.get(kinds.get(name, "")))
        except (pa.ArrowException, OverflowError) as error:
            raise ValueError(f"its column `{name}` has no one type: {error}") from error
    return pa.table(arrays)


def tabulate_rows(
    rows: Mapping[int, Any] | Sequence[Any], kinds: Mapping[str, str], chosen: Sequence[int]
) -> pa.Table:
    """Return some of many rows as a table with every column that one of them has."""
    kept = [rows[index] for index in chosen]
    names = dict.fromkeys(chain.from_iterable(kept))
    columns = {name: [row.get(name) for row in kept] for name in names}
    return tabulate(columns, kinds, range(len(kept)))


class JSONLinesWriter:
    """Writes tables like the writers of Arrow: one line for each row."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.stream = path.open("wb")
        self.close = self.stream.close

    def write_table(self, table: pa.Table) -> None:
        """Write all rows of a table."""
        self.stream.writelines(to_line(row) for row in table.to_pylist())


def to_line(row: Any) -> bytes:
    """Return one line of JSON, in which a number that is none is null."""
    return to_json(row, inf_nan_mode="null") + b"\n"


READERS = {".csv": read_csv, ".parquet": read_parquet, ".jsonl": read_jsonl}
WRITERS = {".csv": CSVWriter, ".parquet": parquet.ParquetWriter, ".jsonl": JSONLinesWriter}
"""By the end of a file's name."""
