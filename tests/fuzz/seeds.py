"""What mutants come from: the project's own notebooks, and statements of the kind that notebooks are made of."""

import ast
import functools
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from promote.model.notebook import CellKind
from promote.readers import READERS

ROOT = Path(__file__).resolve().parents[2]
_ROWS = 30
_COLUMNS = ("Age", "City", "Sex", "Income (k$)", "score", "left")

IMPORTS = """\
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, mean_squared_error
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder, StandardScaler"""

FEATURES = (
    'df["{a}"] = df["{a}"].fillna(df["{a}"].median())',
    'df["{a}"] = df["{a}"].fillna(df["{a}"].mode()[0])',
    'df["{a}"].fillna(0, inplace=True)',
    "df = df.dropna()",
    'df.dropna(subset=["{a}"], inplace=True)',
    "df = df.drop_duplicates()",
    'df = df.drop(columns=["{a}"])',
    'df = df.drop("{a}", axis=1)',
    'del df["{a}"]',
    'df = df.rename(columns={{"{a}": "{n}"}})',
    "df.columns = [column.lower() for column in df.columns]",
    'df = pd.get_dummies(df, columns=["{a}"], drop_first=True)',
    'df = df.join(pd.get_dummies(df["{a}"], prefix="{n}"))',
    'df["{n}"] = LabelEncoder().fit_transform(df["{a}"])',
    'encoder = LabelEncoder()\ndf["{a}"] = encoder.fit_transform(df["{a}"])',
    'df["{n}"] = df["{a}"].map({{"M": 1, "F": 0}})',
    'df["{n}"] = df["{a}"].apply(lambda value: value * 2 if value else 0)',
    'df["{n}"] = np.where(df["{a}"] > 3, 1, 0)',
    'df["{n}"] = df["{a}"] / (df["{b}"] + 1)',
    'df["{n}"] = np.log1p(df["{a}"])',
    'df["{n}"] = pd.cut(df["{a}"], bins=[0, 10, 50, 100], labels=[0, 1, 2])',
    'df["{n}"] = df.groupby("{a}")["{b}"].transform("mean")',
    'df["{n}"] = df["{a}"].shift(1)',
    'df["{a}"] = df["{a}"].astype("category").cat.codes',
    'df["{a}"] = (df["{a}"] - df["{a}"].mean()) / df["{a}"].std()',
    'df = df[df["{a}"] < df["{a}"].quantile(0.95)]',
    'df = df[(df["{a}"] > 1) & (df["{b}"].notna())]',
    'df.loc[df["{a}"] > 3, "{b}"] = 0',
    "df = df.sample(frac=1, random_state=3).reset_index(drop=True)",
    'df = df.merge(df.groupby("{a}").size().rename("{n}"), on="{a}")',
    'df[["{a}", "{b}"]] = StandardScaler().fit_transform(df[["{a}", "{b}"]])',
    'for column in ["{a}", "{b}"]:\n    df[column] = df[column].fillna(df[column].mean())',
    'def clean(frame):\n    frame = frame.copy()\n    frame["{a}"] = frame["{a}"] * 2\n    return frame\n\ndf = clean(df)',
    'df = df.assign({n}=lambda frame: frame["{a}"] + 1)',
    'df["{n}"] = [len(str(each)) for each in df["{a}"]]',
    'for index, row in df.iterrows():\n    df.at[index, "{n}"] = row["{a}"]',
    'if df["{a}"].isna().sum() > 3:\n    df = df.drop(columns="{a}")',
    "print(df.describe())",
    'df["{a}"].hist()',
)
INPUTS = (
    'X = df.drop(columns=["left"])\ny = df["left"]',
    'X = df[["{a}", "{b}"]]\ny = df["left"]',
    "X, y = df.iloc[:, :-1], df.iloc[:, -1]",
    'X = df.drop("left", axis=1).values\ny = df["left"].values',
    'features = ["{a}", "{b}"]\nX = df[features]\ny = df["score"]',
)
SPLITS = (
    "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)",
    "X_train, X_test, y_train, y_test = train_test_split(X, y)",
    "X_train, X_test, y_train, y_test = X[:20], X[20:], y[:20], y[20:]",
    "X_train = X_test = X\ny_train = y_test = y",
)
SCALES = (
    "",
    "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)",
    "scaler = MinMaxScaler().fit(X_train)\nX_train, X_test = scaler.transform(X_train), scaler.transform(X_test)",
)
MODELS = (
    "model = LogisticRegression(max_iter=500)\nmodel.fit(X_train, y_train)",
    "model = RandomForestClassifier().fit(X_train, y_train)",
    "model = make_pipeline(StandardScaler(), LinearRegression())\nmodel.fit(X_train, y_train)",
    'search = GridSearchCV(LogisticRegression(), {{"C": [1, 10]}})\nsearch.fit(X_train, y_train)\nmodel = search.best_estimator_',
    "models = [LogisticRegression(), RandomForestClassifier()]\nfor model in models:\n    model.fit(X_train, y_train)",
)
ANSWERS = (
    "predictions = model.predict(X_test)\nprint(accuracy_score(y_test, predictions))",
    "print(model.score(X_test, y_test))",
    "model.predict_proba(X_test)[:, 1] > 0.4",
    "np.exp(model.predict(X_test))",
    "model.predict(pd.DataFrame({{'{a}': [1], '{b}': [2]}}))",
)
CHOICES = (FEATURES, INPUTS, SPLITS, SCALES, MODELS, ANSWERS)

LINES = (
    *(
        "%matplotlib inline",
        "!pip install -q pandas==2.2",
        "%%time",
        "%%bash\nls",
        "%%writefile x.py\nx = 1",
        "df?",
        "??df",
    ),
    *(
        "%run other.ipynb",
        "files = !ls",
        "%time model.fit(X_train, y_train)",
        "%load_ext autoreload",
        "!rm -rf /",
        "%%html",
    ),
    *("print 'x'", "exec 'x'", "raise", "return 3", "await f()", "yield", "global df", "from . import x", "import *"),
    *("df = df", "del df", "df = None", "pd = 3", "model = model", "X = X.T", "class A: df = df", "lambda: (yield)"),
    *(
        "def f(n): return f(n - 1)\ndf['x'] = df['Age'].map(f)",
        "f = lambda x: f(x)",
        "while True: pass",
        "x: int",
        "(y := 3)",
    ),
    *(
        "with open('x') as f: df = f",
        "try:\n    df\nexcept* E:\n    pass",
        "match df:\n    case {'a': 1}: pass",
        "*a, b = df",
    ),
    *(
        "df[:, 1:2, ...]",
        "df.a.b.c = 3",
        "df['Age'], df['x'] = 1, 2",
        "[df := 1 for _ in X]",
        "@f\nclass B(B, m=B): pass",
    ),
    *(
        "async def g():\n    return [x async for x in y]",
        "nonlocal z",
        "assert df, X",
        "type A = int",
        "print(f'{df!r:>{1}}')",
    ),
    *(
        "x = '{{ package_name }}{% endraw %}'",
        "# {# \x1b[2J \u202e",
        "df['\x1b']=1",
        'df["""{{"""] = 1',
        "\ufeffx = 1",
        "\x0c",
    ),
)
"""Lines to put somewhere: IPython's, Python 2's, and odd ones of Python's own."""


def read_cells(path: Path) -> list[str]:
    """Read the code cells of a notebook of the project."""
    return cells_of(path.read_text(encoding="utf-8"), path.suffix)


def cells_of(text: str, suffix: str) -> list[str]:
    """Read the code cells of a text."""
    cells = READERS[suffix](text, f"seed{suffix}").cells
    return [cell.source for cell in cells if cell.kind is CellKind.CODE]


@functools.cache
def notebooks() -> tuple[tuple[str, ...], ...]:
    """All notebooks of the project, as cells: those that are executed in tests, and those of the text cases."""
    paths = [*sorted(ROOT.glob("tests/fidelity/notebooks/*.py")), *sorted(ROOT.glob("examples/*/*.ipynb"))]
    cases = (
        text for page in sorted(ROOT.glob("tests/cases/*/*.md")) for text in _sources(page.read_text(encoding="utf-8"))
    )
    return (*(tuple(read_cells(path)) for path in paths), *(tuple(cells_of(text, ".py")) for text in cases))


def _sources(page: str) -> Iterator[str]:
    """The sources of a page of text cases."""
    for found in re.finditer(r"```(?:python|py)[^\n]*\n(.*?)```", page, re.DOTALL):
        yield found[1]


@functools.cache
def statements() -> tuple[str, ...]:
    """Every statement of the project's notebooks, to be put where it does not belong."""
    return tuple(dict.fromkeys(ast.unparse(node) for cells in notebooks() for cell in cells for node in _body(cell)))


@functools.cache
def expressions() -> tuple[str, ...]:
    """Every expression of the project's notebooks, likewise."""
    found = (
        ast.unparse(node)
        for text in statements()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.expr) and not isinstance(node, ast.Starred | ast.Slice | ast.FormattedValue)
    )
    return tuple(dict.fromkeys(text for text in found if len(text) < 80))


def _body(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):
        return []


def lay_out(folder: Path) -> None:
    """Put the data of the notebooks into a folder: the first rows will do."""
    for path in [*ROOT.glob("tests/fidelity/notebooks/*.csv"), *ROOT.glob("examples/*/*.csv")]:
        with path.open(encoding="utf-8") as lines:
            (folder / path.name).write_text("".join(islice(lines, _ROWS)), encoding="utf-8")


def column_names() -> tuple[str, ...]:
    """Names of columns, most of them real."""
    return (*_COLUMNS, "class", "model_config", "{{ x }}", "a\x1b[31m", "")


def spell(cells: list[str]) -> dict[str, object]:
    """Spell cells as Jupyter saves them, with outputs."""
    output = {"output_type": "stream", "name": "stdout", "text": ["1\n"]}
    spelled: list[dict[str, object]] = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [output], "execution_count": number}
        for number, cell in enumerate(cells, start=1)
    ]
    kernel = {"name": "python3", "language": "python"}
    return {"cells": spelled, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def to_json(document: object) -> str:
    """Spell a document."""
    return json.dumps(document)
