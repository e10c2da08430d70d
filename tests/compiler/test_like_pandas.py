"""A table is scanned as pandas would read it: the same names, the same types, the same missing values."""

import io
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from promote.model.table import Cells, Table
from promote.readers.dialect import WHITESPACE, Dialect
from promote.readers.sheet import read_sheet
from promote.readers.table import scan_table

CELLS = st.sampled_from(
    [
        *("", "0", "1", "-7", "3.5", "1e3", "NA", "null", "nan", "True", "False", "true", "a", "b c", " x "),
        *("1_000", "inf", "+5", "007", "\u0661", "1d", " 3", "-", "2020-01-01"),
    ]
)


def scan(text: str, dialect: Dialect | None = None) -> Table:
    """Scan a text that is a table."""
    table = scan_table(io.StringIO(text, newline=""), dialect or Dialect())
    assert table is not None
    return table


def types(table: Table) -> dict[str, tuple[str, bool]]:
    """Say of each column its type, and whether values are missing."""
    return {column.name: (str(column.type), column.nullable) for column in table.columns}


def as_pandas(frame: pd.DataFrame) -> dict[str, tuple[str, bool]]:
    """Say the same of a frame that pandas has read."""
    found = {}
    for name, column in frame.items():
        missing = bool(column.isna().any())
        present = column.dropna()
        if present.empty:
            kind = "empty"
        elif pd.api.types.is_bool_dtype(column) or {type(value) for value in present} == {bool}:
            kind = "boolean"
        elif pd.api.types.is_integer_dtype(column):
            kind = "integer"
        elif pd.api.types.is_numeric_dtype(column):
            kind = "number"
        else:
            kind = "text"
        found[str(name)] = (kind, missing)
    return found


@given(st.integers(1, 3).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=5)))
def test_types_are_those_of_pandas(rows: list[tuple[str, ...]]) -> None:
    """For any cells, pandas and the scan agree about every column."""
    names = ["a", "b", "c"][: len(rows[0])]
    # A line that is blank altogether is no row to either of them.
    kept = [row for row in rows if any(cell.strip() for cell in row)] or [("x",) * len(names)]
    text = "\n".join([",".join(names), *(",".join(row) for row in kept)]) + "\n"

    assert types(scan(text)) == as_pandas(pd.read_csv(io.StringIO(text)))


@pytest.mark.parametrize(
    ("header", "names"),
    [
        pytest.param("a,b,c", ["a", "b", "c"], id="as they are"),
        pytest.param("a,a,a", ["a", "a.1", "a.2"], id="one name thrice"),
        pytest.param("a,,b", ["a", "Unnamed: 1", "b"], id="no name"),
        pytest.param("\ufeffa,b,c", ["a", "b", "c"], id="a byte order mark"),
        pytest.param('"a,b",c,"d ""e"""', ["a,b", "c", 'd "e"'], id="quoted"),
        pytest.param(" a, b ,c", [" a", " b ", "c"], id="with blanks"),
        pytest.param("a,a.1,a", ["a", "a.1", "a.2"], id="a name that a copy would get"),
    ],
)
def test_names_are_those_of_pandas(header: str, names: list[str]) -> None:
    """Columns are called what pandas calls them."""
    text = f"{header}\n1,2,3\n"

    assert [column.name for column in scan(text).columns] == names
    assert [str(name) for name in pd.read_csv(io.BytesIO(text.encode())).columns] == names


def test_rows_of_other_lengths() -> None:
    """A short row misses values at its end, as it does to pandas."""
    text = "a,b\n1\n2,3\n"

    assert types(scan(text)) == as_pandas(pd.read_csv(io.StringIO(text)))


DIALECTS: dict[str, tuple[Dialect, dict[str, Any], str]] = {
    "runs of blanks": (Dialect(separator=WHITESPACE), {"sep": r"\s+"}, " "),
    "a tab": (Dialect(separator="\t"), {"sep": "\t"}, "\t"),
    "blanks behind commas": (Dialect(trims=True), {"skipinitialspace": True}, ","),
    "blanks behind blanks": (Dialect(separator=" ", trims=True), {"sep": " ", "skipinitialspace": True}, " "),
    "a comma and a blank": (Dialect(separator=", "), {"sep": ", ", "engine": "python"}, ", "),
    "blanks around commas": (Dialect(separator=" *, *"), {"sep": " *, *", "engine": "python"}, ","),
    "two characters": (Dialect(separator="::"), {"sep": "::", "engine": "python"}, "::"),
    "comments": (Dialect(comment="#"), {"comment": "#"}, ","),
    "no quotes": (Dialect(is_quoted=False), {"quoting": 3}, ","),
    "no quotes among tabs": (Dialect(separator="\t", is_quoted=False), {"sep": "\t", "quoting": 3}, "\t"),
    "no quotes among blanks": (Dialect(separator=WHITESPACE, is_quoted=False), {"sep": r"\s+", "quoting": 3}, " "),
    "lines above": (Dialect(skipped=2), {"skiprows": 2}, ","),
    "names below": (Dialect(header=1), {"header": 1}, ","),
    "both": (Dialect(skipped=1, header=1), {"skiprows": 1, "header": 1}, ","),
}
ODD_CELLS = st.sampled_from(
    ["", "0", "-7", "3.5", "NA", "True", "a", "b c", " x", " 3", "3 ", '"q r"', '"a,b"', "#", "7 # note", '"x#y"']
)
ODD_LINES = st.sampled_from(["", " ", "title", "x,y", "# remark"])


@pytest.mark.parametrize("which", DIALECTS)
@given(data=st.data())
def test_dialects_are_those_of_pandas(which: str, data: st.DataObject) -> None:
    """For any lines that pandas makes a table of without an index of its own, the scan finds the same columns."""
    dialect, arguments, separator = DIALECTS[which]
    width = data.draw(st.integers(1, 3))
    above = [data.draw(ODD_LINES) for _ in range(dialect.skipped + (dialect.header or 0))]
    rows = data.draw(st.lists(st.tuples(*[ODD_CELLS] * width), min_size=1, max_size=4))
    lines = [*above, separator.join(["a", "b", "c"][:width]), *(separator.join(row) for row in rows)]
    lines.insert(data.draw(st.integers(0, len(lines))), data.draw(ODD_LINES))
    text = "\n".join(lines) + "\n"
    try:
        frame = pd.read_csv(io.StringIO(text), **arguments)
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        reject()
    table = scan_table(io.StringIO(text, newline=""), dialect)

    # Rows that are longer than the names shift them: the scan may leave such a file alone.
    assume(not frame.empty and table is not None and isinstance(frame.index, pd.RangeIndex))
    assert table is not None
    assume(max(len(row.cells) for row in table.spread) <= len(table.columns))
    assert (types(table), table.rows) == (as_pandas(frame), len(frame))


KINDS_OF_CELLS = [
    *([1, 2, -3, None], [1, 0.5, None], [True, False], [True, None, False], [True, 2], ["a", "b", None, "NA"]),
    *(["007", "8", 1], ["1", None, "x"], [datetime(2020, 1, 2), None], [1, "a", None], [None], [1e15, 3, 1e-7]),  # noqa: DTZ001
    *([time(1, 2), None], [timedelta(hours=5)], [datetime(2020, 1, 1), "later"], ["1_000", " 3", "3 ", "inf", "1e3"]),  # noqa: DTZ001
]


def cells_as_pandas(frame: pd.DataFrame) -> list[Cells]:
    """Say what the cells of columns of texts are in a frame that pandas has read."""
    found = []
    for name in frame.columns:
        column = frame[name]
        kinds = {type(value) for value in column.dropna()}
        if pd.api.types.is_datetime64_any_dtype(column):
            found.append(Cells.DATES)
        elif not kinds or kinds == {str} or kinds <= {bool, int, float}:
            found.append(Cells.TEXTS)
        else:
            found.append(Cells.MIXED if kinds <= {int, float, str} else Cells.OTHER)
    return found


@settings(max_examples=60)
@given(st.data(), st.lists(st.sampled_from(KINDS_OF_CELLS), min_size=1, max_size=3), st.booleans(), st.booleans())
def test_sheets_are_those_of_pandas(
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    kinds: list[list[object]],
    has_title: bool,  # noqa: FBT001
    has_names: bool,  # noqa: FBT001
) -> None:
    """For any cells of a sheet, pandas and the scan agree about every column."""
    book, path = openpyxl.Workbook(), Path(tmp_path_factory.getbasetemp()) / "book.xlsx"
    for row in [*([["title"]] if has_title else []), *([["a", "b", "c"][: len(kinds)]] if has_names else [])]:
        book.active.append(row)
    for _ in range(data.draw(st.integers(1, 4))):
        book.active.append([data.draw(st.sampled_from(kind)) for kind in kinds])
    book.save(path)
    skipped, header = int(has_title), 0 if has_names else None

    frame = pd.read_excel(path, skiprows=skipped, header=header, engine="openpyxl")
    table = read_sheet(path, Dialect(sheet=0, skipped=skipped, header=header))

    assume(not frame.empty)
    assert table is not None
    assert (types(table), table.rows) == (as_pandas(frame), len(frame))
    assert [column.cells for column in table.columns] == cells_as_pandas(frame)
