"""What transformers do: each place that fits one makes its own, and serving uses that."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.knowledge.estimators import MADE_BY
from promote.model.steps import STATE, BindingTime, Edit, StateKind
from promote.planners.binding.naming import column_name, snake
from promote.planners.binding.syntax import argument
from promote.planners.values import CONSTANT, Value, ValueKind, blocked, join

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def transformer_method(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
    """Find the value of a method call on a transformer or resampler."""
    name = func.attr
    values = evaluator.arguments(node)
    data = values[0] if values else CONSTANT
    if name in {"fit_resample", "fit_sample"}:
        return blocked(join(*values), "rows are resampled")
    if name == "fit":
        evaluator.learns = True
        return replace(receiver, time=BindingTime.FITTED)
    if name == "fit_transform":
        if not data.rows:
            return blocked(join(receiver, *values), "a transformer is fitted on something that is not rows")
        return _fit_transform(evaluator, node, func, receiver, data)
    is_fresh = receiver.time is BindingTime.CONSTANT and receiver.constructor and not receiver.state
    if is_fresh and data.rows and name != "partial_fit" and isinstance(func.value, ast.Name) and not evaluator.depth:
        return blocked(data, f"nothing has fitted `{func.value.id}` before")
    if name in {"transform", "inverse_transform"}:
        return replace(data, kind=ValueKind.ARRAY, source=False, raw=False)
    return Value(time=BindingTime.FITTED)


def _fit_transform(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value, data: Value) -> Value:
    """Training makes and fits its own transformer at this very place; serving uses that one."""
    if not receiver.constructor or evaluator.depth:
        return blocked(data, "a transformer comes from somewhere else")
    if isinstance(func.value, ast.Subscript):
        # The notebook itself keeps one for each key.
        return _transformed_in_serving(evaluator, node, func, data)
    make_own(evaluator, node, func.value, receiver)
    return _transformed_in_serving(evaluator, node, func, data)


def make_own(evaluator: "Evaluator", node: ast.Call, named: ast.expr, receiver: Value) -> None:
    """Let training make a transformer for the very place that fits it, and everything behind that place use it."""
    base = named.id if isinstance(named, ast.Name) else snake(receiver.qualified.rpartition(".")[2])
    data = argument(node, 0, "X")
    column = column_name(data) if data is not None and isinstance(named, ast.Name) else ""
    wanted = base if not column or base not in evaluator.taken else f"{column}_{base}"
    holder = evaluator.holder(evaluator.new_state(wanted, StateKind.TRANSFORMER, class_of(receiver)))
    evaluator.prelude(f"{holder} = {receiver.constructor}")
    if isinstance(named, ast.Name):
        evaluator.edits = [each for each in evaluator.edits if (each.start, each.end) != evaluator.span(named)]
        evaluator.scope[named.id] = replace(receiver, time=BindingTime.FITTED, state=holder)
    evaluator.edit(named, training=holder, serving=holder)


def class_of(transformer: Value) -> str:
    """The class of a transformer as the notebook spells it, or that which a function makes; empty if that is unknown."""
    match ast.parse(STATE.sub(r"\1", transformer.constructor) or "None", mode="eval").body:
        case ast.Call(func=ast.Name() | ast.Attribute() as function):
            name = ast.unparse(function)
            last = transformer.qualified.rpartition(".")[2] or name
            return name if last[:1].isupper() else MADE_BY.get(last, "")
        case _:
            return ""


def _transformed_in_serving(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, data: Value) -> Value:
    start, end = evaluator.span(func.value)[1], evaluator.span(func)[1]
    arguments_end = evaluator.span(node)[1]
    first = next(iter([*node.args, *node.keywords]))
    first_end = evaluator.span(first)[1]
    evaluator.edits.append(Edit(start=start, end=end, serving=".transform"))
    if first_end < arguments_end - 1:
        # A transformer that also looks at the target does so in training only.
        evaluator.edits.append(Edit(start=first_end, end=arguments_end - 1, serving=""))
    evaluator.learns = True
    return replace(data, kind=ValueKind.ARRAY, source=False, raw=False)
