"""The notebook with its witness put in."""

import json

import pytest

from promote.model.notebook import Cell, CellKind, Notebook
from promote.model.parity import CutAnchor, InnerAnchor, Parity, PredictAnchor
from promote.verify.instrument import Setting, instrument, instrument_module, with_paths

SETTING = Setting(witness_folder="/w", output="/w/out.json", paths={"a.csv": "/data/a.csv"})
CUT = CutAnchor(cell=2, line=2, frame="df")
PREDICT = PredictAnchor(cell=4, line=1, model="model", inputs="X")
PARITY = Parity(notebook="n.ipynb", cut=CUT, predict=PREDICT)


def sources(*cells: tuple[CellKind, str], parity: Parity = PARITY) -> list[str]:
    """Instrument a notebook of these cells, and return the sources of the result."""
    notebook = Notebook(
        name="n.ipynb",
        language="python",
        python_version="",
        cells=tuple(Cell(number=at, kind=kind, source=text) for at, (kind, text) in enumerate(cells, start=1)),
    )
    return [cell["source"] for cell in json.loads(instrument(notebook, parity, SETTING))["cells"]]


def order(source: str, *, cut: int, predict: int) -> list[str]:
    """Instrument one cell whose lines are names, and say in which order these and the calls of the witness stand."""
    parity = Parity(
        notebook="n.ipynb",
        cut=CutAnchor(cell=1, line=cut, frame="f"),
        predict=PredictAnchor(cell=1, line=predict, model="m", inputs="x"),
    )
    _, instrumented = sources((CellKind.CODE, source), parity=parity)
    return [line.partition("(lambda")[0].rpartition(".")[2] for line in instrumented.split("\n")]


CELLS = (
    (CellKind.MARKDOWN, "# Title"),
    (CellKind.CODE, "%%time\ndf = read('a.csv')\ndf.head()"),
    (CellKind.RAW, "raw"),
    (CellKind.CODE, "pred = model.predict(X); print(pred)\n!echo done"),
    (CellKind.CODE, "never()"),
)


def test_the_witness_comes_first() -> None:
    """Before the notebook imports anything."""
    assert sources(*CELLS)[0].startswith("import sys\nsys.path.insert(0, '/w')\nimport promote_witness\n")


def test_lines_follow_their_anchors() -> None:
    """And nothing else changes: magics stay, text cells and cells after the prediction are gone."""
    assert sources(*CELLS)[1:] == [
        "%%time\ndf = read('/data/a.csv')\n__import__('promote_witness').keep(lambda: df)\ndf.head()",
        "pred = model.predict(X); print(pred)\n"
        "__import__('promote_witness').testify(lambda: model, lambda: X)\n!echo done",
    ]


def test_a_forecast_needs_no_records() -> None:
    """It is asked for where the notebook asks for it."""
    predict = PredictAnchor(cell=1, line=1, model="", inputs="", forecast="fitted.forecast(len(test))")
    cell = CellKind.CODE, "future = fitted.forecast(len(test))\nplot(future)"

    assert sources(cell, parity=Parity(notebook="n.ipynb", predict=predict))[1] == (
        "future = fitted.forecast(len(test))\n"
        "__import__('promote_witness').foresee(lambda: fitted.forecast(len(test)))\n"
        "plot(future)"
    )


def test_both_anchors_may_be_in_one_cell() -> None:
    """Each line follows its own."""
    assert order("a\nb\nc", cut=1, predict=3) == ["a", "keep", "b", "c", "testify"]


def test_records_are_kept_before_they_are_asked_for() -> None:
    """Where the prediction follows the very line that makes its input."""
    assert order("a\nb", cut=1, predict=1) == ["a", "keep", "testify", "b"]


def test_records_in_a_function_are_kept_there() -> None:
    """Until the statement that calls it is through."""
    cut = CutAnchor(cell=2, line=1, frame="df", inner=InnerAnchor(cell=1, line=2, indent=4, frame="d"), in_order=True)
    parity = Parity(notebook="n.ipynb", cut=cut, predict=PredictAnchor(cell=2, line=2, model="m", inputs="x"))
    cells = (
        (CellKind.CODE, "def load():\n    d = read()\n    return d"),
        (CellKind.CODE, "df = load()\ny = m.predict(x)"),
    )

    call = "__import__('promote_witness')"
    assert sources(*cells, parity=parity)[1:] == [
        f"def load():\n    d = read()\n    {call}.keep(lambda: d, in_order=True)\n    return d",
        f"df = load()\n{call}.hold()\ny = m.predict(x)\n{call}.testify(lambda: m, lambda: x)",
    ]
    assert Parity.from_json(parity.to_json()) == parity


def test_plots_are_left_out() -> None:
    """A project that plots nowhere else has no matplotlib."""
    cells = ((CellKind.CODE, "%matplotlib inline\nx = 1"), *CELLS[1:])

    assert sources(*cells)[1] == "pass  # %matplotlib inline\nx = 1"


@pytest.mark.parametrize(
    "source",
    [
        "x = 'b.csv'",
        "# 'a.csv'",
        "f'a.csv'",
        "b'a.csv'",
        "'''a.csv\n'''",
        "x = \"it is 'a.csv'\"",
        "!cat 'a.csv'",
        "%load 'a.csv'",
    ],
)
def test_text_that_only_looks_alike_stays(source: str) -> None:
    """No-operations first."""
    assert with_paths(source, {"a.csv": "/data/a.csv"}) == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("read('a.csv')", "read('/d/a.csv')"),
        ('read(r"a.csv", "a.csv")', "read('/d/a.csv', '/d/a.csv')"),
        ("read(\n    'a.csv',\n)", "read(\n    '/d/a.csv',\n)"),
        ("!ls 'x\nread('a.csv')", "!ls 'x\nread('/d/a.csv')"),
        ("read('a.csv')\nx = (", "read('/d/a.csv')\nx = ("),
        ("ü = read('a.csv')", "ü = read('/d/a.csv')"),
    ],
)
def test_literals_are_replaced(source: str, expected: str) -> None:
    """Whatever quotes they have, and as far as the cell is Python."""
    assert with_paths(source, {"a.csv": "/d/a.csv"}) == expected


def test_the_notebook_has_the_imports_that_its_author_had() -> None:
    """The project has them on its own account, so both fail or run alike."""
    notebook = Notebook(
        name="n", language="python", python_version="", cells=(Cell(number=1, kind=CellKind.CODE, source="pd.NA"),)
    )
    text = instrument(notebook, Parity(notebook="n", supplied=("import pandas as pd",)), SETTING)

    assert ["".join(each["source"]) for each in json.loads(text)["cells"]][1:] == ["import pandas as pd", "pd.NA"]


def test_an_uploaded_file_is_read_where_it_lies() -> None:
    """As the project does: nobody is there to upload it."""
    cells = (
        (CellKind.CODE, "from google.colab import files\nuploaded = files.upload()"),
        (CellKind.CODE, 'df = pd.read_csv(io.BytesIO(uploaded["a.csv"]))'),
        (CellKind.CODE, "!ls"),
        (CellKind.CODE, "model.predict(X)"),
    )

    assert "df = pd.read_csv('/data/a.csv')" in "\n".join(
        sources(*cells, parity=Parity(notebook="n.ipynb", predict=PREDICT))
    )


def test_a_function_of_a_module_keeps_the_records() -> None:
    """In a module beside the notebook, where the data is found too; the notebook's own cell only holds them."""
    inner = InnerAnchor(cell=1, line=2, indent=4, frame="table", file="steps/tables.py")
    parity = Parity(
        notebook="n.ipynb", cut=CutAnchor(cell=2, line=2, frame="df", inner=inner, in_order=True), predict=PREDICT
    )
    module = "def load():\n    table = read('a.csv')\n    return table\n"

    assert instrument_module("steps/tables.py", module, parity, SETTING) == (
        "def load():\n    table = read('/data/a.csv')\n"
        "    __import__('promote_witness').keep(lambda: table, in_order=True)\n    return table\n"
    )
    assert instrument_module("steps/others.py", "pass\n", parity, SETTING) == "pass\n"
    assert sources(*CELLS, parity=parity)[1].split("\n")[2] == "__import__('promote_witness').hold()"
