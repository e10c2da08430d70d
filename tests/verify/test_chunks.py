"""Cells in pieces: what the prediction does not need cannot stop what it does need."""

import pytest

from promote.model.notebook import Cell, CellKind, Notebook
from promote.model.parity import Parity, Span
from promote.verify.chunks import chunks


def cut(source: str, *spans: tuple[int, int], imports: tuple[str, ...] = (), line_of: bool = False) -> list[str]:
    """Cut a notebook of one cell, and mark what is needed with a star."""
    notebook = Notebook(
        name="n", language="python", python_version="", cells=(Cell(number=1, kind=CellKind.CODE, source=source),)
    )
    path = tuple(Span(cell=1, line=first, end_line=last) for first, last in spans)
    parity = Parity(notebook="n", path=path or (Span(cell=9, line=1, end_line=1),), imports=imports)
    found = [*chunks(notebook, parity)]
    assert not line_of or [each.line for each in found]
    return [("* " if each.needed else "") + each.source for each in found]


def test_a_cell_that_nothing_needs_stays_whole() -> None:
    """Its magics, too."""
    assert cut("%%time\ndf.plot()\nplt.show()") == ["%%time\ndf.plot()\nplt.show()"]


def test_a_cell_is_cut_between_statements() -> None:
    """Comments go with the statement above them, and those at the top with the first."""
    source = "# top\ndf.plot()\n# then\nX = df.drop(\n    columns='a'\n)  # done\nX.hist()"

    assert cut(source, (4, 6)) == ["# top\ndf.plot()\n# then", "* X = df.drop(\n    columns='a'\n)  # done", "X.hist()"]


def test_statements_on_one_line_stay_together() -> None:
    """A line is the smallest piece."""
    assert cut("a = 1; b = 2\nc = 3", (1, 1)) == ["* a = 1; b = 2", "c = 3"]


def test_an_import_is_cut_between_its_names() -> None:
    """Only the names that are read on the way are needed."""
    source = "import pandas as pd, missing\nfrom sklearn.metrics import plot_roc_curve, r2_score as r2"

    assert cut(source, imports=("pd", "r2")) == [
        "* import pandas as pd",
        "import missing",
        "from sklearn.metrics import plot_roc_curve",
        "* from sklearn.metrics import r2_score as r2",
    ]


def test_an_import_of_everything_is_needed() -> None:
    """Nobody knows what it brings."""
    assert cut("from sklearn.linear_model import *\nx = 1", (2, 2)) == [
        "* from sklearn.linear_model import *",
        "* x = 1",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%%time\nx = 1\ny = 2", ["* #\nx = 1", "y = 2"]),
        ("%time x = 1\ny = 2", ["* %time x = 1", "y = 2"]),
        ("x = 1\n!pip install seaborn\ny = 2", ["* x = 1\npass  # !pip install seaborn", "y = 2"]),
        ("if x:\n    !pip install a\nx = 1", ["if x:\n    pass  # !pip install a", "* x = 1"]),
        ("%run a.py\nimport b, c\n!ls\nx = 1", ["%run a.py", "import b", "import c", "!ls", "* x = 1"]),
        ("@decorated\ndef f():\n    pass\nx = 1", ["@decorated\ndef f():\n    pass", "* x = 1"]),
    ],
)
def test_magics_keep_their_lines(source: str, expected: list[str]) -> None:
    """A cell magic cannot stand above a piece, and nothing is installed: the environment is made from the lock."""
    needed = next(number for number, line in enumerate(source.split("\n"), start=1) if "x = 1" in line)

    assert cut(source, (needed, needed)) == expected


def test_a_line_that_runs_a_file_may_be_needed() -> None:
    """Above an import, and alone."""
    assert cut("%run a.py\nimport b", (1, 1)) == ["* %run a.py", "import b"]
    assert cut("%run a.py", (1, 1)) == ["* %run a.py"]
    assert cut("%run a.py") == ["%run a.py"]


def test_a_cell_that_does_not_parse_stays_whole() -> None:
    """And nothing can need it."""
    assert cut("x = (", (1, 1)) == ["x = ("]


def test_a_project_that_knows_only_its_cells() -> None:
    """As earlier versions wrote it down."""
    cells = tuple(Cell(number=number, kind=CellKind.CODE, source=f"x = {number}") for number in (1, 2))
    notebook = Notebook(name="n", language="python", python_version="", cells=cells)
    found = [*chunks(notebook, Parity(notebook="n", path_cells=(2,)))]

    assert [(each.cell, each.needed) for each in found] == [(1, False), (2, True)]
