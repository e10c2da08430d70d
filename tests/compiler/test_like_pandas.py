"""A table is scanned as pandas would read it: the same names, the same types, the same missing values."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from promote.model.table import Table
from promote.readers.table import Dialect, scan_table

CELLS = st.sampled_from(
    [
        *("", "0", "1", "-7", "3.5", "1e3", "NA", "null", "nan", "True", "False", "true", "a", "b c", " x "),
        *("1_000", "inf", "+5", "007", "\u0661", "1d", " 3", "-", "2020-01-01"),
    ]
)


def scan(text: str) -> Table:
    """Scan a text that is a table."""
    table = scan_table(io.StringIO(text, newline=""), Dialect())
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
