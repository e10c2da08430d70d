"""Frames that are made of other frames: columns dropped, renamed, filled, joined, picked."""

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.arrays.code import dotted, variable
from promote.planners.arrays.columns import TEXT_METHODS, filled, is_pattern
from promote.planners.arrays.lookups import mapping_of, replaced
from promote.planners.arrays.values import Column, Frame, Kind, Scalar, Unsupported, Value
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


def named(evaluator: "Evaluator", frame: Frame, node: ast.expr) -> Frame:
    """`df.columns = ["a", "b"]`, `df.columns = df.columns.str.lower()`."""
    if frame.is_open:
        raise Unsupported
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Attribute(value=inner, attr="str"), attr=method), keywords=[]):
            labels = [name for name, _ in named(evaluator, frame, inner).entries]
            given = [evaluator.constant(argument)[0] for argument in node.args]
            if method not in {*TEXT_METHODS, "replace"} or not all(isinstance(each, str) for each in given):
                raise Unsupported
            if method == "replace" and is_pattern(str(given[0])):
                raise Unsupported
            labels = [getattr(label, method)(*given) for label in labels]
        case ast.Attribute(value=ast.Name() as same, attr="columns") if evaluator.frame(same) == frame:
            return frame
        case _:
            labels = list(evaluator.labels(node))
    if len(labels) != len(frame.entries) or len(set(labels)) != len(labels):
        raise Unsupported
    return replace(frame, entries=tuple(zip(labels, (entry for _, entry in frame.entries), strict=True)))


def chosen(frame: str, condition: ast.expr, label: str, value: ast.expr) -> ast.expr:
    """`df.loc[condition, "a"] = value`, as the value that the whole column has then."""
    column = ast.Subscript(ast.Name(frame), ast.Constant(label))
    return ast.Call(ast.Attribute(ast.Name("numpy"), "where"), [condition, value, column], [])


def replaced_in(evaluator: "Evaluator", node: ast.Call, frame: Frame) -> Frame:
    """`df.replace("Yes", 1)`, `df.replace({"sex": {"male": 0}})`: in each column, or in those that are named."""
    given = evaluator.evaluate(node.args[0]) if len(node.args) == 1 and not node.keywords else None
    per_column = given.value if isinstance(given, Scalar) and isinstance(given.value, dict) else {}
    is_nested = bool(per_column) and all(isinstance(each, dict) for each in per_column.values())
    for label, column in frame.columns.items():
        if column.kind is Kind.UNKNOWN or (is_nested and label not in per_column):
            continue
        call = node
        if is_nested:
            call = ast.Call(node.func, [dotted(repr(per_column[label]))], [])
        if not is_nested and not _may_hold(column, mapping_of(evaluator, call)):
            continue
        changed = replaced(evaluator, call, evaluator.hold(column))
        frame = frame.with_column(label, replace(changed, node=evaluator.bind(variable(label), changed.node)))
    return frame


def _may_hold(column: Column, mapping: Mapping[object, object]) -> bool:
    """Whether a column may have one of the values that are replaced."""
    if column.kind is Kind.TEXT:
        return not column.texts or bool({*column.texts} & mapping.keys())
    return any(isinstance(each, int | float) for each in mapping)
