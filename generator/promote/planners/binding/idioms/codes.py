"""The values that training saw, where a call numbers them in the order in which they come."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.model.steps import StateKind
from promote.planners.binding.naming import name_of
from promote.planners.values import Value, ValueKind

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def _factorized(evaluator: "Evaluator", node: ast.expr) -> tuple[str, ast.expr, Value] | None:
    """Recognise `pd.factorize(df["city"])` and `df["city"].factorize()`, and have training remember the values.

    Gives the state that holds them, the column, and the value of its codes. A value that training never saw gets the code of
    a missing one, -1.

    >>> pd.factorize(df["city"])[0]
    city_values = pd.factorize(df["city"])[1]
    city_values.get_indexer(df["city"])
    """
    if not isinstance(node, ast.Call) or node.keywords or evaluator.elsewhere:
        return None
    match node:
        case ast.Call(func=ast.Attribute(value=data, attr="factorize"), args=[]):
            pass
        case ast.Call(func=function, args=[data]) if evaluator.evaluate(function).qualified == "pandas.factorize":
            pass
        case _:
            return None
    value = evaluator.values.get(id(data)) or evaluator.evaluate(data)
    if value.kind is not ValueKind.COLUMN or not value.rows or value.obstacle:
        return None
    column = name_of(data).removeprefix("learned")
    holder = evaluator.holder(evaluator.new_state(f"{column}_values".removeprefix("_"), StateKind.VALUE))
    evaluator.prelude(f"{holder} = {evaluator.training_text(node)}[1]")
    evaluator.learns = True
    return holder, data, replace(value, kind=ValueKind.ARRAY, source=False, raw=False)


def codes(evaluator: "Evaluator", node: ast.Subscript) -> Value | None:
    """`pd.factorize(…)[0]`: the codes alone."""
    if not (isinstance(node.slice, ast.Constant) and node.slice.value == 0):
        return None
    found = _factorized(evaluator, node.value)
    if found is None:
        return None
    holder, data, value = found
    training, serving = evaluator.training_text(data), evaluator.serving_text(data)
    evaluator.edit(node, training=f"{holder}.get_indexer({training})", serving=f"{holder}.get_indexer({serving})")
    return value


def codes_and_values(evaluator: "Evaluator", node: ast.expr) -> Value | None:
    """`codes, values = pd.factorize(…)`: the codes of each record, and what training saw."""
    found = _factorized(evaluator, node)
    if found is None:
        return None
    holder, data, value = found
    training, serving = evaluator.training_text(data), evaluator.serving_text(data)
    evaluator.edit(
        node,
        training=f"{holder}.get_indexer({training}), {holder}",
        serving=f"{holder}.get_indexer({serving}), {holder}",
    )
    return value
