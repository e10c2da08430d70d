"""Calls of methods: of rows, of transformers and estimators, of anything else."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.knowledge import methods, networks
from promote.model.steps import BindingTime
from promote.planners.binding.applied import applied
from promote.planners.binding.idioms import METHOD_IDIOMS
from promote.planners.binding.idioms.groups import method_of_groups
from promote.planners.binding.syntax import axis, drops_rows, reorders
from promote.planners.binding.tensors import tensor_method
from promote.planners.binding.transformers import transformer_method
from promote.planners.values import ELEMENT, Value, ValueKind, blocked, join, learned

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator

_RESULT_KIND = {
    "to_numpy": ValueKind.ARRAY,
    "toarray": ValueKind.ARRAY,
    "todense": ValueKind.ARRAY,
    "tocsr": ValueKind.ARRAY,
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
        if name == "fit" and node.args:
            return replace(receiver, time=BindingTime.FITTED, fitted_on=evaluator.serving_text(node.args[0]))
        if name == "fit" or (name in networks.RETURNS_ITSELF and receiver.qualified.startswith(networks.LAYERS)):
            return replace(receiver, time=BindingTime.FITTED)
        return replace(join(*values), source=False) if any(v.rows for v in values) else Value(time=BindingTime.FITTED)
    if receiver.kind is ValueKind.GROUPS:
        return method_of_groups(evaluator, node, func, receiver)
    if receiver.kind is ValueKind.TENSOR and receiver.rows:
        return tensor_method(evaluator, node, func, receiver)
    if receiver.rows:
        return _row_method(evaluator, node, func, receiver)
    values = evaluator.arguments(node)
    joined = join(receiver, *values)
    if any(value.many for value in values):
        return blocked(joined, f"nobody can say whether `{name}` works on one record alone")
    return replace(joined, keyed=receiver.keyed and name in methods.KEEPS_KEYS)


def _row_method(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
    name = func.attr
    if name in {"apply", "map", "applymap", "transform", "pipe", "assign"}:
        return applied(evaluator, node, func, receiver)
    if name == "copy":
        return receiver
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
        return joined if receiver.obstacle else learned()
    if name in methods.ROW_REMOVING or (name == "drop" and drops_rows(node)) or reorders(node, name):
        evaluator.keep_only(node, func.value)
        return joined
    if name == "join" and values and values[0].keyed:
        return joined
    return blocked(joined, reason) if (reason := _why_not_alone(node, name)) else joined


def _why_not_alone(node: ast.Call, name: str) -> str:
    """Say why a method of rows cannot be called on one record, in words that follow `because`; empty if it can."""
    if name == "fillna":
        return "a value is filled in from other rows" if any(k.arg == "method" for k in node.keywords) else ""
    if name in methods.OTHER_ROWS or (name == "join" and any(k.arg == "on" for k in node.keywords)):
        return f"`{name}` needs other rows"
    if name in methods.ROW_WISE:
        return ""
    return f"nobody can say whether `{name}` works on one record alone"
