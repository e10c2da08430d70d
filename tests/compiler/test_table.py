"""Scanning a table that lies beside a notebook."""

import io
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from promote.model.table import ColumnType, Spelling, Table
from promote.readers.dialect import Dialect
from promote.readers.sheet import read_sheet
from promote.readers.table import read_table, scan_table


def scan(text: str, dialect: Dialect | None = None) -> Table:
    """Scan a text that is a table."""
    table = scan_table(io.StringIO(text, newline=""), dialect or Dialect())
    assert table is not None
    return table


def test_quoted_cells_hold_line_ends() -> None:
    """A quoted cell may run over several lines, with separators and quotes in it."""
    table = scan('text,n\n"one\ntwo, and ""three""",1\nfour,2\n')

    assert table.rows == 2
    assert table.columns[0].values == ("four", 'one\ntwo, and "three"')
    assert [row.text for row in table.spread] == ['"one\ntwo, and ""three""",1\n', "four,2\n"]


def test_a_quote_that_never_ends() -> None:
    """A quote that is opened and not closed takes the rest, and nothing fails."""
    assert scan('a,b\n1,"two\n3,4\n').rows == 1


def test_missing_values_of_the_notebook() -> None:
    """Words that the notebook says mean nothing are missing."""
    column = scan("a\n1\n?\n", Dialect(missing=frozenset({"?"}))).columns[0]

    assert (column.type, column.nullable) == (ColumnType.NUMBER, True)


@pytest.mark.parametrize(
    ("dialect", "text", "names"),
    [
        (Dialect(separator=";"), "a;b\n1;2\n", ["a", "b"]),
        (Dialect(separator="\t"), "a\tb\n1\t2\n", ["a", "b"]),
        (Dialect(header=None), "1,2\n3,4\n", ["0", "1"]),
        (Dialect(header=None, names=("x", "y")), "1,2\n3,4\n", ["x", "y"]),
        (Dialect(names=("x", "y")), "a,b\n3,4\n", ["x", "y"]),
    ],
)
def test_dialects(dialect: Dialect, text: str, names: list[str]) -> None:
    """Separators, headers and names are the notebook's own."""
    assert [column.name for column in scan(text, dialect).columns] == names


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n", "a,b\n\n\n"])
def test_no_rows(text: str) -> None:
    """A table without a row says nothing."""
    assert scan_table(io.StringIO(text), Dialect()) is None


def test_the_range_of_numbers() -> None:
    """The least and the largest number are kept, but not of texts."""
    numbers, texts = scan("n,t\n3,a\n-1.5,b\n,c\n").columns

    assert (numbers.minimum, numbers.maximum) == (-1.5, 3)
    assert (texts.minimum, texts.maximum) == (None, None)


def test_few_values_are_listed() -> None:
    """The values of a text column are listed up to fifty of them."""
    few = scan("t\n" + "".join(f"v{n % 50:02}\n" for n in range(200))).columns[0]
    many = scan("t\n" + "".join(f"v{n}\n" for n in range(51))).columns[0]

    assert few.values is not None
    assert len(few.values) == 50
    assert many.values is None


def test_the_sample_is_spread_over_the_file() -> None:
    """A long file is sampled evenly, from its beginning to its end."""
    table = scan("n\n" + "".join(f"{n}\n" for n in range(10_000)))
    lines = [int(row.text) for row in table.spread]

    assert 100 <= len(lines) <= 1_000
    assert lines[0] < 100
    assert lines[-1] > 9_900
    gaps = [second - first for first, second in pairwise(lines)]
    assert max(gaps) <= 2 * min(gaps)


def test_the_first_rows_of_each_value() -> None:
    """However rare a value is, rows that have it are known."""
    table = scan("label\n" + "".join("rare\n" if n in {700, 900} else "common\n" for n in range(1_000)))

    assert [row.number for row in table.columns[0].shown if row.cells == ("rare",)] == [701, 901]
    assert table.columns[0].distinct == 2


@pytest.mark.parametrize(
    ("cells", "spelling", "shape"),
    [
        (["2024-01-31", "2023-12-01"], Spelling.DAY, "9-9-9"),
        (["2024-01-31 10:15:00", "", "2023-12-01 00:00:00"], Spelling.MOMENT, "9-9-9 9:9:9"),
        (["31/1/2024", "1/12/2023"], None, "9/9/9"),
        (["3 Jan 2024", "12 December 2023"], None, "9 a 9"),
        (["2024-01-31", "31/1/2024"], None, ""),
        (["2024-01-31", "2023-12-01T00:00:00"], None, ""),
        (["1", "2024-01-31"], None, ""),
        (["female", "male"], None, ""),
    ],
)
def test_how_dates_are_spelled(cells: list[str], spelling: Spelling | None, shape: str) -> None:
    """A column of texts that are all written alike has a form."""
    column = scan("n,date\n" + "".join(f"1,{cell}\n" for cell in cells)).columns[1]

    assert (column.spelling, column.shape) == (spelling, shape)


def test_files(tmp_path: Path) -> None:
    """A file in another encoding is read in that; what is no text is no table."""
    (tmp_path / "latin.csv").write_bytes("stadt\nKöln\n".encode("latin-1"))
    (tmp_path / "image.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")

    latin = read_table(tmp_path / "latin.csv", Dialect(encoding="latin-1"))

    assert latin is not None
    assert latin.columns[0].values == ("Köln",)
    assert read_table(tmp_path / "latin.csv", Dialect()) is None
    assert read_table(tmp_path / "image.csv", Dialect()) is None
    assert read_table(tmp_path / "nowhere.csv", Dialect()) is None
    assert read_table(tmp_path, Dialect()) is None
    assert read_table(tmp_path / "latin.csv", Dialect(encoding="nothing")) is None


def test_a_longer_row_has_an_index_before_it() -> None:
    """Where the first row has more cells than there are names, pandas shifts the names; the scan leaves that alone."""
    assert scan_table(io.StringIO("a,b\nx,1,2\n"), Dialect()) is None
    assert scan_table(io.StringIO("x,1,2\n"), Dialect(header=None, names=("a", "b"))) is None


def test_workbooks_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is none, a sheet that is not there, and one without a row are no tables."""
    (tmp_path / "text.xlsx").write_text("a,b\n1,2\n")
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.save(tmp_path / "names.xlsx")

    assert read_sheet(tmp_path / "text.xlsx", Dialect(sheet=0)) is None
    assert read_sheet(tmp_path / "nowhere.xlsx", Dialect(sheet=0)) is None
    assert read_sheet(tmp_path, Dialect(sheet=0)) is None
    assert read_sheet(tmp_path / "names.xlsx", Dialect(sheet=0)) is None
    assert read_sheet(tmp_path / "names.xlsx", Dialect(sheet=0, header=5)) is None
    assert read_sheet(tmp_path / "names.xlsx", Dialect(sheet="Data")) is None
    assert read_sheet(tmp_path / "names.xlsx", Dialect(sheet=7)) is None


def test_an_index_and_what_is_left_out_are_no_columns_of_the_frame() -> None:
    """They are still cells of each row."""
    indexed = scan("id,a,b\n1,2,3\n", Dialect(index=frozenset({0})))
    chosen = scan("id,a,b\n1,2,3\n", Dialect(only=frozenset({"a", 2})))

    assert [column.name for column in indexed.read] == ["a", "b"]
    assert [column.name for column in chosen.read] == ["a", "b"]
    assert len(indexed.columns) == 3
    assert indexed.column("id") is None
