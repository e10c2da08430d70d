"""What holds for every notebook, whatever is in it."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from promote.compiler import compile_notebook
from promote.errors import NotebookError, PromoteError, UsageError
from promote.model.answers import Archetype
from promote.model.source import Source
from tests.compiler.notebooks import DATA, NOTEBOOK, compile_cells, ipynb

FRAGMENTS = [
    *NOTEBOOK,
    "import pandas as pd, numpy as np",
    "df = pd.read_csv('data.csv')",
    "df2 = df.copy()",
    "df = df.dropna()",
    "df = df[df['age'] > 3]",
    "df['x'] = df['age'].shift(1)",
    "df['plan'] = df['plan'].map({'a': 1})",
    "df['plan'] = df['plan'].astype('category').cat.codes",
    "from sklearn.preprocessing import *",
    "from sklearn.preprocessing import LabelEncoder, StandardScaler\nle = LabelEncoder()\nscaler = StandardScaler()",
    "for c in ['plan']:\n    df[c] = le.fit_transform(df[c])",
    "for c in df.columns:\n    if df[c].dtype == object:\n        df[c] = df[c].fillna(df[c].mode()[0])",
    "X = scaler.fit_transform(X)",
    "X['age'], y = df['age'], df.score",
    "def f(x, *a, **k):\n    return pd.get_dummies(x).dropna()",
    "def g(frame):\n    frame['z'] = frame['age'].mean()\n\n\ng(df)",
    "df = f(df)",
    "X = df.apply(lambda r: r['age'] + middle, axis=1)",
    "middle = df['age'].median()",
    "from sklearn.model_selection import train_test_split",
    "X_train, X_test, y_train, y_test = train_test_split(X, y)",
    "a, *b = train_test_split(X, y)",
    "model.fit(X_train, y_train)\nmodel.predict(X_test)",
    "model = pickle.load(open('m.pkl'))",
    "model.predict([[1, 2]])",
    "model = LinearRegression().fit(X=X, y=y)",
    "model.fit()",
    "model = LinearRegression",
    "del df, X",
    "with open('x') as f:\n    df = pd.read_csv(f)",
    "try:\n    df = df.dropna()\nexcept Exception:\n    pass",
    "while True:\n    df = df[1:]\n    break",
    "if df.shape[0]:\n    df = df.dropna()\nelse:\n    X = df",
    "class Model:\n    def fit(self, X):\n        return self",
    "async def h():\n    await h()",
    "match df:\n    case 1:\n        pass",
    "x: int",
    "df: pd.DataFrame = df",
    "(df := df.dropna())",
    "df.columns = [c.lower() for c in df.columns]",
    "X = df.iloc[:, [0, 1]].values; y = df.iloc[:, -1]",
    "X = X[:, 1:]",
    "df.loc[0, 'age'] = np.nan",
    "globals()['df'] = 3",
    "lambda: (yield)",
    "print(f'{df!r:>{10}}')",
    "%matplotlib inline\n!ls\n?df",
    "%%bash\nls",
    "%%time\ndf = df.dropna()",
    "x = !ls",
    "größe = 'ß'; df['größe'] = größe",
    "\\",
    "\t",
    "\x00",
    "\ud800",
    "'''",
    "# coding: latin-1",
    "return 3",
    "a = b = c = df",
    "x = 1_000; y = 0x_f; z = 1j",
    "df['a']['b'] = df.a.b",
    "df.a.b.c()",
    "[].append(df)",
    "X = df[['age'] + [c for c in df if c]]",
]

CELLS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=30), max_size=12)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CELLS)
@example([*NOTEBOOK, "model.predict(X)"])
def test_nothing_about_a_notebook_raises(tmp_path: Path, cells: list[str]) -> None:
    """Any cells are compiled, and what comes out is Python."""
    (tmp_path / "data.csv").write_text(DATA)
    try:
        promotion = compile_cells(tmp_path, *cells)
    except PromoteError:
        return
    for name, text in promotion.files.items():
        assert text.encode()
        if name.startswith(("src/", "tests/")) and name.endswith(".py"):
            ast.parse(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12))
def test_nothing_about_a_script_raises(tmp_path: Path, cells: list[str]) -> None:
    """The same goes for a script in percent format."""
    text = "".join(f"# %%\n{cell}\n" for cell in cells if cell.isascii())

    assert compile_notebook(Source(name="churn.py", text=text, folder=tmp_path, tool_version="1")).files


@pytest.mark.parametrize("name", ["churn.txt", "churn", ".ipynb", "churn.ipynb.bak", "churn.r"])
def test_names_of_notebooks(tmp_path: Path, name: str) -> None:
    """The ending of its name says how a notebook is read."""
    with pytest.raises(NotebookError, match="is not a notebook"):
        compile_notebook(Source(name=name, text=ipynb("x = 1"), folder=tmp_path, tool_version="1"))


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    """A model that the notebook does not have is refused, and those that it has are named."""
    with pytest.raises(UsageError) as refusal:
        compile_cells(tmp_path, *NOTEBOOK, model="forest")

    assert "`forest`" in refusal.value.what
    assert "`model`" in refusal.value.hint


def test_a_model_of_a_notebook_without_one(tmp_path: Path) -> None:
    """A notebook without a model has none to choose from."""
    with pytest.raises(UsageError) as refusal:
        compile_cells(tmp_path, "x = 1", model="forest")

    assert "none" in refusal.value.hint


def test_a_notebook_without_a_model_is_a_job(tmp_path: Path) -> None:
    """What does not predict runs, even if there is nothing in it."""
    for cells in (["print(1)"], [""], []):
        promotion = compile_cells(tmp_path, *cells)

        assert promotion.answers.archetype is Archetype.JOB
        assert "src/churn/job.py" in promotion.files


def test_same_notebook_same_bytes(tmp_path: Path) -> None:
    """Compiling twice gives the same files, facts and findings."""
    (tmp_path / "data.csv").write_text(DATA)

    assert compile_cells(tmp_path, *NOTEBOOK) == compile_cells(tmp_path, *NOTEBOOK)


def test_same_bytes_in_every_process(root: Path, tmp_path: Path) -> None:
    """No set's order reaches a file: Python orders them anew in every process."""
    (tmp_path / "data.csv").write_text(DATA)
    (tmp_path / "churn.ipynb").write_text(ipynb(*NOTEBOOK))
    script = (
        "import sys; from pathlib import Path; from promote.compiler import compile_notebook;"
        " from promote.model.source import Source;"
        " folder = Path(sys.argv[1]); text = (folder / 'churn.ipynb').read_text();"
        " print(compile_notebook(Source(name='churn.ipynb', text=text, folder=folder, tool_version='1')))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "generator")},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(printed) == 1


def test_where_the_notebook_lies_is_no_fact(tmp_path: Path) -> None:
    """The same notebook in another folder gives the same project: nothing of one machine is in it."""
    promotions = []
    for name in ("here", "elsewhere"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "data.csv").write_text(DATA)
        promotions.append(compile_cells(folder, *NOTEBOOK))

    assert promotions[0] == promotions[1]
    assert str(tmp_path) not in repr(promotions[0])


def test_compiling_writes_nothing(tmp_path: Path) -> None:
    """What is compiled is a value. The folder of the notebook stays as it was."""
    (tmp_path / "data.csv").write_text(DATA)

    compile_cells(tmp_path, *NOTEBOOK)

    assert [path.name for path in tmp_path.iterdir()] == ["data.csv"]


def test_nothing_of_the_notebook_is_run(tmp_path: Path) -> None:
    """The code of a notebook is read and never executed."""
    witness = tmp_path / "witness"

    compile_cells(tmp_path, f"open({str(witness)!r}, 'w').write('ran')", f"!touch {witness}", *NOTEBOOK)

    assert not witness.exists()


SECRETS = {
    "by form": ("sk-proj-Zx81kQm4LwPn7TyUeR2sVb9c", 'client = connect("{}")'),
    "by name": ("tr0ub4dor-and-3", 'password = "{}"'),
    "in a dictionary": ("9f8e7d6c5b4a3210", 'settings = {{"api_key": "{}"}}'),
    "in a keyword": ("k2j4h5g6f7d8s9a0", 'client = connect(token="{}")'),
    "in a comment": ("ghp_Zx81kQm4LwPn7TyUeR2sVb9cZx81kQm4LwPn", "# {}\nx = 1"),
    "in a command": ("hf_Zx81kQm4LwPn7TyUeR2sVb9cZx81kQm4", "!login --token {}"),
    "in broken code": ("AKIAZX81KQM4LWPN7TYU", 'key = = "{}"'),
    "with quotes": ('pa"ss\\wörd-1', "password = 'pa\"ss\\\\wörd-1'"),
    "in the path's own code": ("q1w2e3r4t5y6u7i8", 'df = pd.read_csv("data.csv", storage_options={{"secret": "{}"}})'),
}


@pytest.mark.parametrize("secret", SECRETS, ids=SECRETS.keys())
@pytest.mark.parametrize("predicts", [True, False], ids=["prediction", "job"])
def test_secrets_reach_no_file(tmp_path: Path, secret: str, *, predicts: bool) -> None:
    """A secret is in no file, no fact and no finding; not even in the copy of the notebook."""
    (tmp_path / "data.csv").write_text(DATA)
    text, code = SECRETS[secret]

    promotion = compile_cells(
        tmp_path, *(NOTEBOOK[:2] if predicts else ()), code.format(text), *NOTEBOOK[2 * predicts :]
    )

    everything = repr(promotion) + "".join(promotion.files.values())
    for spelled in (text, repr(text)[1:-1], json.dumps(text)[1:-1], json.dumps(repr(text)[1:-1])[1:-1]):
        assert spelled not in everything
    assert "secret-removed-by-promote" in promotion.files["notebooks/churn.ipynb"]
    assert json.loads(promotion.files["notebooks/churn.ipynb"])["cells"]


def test_files_stay_inside_the_project(tmp_path: Path) -> None:
    """No file has a path that leads out, whatever the notebook reads."""
    for literal in (
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\data\\x.csv",
        "..",
        "a/../../b.csv",
        "data\x00.csv",
        "~/x.csv",
    ):
        promotion = compile_cells(tmp_path, *NOTEBOOK[:1], f"df = pd.read_csv({literal!r})", *NOTEBOOK[2:])

        for name in [*promotion.files, *(copy.destination for copy in promotion.data)]:
            assert not name.startswith("/")
            assert ".." not in name.split("/")


def test_every_setting_is_read(tmp_path: Path) -> None:
    """What can be set makes a difference: each setting is mentioned outside `settings.py`."""
    (tmp_path / "data.csv").write_text(DATA)
    split = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=5)"
    fit = "model = LinearRegression()\nmodel.fit(X_train, y_train)"
    promotion = compile_cells(
        tmp_path, *NOTEBOOK[:4], "from sklearn.model_selection import train_test_split", split, fit
    )
    fields = [
        node.target.id
        for node in ast.walk(ast.parse(promotion.files["src/churn/settings.py"]))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    others = "".join(
        text for name, text in promotion.files.items() if name.startswith("src/") and "settings" not in name
    )

    assert fields
    assert [field for field in fields if f"settings.{field}" not in others] == []
