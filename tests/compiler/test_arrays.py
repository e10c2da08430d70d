"""Columns as arrays hold what the columns of a table do, whatever is done to them."""

import types
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from promote.compiler import compile_openly
from promote.model.arrays import Arrays
from promote.model.plan import Plan
from promote.model.source import Source

TABLE = pd.DataFrame({
    "age": [31, 0, 7, 58, 31, 64, 18, 25] * 4,
    "value": [1000.5, None, -3.25, 0.0, 700.0, 1e9, None, 12.5] * 4,
    "city": ["Bonn", "Ulm", "Kiel", "Bonn", "Ulm", "Kiel", "Bonn", "Bonn"] * 4,
    "category": ["basic", None, "gold", "gold", None, "basic", "basic", "gold"] * 4,
    "each": [f"N{number}" for number in range(32)],
    "y": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0] * 4,
})  # fmt: skip

# Some are called as the code calls something of its own.
NUMBERS = ("age", "value", "a", "model", "state_c")
CHOSEN = st.sampled_from(NUMBERS)
VALUES = st.sampled_from(["0", "1", "2.5", "-3", "31", "np.nan"])


@st.composite
def conditions(draw: st.DrawFn) -> str:
    """Write a condition over the rows of `df`."""
    x, y, n = draw(CHOSEN), draw(CHOSEN), draw(VALUES)
    simple = [f"df['{x}'] > {n}", f"df['{x}'] <= df['{y}']", f"df['{x}'] == {n}", f"df['{x}'].isna()"]
    simple += [
        "df['city'] == 'Bonn'",
        "df['category'] != 'gold'",
        "df['category'].isnull()",
        "df['city'].isin(['Ulm', 'Bonn'])",
    ]
    one, other = draw(st.sampled_from(simple)), draw(st.sampled_from(simple))
    return draw(st.sampled_from([one, f"({one}) & ({other})", f"({one}) | ~({other})"]))


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Write one statement that gives a column of numbers a value."""
    to, x, y, n = draw(st.sampled_from(["a", "model", "state_c", "age"])), draw(CHOSEN), draw(CHOSEN), draw(VALUES)
    operator = draw(st.sampled_from("+-*/"))
    column, condition = f"df['{x}']", draw(conditions())
    values = [
        *(f"{column} {operator} df['{y}']", f"{column} {operator} {n}", f"{n} {operator} {column}", f"-{column}"),
        *(
            f"{column}.fillna({n})",
            f"{column}.fillna({column}.abs())",
            f"{column}.clip(0, 10)",
            f"{column}.clip(upper=5)",
        ),
        *(f"np.log1p({column})", f"np.sqrt({column}.abs())", f"{column}.round(1)", f"{column}.abs()", column),
        *(f"{column}.replace(0, 5)", f"{column}.replace({{0: 5, 31: -1}})", f"{column}.replace(0, np.nan)"),
        *(f"({condition}).astype(int)", f"np.where({condition}, {column}, {n})", f"np.where({condition}, 1, 0)"),
        *(
            "df['city'].map({'Bonn': 1, 'Ulm': 2})",
            "df['category'].map({'basic': 0, 'gold': 1})",
            "df['age'].astype(int)",
        ),
        *("df['city'].replace({'Bonn': 1, 'Ulm': 2, 'Kiel': 3})", "df['city'].apply(lambda v: 1 if v == 'Ulm' else 0)"),
        *("df['category'].fillna('none').map({'none': 0, 'gold': 2})", "df['city'].str.lower().map({'bonn': 1})"),
        *(f"{column}.apply(lambda v: 1 if v > 20 else 0)", "df['each'].map({'N1': 3})", f"{column}.astype(float)"),
    ]
    blocks = [
        f"df['{x}'] = df['{x}'].fillna({n})",
        f"for column in ['{x}', 'age']:\n    df[column] = df[column] * 2",
        f"df.rename(columns={{'{x}': '{x}'}})\ndf = df.copy()",
        f"df['{x}'].fillna(3, inplace=True)",
        f"other = df\nother['{x}'] = other['{x}'] + 1\ndf['a'] = other['{y}']",
        f"df.loc[{condition}, '{x}'] = {n}",
        f"df.columns = df.columns.str.strip()\ndf = df.replace({n}, 3)" if n != "np.nan" else "df = df.copy()",
        "df.replace({'city': {'Bonn': 'Ulm'}}, inplace=True)",
        "df['city'] = df['city'].str.extract('(.)')[0]",
        f"other = df[['{x}', '{y}']]\ndf['{x}'] = df['{x}'] + 1\ndf['state_c'] = other['{y}']"
        if x != y
        else "df = df.copy()",
    ]
    return draw(st.sampled_from([*(f"df['{to}'] = {value}" for value in values), *blocks]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the table in it."""
    folder = tmp_path_factory.mktemp("notebook")
    TABLE.to_csv(folder / "data.csv", index=False)
    return folder


def program(body: list[str]) -> str:
    """Write a notebook that prepares the table, and fits a model on it."""
    return "\n".join([
        "# %%",
        "import numpy as np",
        "import pandas as pd",
        "from sklearn.tree import DecisionTreeRegressor",
        "df = pd.read_csv('data.csv')",
        *(f"df['{name}'] = df['age']" for name in ("a", "model", "state_c")),
        *body,
        f"X = df[{list(NUMBERS)!r}]",
        "model = DecisionTreeRegressor(random_state=0)",
        "model.fit(X, df['y'])",
        "model.predict(X)",
    ])  # fmt: skip


@given(st.lists(statements(), min_size=1, max_size=5))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_values(folder: Path, body: list[str]) -> None:
    """Each column is what pandas makes of it, to the last bit."""
    source = Source(name="notebook.py", text=program(body), folder=folder, tool_version="1.2.3")
    draft = compile_openly(source).derived.draft
    assert draft is not None
    if draft.plan.arrays is None or draft.plan.contract.fields == ():
        reject()

    try:
        expected = by_table(draft.plan, draft.plan.arrays)
    except (TypeError, ValueError):
        reject()  # pandas does not put a fraction into a column of whole numbers
    np.testing.assert_array_equal(by_arrays(draft.plan, draft.plan.arrays), expected)


def test_most_are_understood(folder: Path) -> None:
    """The property says nothing about programs that are left to pandas: these are not."""
    body = [
        "df['a'] = df['value'].fillna(0) / df['age'].clip(lower=1)",
        "df['model'] = np.where((df['city'] == 'Bonn') & (df['a'] > 1), 1, 0)",
        "df['state_c'] = df['category'].map({'basic': 0, 'gold': 1})",
    ]
    source = Source(name="notebook.py", text=program(body), folder=folder, tool_version="1.2.3")
    draft = compile_openly(source).derived.draft

    assert draft is not None
    assert draft.plan.arrays is not None
    assert draft.plan.arrays.done == len(draft.plan.path.serving)


def by_arrays(plan: Plan, arrays: Arrays) -> np.ndarray:
    """Run what was written."""
    fields = {field.column: field.attribute for field in plan.contract.fields}
    rows = TABLE[[*fields]].rename(columns=fields).astype(object).where(TABLE[[*fields]].notna().to_numpy(), None)
    scope = {"np": np, "pd": pd, "instances": [types.SimpleNamespace(**row) for row in rows.to_dict(orient="records")]}
    with np.errstate(all="ignore"):
        exec("\n".join(arrays.lines), scope)  # noqa: S102 - compiled here
        columns = eval(f"[{', '.join(arrays.columns)}]", scope)  # noqa: S307
    return np.asarray(columns, dtype=float).T


def by_table(plan: Plan, arrays: Arrays) -> np.ndarray:
    """Run the steps that the arrays stand for, as they are."""
    steps = [plan.steps[position].serving_text() for position in plan.path.serving]
    scope = {"np": np, "pd": pd, plan.path.cut.frame: TABLE.copy()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec("\n".join([text for text in steps if text][: arrays.done]), scope)  # noqa: S102
    return np.asarray(scope[arrays.frame], dtype=float)
