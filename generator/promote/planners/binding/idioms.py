"""Calls that learn something without saying so, and how both programs come to share what was learned.

An idiom is given the call and its arguments' values, notes its edits, and returns the call's value; `None` leaves the call to
the general rules.
"""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from promote.model.steps import BindingTime, Edit, StateKind
from promote.planners.binding.naming import name_of
from promote.planners.values import Value, ValueKind, blocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from promote.planners.binding.evaluator import Evaluator

Idiom: TypeAlias = "Callable[[Evaluator, ast.Call, list[Value]], Value | None]"


def get_dummies(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Remember the categories: `pd.get_dummies(df.astype(categories))` has the same columns for one record as for all.

    >>> pd.get_dummies(df, columns=["contract"])
    categories = {column: df[column].astype("category").dtype for column in ["contract"]}
    pd.get_dummies(df.astype(categories), columns=["contract"])
    """
    if not node.args or not values[0].many:
        return None
    data = node.args[0]
    text = evaluator.training_text(data)
    if values[0].kind is ValueKind.COLUMN:
        state = evaluator.new_state(f"{name_of(data)}_categories".removeprefix("learned_"), StateKind.VALUE)
        holder = evaluator.holder(state)
        evaluator.prelude(f'{holder} = {text}.astype("category").dtype')
    else:
        columns = next((keyword.value for keyword in node.keywords if keyword.arg == "columns"), None)
        if columns is not None and evaluator.captures(columns):
            evaluator.capture_all(columns)
        named = (
            evaluator.training_text(columns)
            if columns is not None
            else f'{text}.select_dtypes(include=["object", "string", "category"]).columns'
        )
        state = evaluator.new_state("categories", StateKind.VALUE)
        holder = evaluator.holder(state)
        evaluator.prelude(f'{holder} = {{column: {text}[column].astype("category").dtype for column in {named}}}')
    _append(evaluator, data, f".astype({holder})")
    evaluator.learns = True
    return replace(values[0], kind=ValueKind.FRAME, source=False, raw=False)


def cut(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Remember the edges where only their number is given."""
    bins = node.args[1] if len(node.args) > 1 else _keyword(node, "bins")
    if not node.args or not values[0].many or bins is None:
        return None
    if not isinstance(bins, ast.Constant):
        return replace(values[0], kind=ValueKind.COLUMN, source=False, raw=False)
    return _edges(evaluator, node, bins, values[0])


def qcut(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Quantiles are edges that training learns; what lies outside them is put in the outermost bin by nobody, as in pandas."""
    del evaluator, node
    return blocked(values[0], "`qcut` computes its edges from all rows") if values and values[0].many else None


def _edges(evaluator: "Evaluator", node: ast.Call, bins: ast.expr, data: Value) -> Value:
    column = name_of(node.args[0]).removeprefix("learned")
    state = evaluator.new_state(f"{column}_edges".removeprefix("_"), StateKind.VALUE)
    holder = evaluator.holder(state)
    text = evaluator.training_text(node.args[0])
    called = ast.unparse(node.func)
    evaluator.prelude(f"{holder} = {called}({text}, {ast.unparse(bins)}, retbins=True)[1]")
    evaluator.edit(bins, training=holder, serving=holder)
    evaluator.learns = True
    return replace(data, kind=ValueKind.COLUMN, source=False, raw=False)


def astype(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """`astype("category")` learns the categories, which decide the codes."""
    del values
    if not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and node.args[0].value == "category"):
        return None
    if not isinstance(node.func, ast.Attribute):
        return None
    receiver = evaluator.values[id(node.func.value)]
    if receiver.kind is not ValueKind.COLUMN:
        return blocked(receiver, "categories of several columns are learned at once")
    column = name_of(node.func.value).removeprefix("learned")
    state = evaluator.new_state(f"{column}_categories".removeprefix("_"), StateKind.VALUE)
    holder = evaluator.holder(state)
    evaluator.prelude(f"{holder} = {evaluator.training_text(node)}.dtype")
    evaluator.edit(node.args[0], training=holder, serving=holder)
    evaluator.learns = True
    return replace(receiver, source=False, raw=False)


def select_dtypes(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Which columns have a type is learned once: a single record may not show it."""
    del values
    if not isinstance(node.func, ast.Attribute):
        return None
    receiver = evaluator.values[id(node.func.value)]
    # Only a frame that is used as such needs the edit; `.columns` of it is captured as a whole.
    return replace(receiver, time=BindingTime.ROWS, source=False, raw=False)


def _append(evaluator: "Evaluator", node: ast.expr, text: str) -> None:
    """Insert text right behind an expression, in both programs."""
    end = evaluator.span(node)[1]

    evaluator.edits.append(Edit(start=end, end=end, training=text, serving=text))


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)


FUNCTION_IDIOMS: dict[str, Idiom] = {
    "pandas.get_dummies": get_dummies,
    "pandas.cut": cut,
    "pandas.qcut": qcut,
}
"""Qualified name of a function -> its idiom."""

METHOD_IDIOMS: dict[str, Idiom] = {
    "astype": astype,
    "select_dtypes": select_dtypes,
}
"""Method of a frame or column -> its idiom."""
