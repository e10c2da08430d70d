"""The edges of bins, where a call finds them in the data."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.model.steps import StateKind
from promote.planners.binding.naming import name_of
from promote.planners.binding.syntax import argument
from promote.planners.values import Value, ValueKind, blocked

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def cut(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Remember the edges where only their number is given.

    >>> pd.cut(df["price"], 4)
    price_edges = pd.cut(df["price"], 4, retbins=True)[1]
    pd.cut(df["price"], price_edges)
    """
    del values
    data, bins = argument(node, 0, "x"), argument(node, 1, "bins")
    if data is None or bins is None or not (value := evaluator.values[id(data)]).many:
        return None
    if isinstance(bins, ast.Constant):
        _learn(evaluator, node, data, bins)
    return _binned(value)


def qcut(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Remember the quantiles: they are edges like others, the lowest of which belongs to its bin.

    >>> pd.qcut(df["price"], 4, labels=False)
    price_edges = pd.qcut(df["price"], 4, retbins=True)[1]
    pd.cut(df["price"], price_edges, labels=False, include_lowest=True)
    """
    del values
    data, quantiles = argument(node, 0, "x"), argument(node, 1, "q")
    if data is None or quantiles is None or not (value := evaluator.values[id(data)]).many:
        return None
    if not isinstance(node.func, ast.Attribute) or value.kind is ValueKind.FRAME:
        return blocked(value, "`qcut` computes its edges from all rows")
    _learn(evaluator, node, data, quantiles)
    called = f"{ast.unparse(node.func.value)}.cut"
    evaluator.edit(node.func, training=called, serving=called)
    named = next((each for each in node.keywords if each.arg == "q"), None)
    if named is not None:
        start = evaluator.span(named)[0]
        evaluator.replace_span(start, start + len("q"), "bins")
    evaluator.append([*node.args, *(each.value for each in node.keywords)][-1], ", include_lowest=True")
    return _binned(value)


def _learn(evaluator: "Evaluator", node: ast.Call, data: ast.expr, bins: ast.expr) -> None:
    """Find the edges with the very call at hand, and put them in the place of their number."""
    column = name_of(data).removeprefix("learned")
    holder = evaluator.holder(evaluator.new_state(f"{column}_edges".removeprefix("_"), StateKind.VALUE))
    text = evaluator.training_text(data)
    evaluator.prelude(
        f"{holder} = {ast.unparse(node.func)}({text}, {ast.unparse(bins)}{_dropping(node)}, retbins=True)[1]"
    )
    evaluator.edit(bins, training=holder, serving=holder)
    evaluator.learns = True


def _dropping(node: ast.Call) -> str:
    """What decides which edges there are, beside their number."""
    given = next((each for each in node.keywords if each.arg == "duplicates"), None)
    return f", duplicates={ast.unparse(given.value)}" if given is not None else ""


def _binned(data: Value) -> Value:
    return replace(data, kind=ValueKind.COLUMN, source=False, raw=False)
