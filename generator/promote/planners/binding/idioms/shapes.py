"""Shapes of arrays: the number of rows is never a number."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.values import CONSTANT, Value, ValueKind, blocked

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def reshape(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Keep each row in its place: the first length is the number of rows, whichever way that is written.

    >>> df["price"].values.reshape(len(df), 1)
    df["price"].values.reshape(-1, 1)
    """
    del values
    if not isinstance(node.func, ast.Attribute) or node.keywords or not node.args:
        return None
    receiver = evaluator.values[id(node.func.value)]
    lengths = node.args[0].elts if isinstance(node.args[0], ast.Tuple | ast.List) else node.args
    first, rest = lengths[0], [_number(each) for each in lengths[1:]]
    for each in ast.walk(first):
        evaluator.values[id(each)] = CONSTANT
    reshaped = replace(receiver, kind=ValueKind.ARRAY, source=False, raw=False)
    if _number(first) == -1:
        wide = _is_wide(evaluator, node.func.value)
        return blocked(receiver, "`reshape` mixes rows") if wide or rest not in ([], [1]) else reshaped
    if _number(first) == 1:
        return blocked(receiver, "`reshape` makes one row of all")
    evaluator.edit(first, training="-1", serving="-1")
    return reshaped


def _number(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return None


def _is_wide(evaluator: "Evaluator", node: ast.expr) -> bool:
    """Whether an array holds the cells of a frame that may have several columns."""
    match node:
        case ast.Attribute(value=inner, attr="values") | ast.Call(func=ast.Attribute(value=inner, attr="to_numpy")):
            pass
        case _:
            return False
    value = evaluator.values.get(id(inner))
    one = isinstance(inner, ast.Subscript) and isinstance(inner.slice, ast.List) and len(inner.slice.elts) == 1
    return value is not None and value.kind is ValueKind.FRAME and not one and not _is_slice_of_one(inner)


def _is_slice_of_one(node: ast.expr) -> bool:
    """`frame.iloc[:, 3:4]`."""
    match node:
        case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Slice(lower=first, upper=last, step=None)])):
            start = 0 if first is None else _number(first)
            end = None if last is None else _number(last)
            return isinstance(start, int) and isinstance(end, int) and end - start == 1
        case ast.Subscript(slice=ast.Tuple(elts=[_, ast.List(elts=[_])])):
            return True
        case _:
            return False
