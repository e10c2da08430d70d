"""`apply`, `map` and kin: a function for each cell, each row, or each column."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.knowledge import functions
from promote.model.steps import BindingTime, StateKind
from promote.planners.binding.naming import name_of, snake
from promote.planners.binding.own_functions import body
from promote.planners.binding.syntax import axis
from promote.planners.values import CONSTANT, ELEMENT, Value, ValueKind, blocked, join

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def applied(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
    """Find the value of `rows.apply(function)`: row-wise where the function sees one cell or one row."""
    if receiver.kind is ValueKind.FRAME and func.attr in {"apply", "transform"} and axis(node) == 0:
        return _to_columns(evaluator, node, func, receiver)
    parameter = ELEMENT
    if func.attr in {"pipe", "assign"}:
        parameter = replace(receiver, source=False, raw=False)
    results = [_result(evaluator, each, func, receiver, parameter) for each in _arguments(node)]
    joined = join(receiver, *(replace(each, kind=receiver.kind) for each in results))
    kind = ValueKind.COLUMN if axis(node) == 1 and receiver.kind is ValueKind.FRAME else receiver.kind
    return replace(joined, kind=kind, source=False, raw=False)


def _arguments(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(keyword.value for keyword in node.keywords)]


def _result(evaluator: "Evaluator", node: ast.expr, func: ast.Attribute, receiver: Value, parameter: Value) -> Value:
    """What an argument, as a rule a function, makes of the parameter."""
    value = evaluator.evaluate(node)
    if value.kind is ValueKind.FUNCTION and value.node is not None:
        return join(value, body(evaluator, value.node, [parameter]))
    if value.rows or (isinstance(node, ast.Attribute) and node.attr.startswith("fit")):
        return blocked(join(receiver, value), f"`{func.attr}` is given something that learns from the rows")
    return value


def _to_columns(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
    """A function of whole columns: what it learns of each is kept under the column's name."""
    whole = replace(receiver, kind=ValueKind.FRAME, source=False, raw=False)
    function = node.args[0] if len(node.args) == 1 and not node.keywords else None
    if function is not None and not evaluator.elsewhere:
        if _is_fit_transform(evaluator, function):
            return _encoders(evaluator, function, func.value, whole)
        if isinstance(function, ast.Lambda) and len(function.args.args) == 1:
            return _learning(evaluator, function, func, whole)
    column = replace(whole, kind=ValueKind.COLUMN)
    results = []
    for each in _arguments(node):
        value = evaluator.evaluate(each)
        if value.kind is ValueKind.FUNCTION and value.node is None and value.qualified not in functions.ROW_WISE:
            aggregate = value.qualified in functions.AGGREGATE
            learns = f"`{func.attr}` is given something that learns from the rows"
            results.append(Value(time=BindingTime.FITTED) if aggregate else blocked(join(receiver, value), learns))
        else:
            results.append(_result(evaluator, each, func, receiver, column))
    joined = join(receiver, *(replace(each, kind=receiver.kind) for each in results))
    if any(each.time is BindingTime.FITTED for each in results):
        joined = blocked(joined, f"`{func.attr}` computes one value from a whole column")
    return replace(joined, kind=ValueKind.FRAME, source=False, raw=False)


def _is_fit_transform(evaluator: "Evaluator", node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "fit_transform"
        and evaluator.evaluate(node.value).kind is ValueKind.TRANSFORMER
    )


def _encoders(evaluator: "Evaluator", function: ast.expr, frame: ast.expr, whole: Value) -> Value:
    """Fit one transformer for each column.

    >>> df[columns].apply(encoder.fit_transform)
    encoders = {column: LabelEncoder().fit(df[columns][column]) for column in df[columns]}
    df[columns].apply(lambda column: encoders[column.name].transform(column))
    """
    transformer = evaluator.values[id(function.value)] if isinstance(function, ast.Attribute) else None
    if transformer is None or not transformer.constructor:
        return blocked(whole, "a transformer comes from somewhere else")
    holder = _one_for_each_column(evaluator, transformer, frame)
    text = f"lambda column: {holder}[column.name].transform(column)"
    evaluator.edit(function, training=text, serving=text)
    return whole


def _one_for_each_column(evaluator: "Evaluator", transformer: Value, frame: ast.expr) -> str:
    name = f"{snake(transformer.qualified.rpartition('.')[2])}s"
    holder = evaluator.holder(evaluator.new_state(name, StateKind.MAPPING))
    data = evaluator.training_text(frame)
    evaluator.prelude(f"{holder} = {{column: {transformer.constructor}.fit({data}[column]) for column in {data}}}")
    evaluator.learns = True
    return holder


def _learning(evaluator: "Evaluator", function: ast.Lambda, func: ast.Attribute, whole: Value) -> Value:
    """Keep what a function says of a column as a whole.

    >>> df[columns].apply(lambda x: x.fillna(x.mean()))
    mean = df[columns].apply(lambda x: x.mean())
    df[columns].apply(lambda x: x.fillna(mean[x.name]))
    """
    parameter = function.args.args[0].arg
    outer = evaluator.scope
    evaluator.scope = {**outer, parameter: replace(whole, kind=ValueKind.COLUMN)}
    value = evaluator.evaluate(function.body)
    fitted = _fitted_inside(evaluator, function.body, parameter)
    if fitted is not None:
        holder = _one_for_each_column(evaluator, evaluator.values[id(fitted.value)], func.value)
        evaluator.scope = outer
        text = f"{holder}[{parameter}.name].transform"
        evaluator.edit(fitted, training=text, serving=text)
        return whole
    evaluator.scope = outer
    if value.obstacle:
        return blocked(whole, value.obstacle)
    if not value.rows:
        return blocked(whole, f"`{func.attr}` computes one value from a whole column")
    for found in evaluator.captures(function.body):
        name = name_of(found).removeprefix("learned") or "value"
        holder = evaluator.holder(evaluator.new_state(f"{name}_by_column", StateKind.MAPPING))
        text = evaluator.training_text(found)
        evaluator.prelude(
            f"{holder} = {evaluator.training_text(func.value)}.apply(lambda {parameter}: {text}).to_dict()"
        )
        evaluator.edit(found, training=f"{holder}[{parameter}.name]", serving=f"{holder}[{parameter}.name]")
        evaluator.values[id(found)] = CONSTANT
        evaluator.learns = True
    return whole


def _fitted_inside(evaluator: "Evaluator", node: ast.expr, parameter: str) -> ast.Attribute | None:
    """Find the `encoder.fit_transform` of `lambda x: encoder.fit_transform(x)`."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr="fit_transform") as func, args=[ast.Name(id=name)]):
            value = evaluator.values.get(id(inner))
            known = value is not None and value.kind is ValueKind.TRANSFORMER and value.constructor
            return func if known and name == parameter else None
        case _:
            return None
