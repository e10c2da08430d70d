"""Calls of methods: of rows, of transformers and estimators, of anything else."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.knowledge import functions, methods
from promote.model.steps import BindingTime
from promote.planners.binding.idioms import METHOD_IDIOMS
from promote.planners.binding.own_functions import body
from promote.planners.binding.syntax import axis, drops_rows, reorders
from promote.planners.binding.transformers import transformer_method
from promote.planners.values import ELEMENT, Value, ValueKind, blocked, join

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator

_RESULT_KIND = {
    "to_numpy": ValueKind.ARRAY,
    "toarray": ValueKind.ARRAY,
    "todense": ValueKind.ARRAY,
    "tolist": ValueKind.ARRAY,
    "to_list": ValueKind.ARRAY,
    "ravel": ValueKind.ARRAY,
    "flatten": ValueKind.ARRAY,
    "to_frame": ValueKind.FRAME,
    "squeeze": ValueKind.COLUMN,
}


def method(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
    """Find the value of a method call, from what the method is called on."""
    name = func.attr
    if receiver.kind in {ValueKind.TRANSFORMER, ValueKind.RESAMPLER}:
        return transformer_method(evaluator, node, func, receiver)
    if receiver.kind is ValueKind.ESTIMATOR:
        values = evaluator.arguments(node)
        if name == "fit":
            return replace(receiver, time=BindingTime.FITTED)
        return replace(join(*values), source=False) if any(v.rows for v in values) else Value(time=BindingTime.FITTED)
    if receiver.rows:
        return _row_method(evaluator, node, func, receiver)
    values = evaluator.arguments(node)
    joined = join(receiver, *values)
    if name == "reset_index" and joined.time is BindingTime.FITTED:
        return Value(time=BindingTime.ROWS, kind=ValueKind.FRAME, obstacle="rows are grouped")
    if any(value.many for value in values):
        return blocked(joined, f"nobody can say whether `{name}` works on one record alone")
    return joined


def _row_method(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
    name = func.attr
    if name in {"apply", "map", "applymap", "transform", "pipe", "assign"}:
        return _applied(evaluator, node, func, receiver)
    values = evaluator.arguments(node)
    joined = replace(join(receiver, *values), kind=_RESULT_KIND.get(name, receiver.kind), source=False, raw=False)
    if receiver.kind is ValueKind.ELEMENT:
        return ELEMENT
    if (idiom := METHOD_IDIOMS.get(name)) and not evaluator.elsewhere:
        found = idiom(evaluator, node, values)
        if found is not None:
            return found
    if receiver.kind is ValueKind.ACCESSOR:
        joined = replace(joined, kind=ValueKind.COLUMN)
        return blocked(joined, "`.str.get_dummies` needs other rows") if name == "get_dummies" else joined
    if name == "to_dict" and "records" in ast.unparse(node):
        return replace(joined, kind=ValueKind.ARRAY)
    if name in methods.AGGREGATE:
        if axis(node) == 1:
            return replace(joined, kind=ValueKind.COLUMN)
        if receiver.obstacle and not (receiver.kind is ValueKind.COLUMN and receiver.obstacle.startswith("`groupby`")):
            return joined
        return Value(time=BindingTime.FITTED)
    if name in methods.ROW_REMOVING or (name == "drop" and drops_rows(node)) or reorders(node, name):
        if name == "dropna" and axis(node) == 1:
            return blocked(joined, "`dropna(axis=1)` looks at all rows to choose columns")
        evaluator.drop_tail(node, func.value)
        return joined
    return blocked(joined, reason) if (reason := _why_not_alone(node, name)) else joined


def _applied(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
    """`apply`, `map` and kin: row-wise where the function sees one cell, one row, or whole columns row by row."""
    by_cell = receiver.kind is not ValueKind.FRAME or func.attr in {"applymap", "map"} or axis(node) == 1
    parameter = ELEMENT if by_cell else replace(receiver, kind=ValueKind.COLUMN, source=False, raw=False)
    if func.attr in {"pipe", "assign"}:
        parameter = replace(receiver, source=False, raw=False)
    results = []
    for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
        value = evaluator.evaluate(argument)
        if value.kind is ValueKind.FUNCTION and value.node is not None:
            results.append(join(value, body(evaluator, value.node, [parameter])))
        elif value.kind is ValueKind.FUNCTION and value.qualified in functions.AGGREGATE and not by_cell:
            results.append(Value(time=BindingTime.FITTED))
        elif (
            (isinstance(argument, ast.Attribute) and argument.attr.startswith("fit"))
            or value.rows
            or (value.kind is ValueKind.FUNCTION and not by_cell and value.qualified not in functions.ROW_WISE)
        ):
            results.append(
                blocked(join(receiver, value), f"`{func.attr}` is given something that learns from the rows")
            )
        else:
            results.append(value)
    joined = join(receiver, *(replace(each, kind=receiver.kind) for each in results))
    if any(each.time is BindingTime.FITTED and not by_cell for each in results):
        joined = blocked(joined, f"`{func.attr}` computes one value from a whole column")
    kind = ValueKind.COLUMN if axis(node) == 1 and receiver.kind is ValueKind.FRAME else receiver.kind
    return replace(joined, kind=kind, source=False, raw=False)


def _why_not_alone(node: ast.Call, name: str) -> str:
    """Say why a method of rows cannot be called on one record, in words that follow `because`; empty if it can."""
    if name == "fillna":
        return "a value is filled in from other rows" if any(k.arg == "method" for k in node.keywords) else ""
    if name in methods.OTHER_ROWS or (name == "join" and any(k.arg == "on" for k in node.keywords)):
        return f"`{name}` needs other rows"
    if name in methods.ROW_WISE:
        return ""
    return f"nobody can say whether `{name}` works on one record alone"
