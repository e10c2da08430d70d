"""Calls: functions of NumPy and pandas, methods of frames and columns, encoders."""

import ast
import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.arrays.code import as_array, call
from promote.planners.arrays.columns import METHODS, on_texts
from promote.planners.arrays.dummies import dummies
from promote.planners.arrays.frames import all_filled, dropped, joined, renamed, replaced_in
from promote.planners.arrays.operators import operand
from promote.planners.arrays.values import PLACE, Column, Frame, Kind, Scalar, Unsupported, Value
from promote.planners.calls import argument, qualified_name

if TYPE_CHECKING:
    from promote.planners.arrays.evaluator import Evaluator

_ALIKE = frozenset(
    [
        *("abs", "absolute", "ceil", "exp", "expm1", "floor", "log", "log10", "log1p", "log2", "rint", "sign", "sqrt"),
        *("square", "cbrt", "sin", "cos", "tan", "tanh"),
    ]
)
"""Functions of NumPy that pandas hands a column to, as it is."""

_COPIES = frozenset(["copy", "infer_objects"])


def evaluate_call(evaluator: "Evaluator", node: ast.Call) -> Value:
    """Find the value of a call."""
    called = qualified_name(node.func, evaluator.imports)
    if called.startswith("numpy.") and called.removeprefix("numpy.") in _ALIKE and len(node.args) == 1:
        number = evaluator.column(node.args[0], Kind.NUMBER)
        return replace(number, node=ast.Call(node.func, [number.node], []), nullable=True)
    if called in _FUNCTIONS:
        return _FUNCTIONS[called](evaluator, node)
    match node.func:
        case ast.Attribute(value=ast.Name() | ast.Subscript() as encoder, attr="transform") if _is_state(encoder):
            return _encoded(evaluator, node, encoder)
        case ast.Attribute(value=ast.Attribute(value=texts, attr="str"), attr=method):
            return on_texts(evaluator, node, evaluator.column(texts, Kind.TEXT), method)
        case ast.Attribute(value=inner, attr=method):
            return _method(evaluator, node, evaluator.evaluate(inner), method)
        case _:
            raise Unsupported


def _method(evaluator: "Evaluator", node: ast.Call, value: Value, method: str) -> Value:
    if method in _COPIES and not node.args:
        return value
    match value:
        case Frame():
            return _of_frame(evaluator, node, value, method)
        case Column(kind=Kind.NUMBER | Kind.TEXT | Kind.FLAG) if method in METHODS:
            return METHODS[method](evaluator, node, evaluator.hold(value))
        case _:
            raise Unsupported


def _of_frame(evaluator: "Evaluator", node: ast.Call, frame: Frame, method: str) -> Value:
    keywords = {each.arg: each.value for each in node.keywords}
    match method, node.args:
        case "to_numpy", [] if not keywords:
            return replace(frame, is_array=True)
        case "drop", _:
            return dropped(evaluator, node, frame)
        case "replace", _:
            return replaced_in(evaluator, node, frame)
        case "rename", [] if keywords.keys() == {"columns"}:
            return renamed(evaluator, keywords["columns"], frame)
        case "fillna", [filling] if not keywords:
            return all_filled(evaluator, frame, evaluator.evaluate(filling))
        case "reset_index", [] if isinstance(drop := keywords.get("drop"), ast.Constant) and drop.value is True:
            return frame
        case _:
            raise Unsupported


def _where(evaluator: "Evaluator", node: ast.Call) -> Column:
    if len(node.args) != 3 or node.keywords:
        raise Unsupported
    flag = evaluator.column(node.args[0], Kind.FLAG)
    values = [evaluator.evaluate(choice) for choice in node.args[1:]]
    return Column(
        kind=Kind.NUMBER,
        node=call("np.where", flag.node, *(operand(evaluator, value) for value in values)),
        nullable=any(_may_be_missing(value) for value in values),
    )


def _may_be_missing(value: Value) -> bool:
    match value:
        case Column(nullable=nullable):
            return nullable
        case Scalar(known=True):
            return isinstance(value.value, float) and math.isnan(value.value)
        case _:
            return True


def _to_number(evaluator: "Evaluator", node: ast.Call) -> Column:
    """Pandas reads numbers in its own way, and does so in a list as well."""
    texts = evaluator.column(node.args[0], Kind.TEXT)
    errors = argument(node, 1, "errors")
    if not isinstance(errors, ast.Constant) or errors.value != "coerce" or len(node.keywords) + len(node.args) > 2:
        raise Unsupported
    read = call("pd.to_numeric", as_array(texts.node, "object"), errors=errors)
    return Column(kind=Kind.NUMBER, node=read, nullable=True)


def _is_state(node: ast.expr) -> bool:
    inner = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(inner, ast.Name) and inner.id.startswith(PLACE)


def _encoded(evaluator: "Evaluator", node: ast.Call, encoder: ast.expr) -> Column:
    """A label encoder, which takes a list as well. What is missing would be something else to it in a list."""
    if len(node.args) != 1 or node.keywords:
        raise Unsupported
    column, state = evaluator.column(node.args[0], Kind.TEXT, Kind.NUMBER), evaluator.evaluate(encoder)
    if column.nullable or not isinstance(state, Scalar):
        raise Unsupported
    return Column(kind=Kind.NUMBER, node=ast.Call(ast.Attribute(state.node, "transform"), [column.node], []))


def _frame_again(evaluator: "Evaluator", node: ast.Call) -> Frame:
    if len(node.args) != 1 or node.keywords:
        raise Unsupported
    return evaluator.frame(node.args[0])


_FUNCTIONS: dict[str, Callable[["Evaluator", ast.Call], Value]] = {
    "numpy.where": _where,
    "pandas.DataFrame": _frame_again,
    "pandas.concat": joined,
    "pandas.get_dummies": dummies,
    "pandas.to_numeric": _to_number,
}
