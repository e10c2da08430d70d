"""Frames that are made of other frames: columns dropped, renamed, filled, joined, picked."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.arrays.code import variable
from promote.planners.arrays.columns import filled
from promote.planners.arrays.values import Frame, Kind, Scalar, Unsupported, Value
from promote.planners.calls import argument

if TYPE_CHECKING:
    from promote.planners.arrays.evaluator import Evaluator


def dropped(evaluator: "Evaluator", node: ast.Call, frame: Frame) -> Frame:
    """`df.drop("a", axis=1)`, `df.drop(columns=["a", "b"])`."""
    keywords = {each.arg: each.value for each in node.keywords}
    columns = keywords.pop("columns", None)
    axis = keywords.pop("axis", node.args[1] if len(node.args) > 1 else None)
    keywords.pop("inplace", None)
    errors = keywords.pop("errors", None)
    if columns is None:
        if not isinstance(axis, ast.Constant) or axis.value not in {1, "columns"}:
            raise Unsupported
        columns = node.args[0] if node.args else keywords.pop("labels", None)
    if columns is None or keywords:
        raise Unsupported
    return frame.without(evaluator.labels(columns), missing=errors is not None)


def renamed(evaluator: "Evaluator", node: ast.expr, frame: Frame) -> Frame:
    """`df.rename(columns={"a": "b"})`."""
    names = evaluator.evaluate(node)
    if not isinstance(names, Scalar) or not isinstance(names.value, dict):
        raise Unsupported
    return replace(frame, entries=tuple((names.value.get(name, name), entry) for name, entry in frame.entries))


def all_filled(evaluator: "Evaluator", frame: Frame, value: Value) -> Frame:
    """`df.fillna(0)`."""
    if not isinstance(value, Scalar) or not value.known or not isinstance(value.value, int | float):
        raise Unsupported
    for label, column in frame.columns.items():
        if column.nullable and column.kind is not Kind.UNKNOWN:
            whole = filled(evaluator.hold(column), value)
            frame = frame.with_column(label, replace(whole, node=evaluator.bind(variable(label), whole.node)))
    return frame


def joined(evaluator: "Evaluator", node: ast.Call) -> Frame:
    """`pd.concat([df, dummies], axis=1)`."""
    axis = argument(node, 1, "axis")
    if not isinstance(axis, ast.Constant) or axis.value not in {1, "columns"} or len(node.keywords) > 1:
        raise Unsupported
    match node.args:
        case [ast.List(elts=parts) | ast.Tuple(elts=parts), *_]:
            frames = [evaluator.frame(part) for part in parts]
        case _:
            raise Unsupported
    names = [name for frame in frames for name in frame.columns]
    if len(names) != len(set(names)):
        raise Unsupported
    return Frame(entries=tuple(entry for frame in frames for entry in frame.entries))


def located(evaluator: "Evaluator", frame: Frame, indexer: str, index: ast.expr) -> Value:
    """`df.loc[:, ["a", "b"]]`, `df.iloc[:, 1:-1]`."""
    match index:
        case ast.Tuple(elts=[ast.Slice(lower=None, upper=None, step=None), wanted]):
            pass
        case _:
            raise Unsupported
    if indexer == "iloc" and not frame.is_open:
        return _by_position(frame, wanted)
    match wanted:
        case ast.Compare(
            left=ast.Attribute(attr="columns"), ops=[ast.NotEq()], comparators=[ast.Constant(value=str() as out)]
        ):
            return frame.without((out,))
        case ast.List() | ast.Name() if indexer == "loc":
            return frame.only(evaluator.labels(wanted))
        case _:
            raise Unsupported


def _by_position(frame: Frame, wanted: ast.expr) -> Value:
    try:
        match wanted:
            case ast.Slice(lower=lower, upper=upper, step=None):
                bounds = [ast.literal_eval(bound) if bound else None for bound in (lower, upper)]
                return replace(frame, entries=frame.entries[bounds[0] : bounds[1]])
            case ast.List():
                return replace(frame, entries=tuple(frame.entries[each] for each in ast.literal_eval(wanted)))
            case _:
                raise Unsupported
    except (ValueError, IndexError) as error:
        raise Unsupported from error
