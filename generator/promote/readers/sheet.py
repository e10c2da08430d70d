"""Sheets of workbooks (`.xlsx`, `.xls`, `.ods`), scanned like delimited text: cells are spelled as pandas would show them.

What a sheet tells beyond text, that a cell is a number, a date or a truth value, decides as it does for pandas.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from promote.model.table import Cells, Column, ColumnType, Table
from promote.readers.dialect import Dialect
from promote.readers.table import MOST_ROWS, scan_rows

Cell = float | str | bool | date | datetime | time | timedelta
"""A number, text, truth value or point in time; an empty text where there is nothing."""


def read_sheet(path: Path, dialect: Dialect) -> Table | None:
    """Scan a sheet, at most its first 500,000 rows. `None` if there is none, or its columns are not named by texts."""
    rows = _trimmed(_rows(path, dialect))
    first = dialect.skipped + (dialect.header + 1 if dialect.header is not None else 0)
    named = rows[first - 1 : first] if dialect.header is not None and not dialect.names else []
    if not rows[first:] or any(not isinstance(cell, str) for row in named for cell in row):
        return None
    columns = [frozenset(map(_kind, column)) for column in zip(*rows[first:], strict=True)]
    table = scan_rows(_spelled(rows[dialect.skipped :], columns), dialect)
    if table is None:
        return None
    return replace(
        table,
        columns=tuple(
            column if dialect.type_of(position, column.name) else replace(column, cells=_cells(column, kinds))
            for position, (column, kinds) in enumerate(zip(table.columns, columns, strict=False))
        ),
        is_text=False,
    )


def _rows(path: Path, dialect: Dialect) -> list[list[Cell]]:
    # Only a notebook with a workbook needs this: it is a library of its own.
    from python_calamine import CalamineError, load_workbook

    try:
        with load_workbook(str(path)) as book:
            sheet = (
                book.get_sheet_by_name(dialect.sheet)
                if isinstance(dialect.sheet, str)
                else book.get_sheet_by_index(dialect.sheet or 0)
            )
            return sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    except (CalamineError, OSError, ValueError, IndexError):
        return []


def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Leave out what is empty below and beside the cells: a format alone makes no row."""
    height = max((number for number, row in enumerate(rows, 1) if any(cell != "" for cell in row)), default=0)
    width = max((number for row in rows for number, cell in enumerate(row, 1) if cell != ""), default=0)
    return [row[:width] for row in rows[:height]]


def _kind(cell: Cell) -> type | None:
    """What a cell is to pandas; a day is the moment at which it begins."""
    if cell == "":
        return None
    return datetime if isinstance(cell, date) else type(cell)


def _cells(column: Column, kinds: frozenset[type | None]) -> Cells:
    """What the cells of a column are together."""
    kinds -= {None}
    if kinds >= {bool, str}:
        return Cells.OTHER
    if column.type is not ColumnType.TEXT or kinds <= {str}:
        return Cells.TEXTS
    if kinds == {datetime}:
        return Cells.DATES
    return Cells.MIXED if kinds <= {float, str} else Cells.OTHER


def _spelled(
    rows: Sequence[Sequence[Cell]], columns: Sequence[frozenset[type | None]]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each row as text, and as the texts of its cells."""
    # Truth values are numbers to pandas as soon as one is missing, or is a number.
    truths = [str if kinds == {bool} or str in kinds else int for kinds in columns]
    for row in rows:
        cells = [
            _text(truth(cell) if isinstance(cell, bool) else cell) for cell, truth in zip(row, truths, strict=True)
        ]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(cells)
        yield text.getvalue(), cells


def _text(cell: Cell) -> str:
    """Spell a cell as `to_csv` would.

    >>> _text(2.0), _text(0.5), _text(date(2020, 1, 31))
    ('2', '0.5', '2020-01-31 00:00:00')
    """
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case date() if not isinstance(cell, datetime):
            return str(datetime(cell.year, cell.month, cell.day))  # noqa: DTZ001 - a sheet knows no time zones
        case _:
            return str(cell)
