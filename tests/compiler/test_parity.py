"""Where the notebook can be asked, and what is said of the way between."""

from pathlib import Path

import pytest

from promote.model.parity import CutAnchor, InnerAnchor
from tests.compiler.notebooks import DATA, compile_cells

IMPORTS = "import pandas as pd\nfrom sklearn.linear_model import LinearRegression\nfrom sklearn.utils import shuffle"
SPLIT = "from sklearn.model_selection import train_test_split\nX_train, X, y_train, y = train_test_split(X, y, random_state=1)"
READ = 'df = pd.read_csv("data.csv")'
PARTS = 'X = df[["age"]]\ny = df["score"]'
FIT = "model = LinearRegression()\nmodel.fit(X, y)\nprint(model.predict(X))"

LOAD = """\
def load(path):
    \"\"\"Read and prepare.\"\"\"

    # all of it
    table = pd.read_csv(
        path
    )
    table["age"] = table["age"].fillna(table["age"].median())
    table = pd.get_dummies(table, columns=["plan"])
    return table"""


def cut_of(folder: Path, *cells: str) -> CutAnchor:
    """Compile cells, and return where the records are."""
    (folder / "data.csv").write_text(DATA)
    cut = compile_cells(folder, IMPORTS, *cells).parity.cut
    assert cut is not None
    return cut


def test_records_that_a_function_reads_are_in_the_function(tmp_path: Path) -> None:
    """What it returns is something else by then."""
    cut = cut_of(tmp_path, LOAD, 'df = load("data.csv")', 'X = df.drop(columns="score")\ny = df["score"]', FIT)

    assert (cut.cell, cut.line, cut.frame) == (3, 1, "df")
    assert cut.inner == InnerAnchor(cell=2, line=7, indent=4, frame="table")


def test_records_that_an_object_keeps_are_in_its_method(tmp_path: Path) -> None:
    """Under the name that they have there, as far to the right as its statements are."""
    study = (
        "class Study:\n    def load(self, path):\n        self.table = pd.read_csv(path)\n"
        '        self.table = self.table.dropna(subset=["age"])\nstudy = Study()'
    )
    parts = 'df = study.table\nX = df.drop(columns=["score", "plan"])\ny = df["score"]'
    cut = cut_of(tmp_path, study, 'study.load("data.csv")', parts, FIT)

    assert (cut.cell, cut.line, cut.frame) == (3, 1, "study.table")
    assert cut.inner == InnerAnchor(cell=2, line=3, indent=8, frame="self.table")


def test_records_that_a_module_reads_are_in_its_function(tmp_path: Path) -> None:
    """Its lines are those of the file."""
    (tmp_path / "tables.py").write_text(f'"""Tables."""\nimport pandas as pd\n\n\n{LOAD}\n')
    parts = 'X = df.drop(columns="score")\ny = df["score"]'
    cut = cut_of(tmp_path, "from tables import load", 'df = load("data.csv")', parts, FIT)

    assert (cut.cell, cut.line, cut.frame) == (3, 1, "df")
    assert cut.inner == InnerAnchor(cell=2, line=11, indent=4, frame="table", file="tables.py")


def test_records_that_a_function_only_reads_are_where_it_is_called(tmp_path: Path) -> None:
    """Nothing has become of them yet."""
    load = "def load(path):\n    table = pd.read_csv(path)\n    return table"
    cut = cut_of(tmp_path, load, 'df = load("data.csv")', PARTS, FIT)

    assert (cut.cell, cut.frame, cut.inner) == (3, "df", None)


@pytest.mark.parametrize(
    ("between", "in_order"),
    [
        ((PARTS,), True),
        ((PARTS, SPLIT), True),
        (("df = df.dropna()", PARTS), False),
        (("df = df[df['age'] > 30]", PARTS), False),
        ((PARTS, "X, y = shuffle(X, y, random_state=1)"), False),
    ],
    ids=["all", "split", "dropped", "filtered", "shuffled"],
)
def test_whether_records_keep_their_order_is_known(between: tuple[str, ...], *, in_order: bool, tmp_path: Path) -> None:
    """A split is watched, and no other step may move a record."""
    assert cut_of(tmp_path, READ, *between, FIT).in_order is in_order
