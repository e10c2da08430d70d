"""Which columns a frame has, where a call finds that in the data."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.model.steps import BindingTime, StateKind
from promote.planners.binding.syntax import axis
from promote.planners.values import Value, ValueKind

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def select_dtypes(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Which columns have a type is learned once: a single record may not show it."""
    del values
    if not isinstance(node.func, ast.Attribute):
        return None
    receiver = evaluator.values[id(node.func.value)]
    # Only a frame that is used as such needs the edit; `.columns` of it is captured as a whole.
    return replace(receiver, time=BindingTime.ROWS, source=False, raw=False)


def dropna(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Which columns are full is learned once; rows that are not are dropped by the general rule.

    >>> df.dropna(axis=1)
    complete = df.dropna(axis=1).columns
    df[complete]
    """
    del values
    if (
        axis(node) != 1
        or not isinstance(node.func, ast.Attribute)
        or any(each.arg == "inplace" for each in node.keywords)
    ):
        return None
    receiver = evaluator.values[id(node.func.value)]
    frame = node.func.value
    holder = evaluator.holder(evaluator.new_state("complete", StateKind.VALUE))
    evaluator.prelude(f"{holder} = {evaluator.training_text(node)}.columns")
    training, serving = evaluator.training_text(frame), evaluator.serving_text(frame)
    evaluator.edit(node, training=f"{training}[{holder}]", serving=f"{serving}[{holder}]")
    evaluator.learns = True
    return replace(receiver, source=False, raw=False)


def pop(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Take a column out of a frame."""
    del values
    if not isinstance(node.func, ast.Attribute):
        return None
    receiver = evaluator.values[id(node.func.value)]
    return replace(receiver, kind=ValueKind.COLUMN, source=False, raw=False)
