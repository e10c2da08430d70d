"""Arithmetic, comparisons and logic: NumPy has the operators that pandas has."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.arrays.code import EACH, call, each, name
from promote.planners.arrays.values import Column, Kind, Scalar, Unsupported, Value

if TYPE_CHECKING:
    from promote.planners.arrays.evaluator import Evaluator

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_ORDERS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def arithmetic(evaluator: "Evaluator", op: ast.operator, left: Value, right: Value) -> Column:
    """`df["a"] / df["b"]`, with numbers on one side at least: two flags would add up to a flag."""
    columns = [value for value in (left, right) if isinstance(value, Column)]
    kinds = [column.kind for column in columns]
    if not isinstance(op, _OPERATORS) or Kind.NUMBER not in kinds or not set(kinds) <= {Kind.NUMBER, Kind.FLAG}:
        raise Unsupported
    parts = [operand(evaluator, value) for value in (left, right)]
    return Column(
        kind=Kind.NUMBER,
        node=ast.BinOp(parts[0], op, parts[1]),
        nullable=isinstance(op, ast.Div) or any(column.nullable for column in columns),
    )


def logic(op: ast.operator, left: Value, right: Value) -> Column:
    """`(df["a"] > 1) & df["b"].isna()`."""
    match left, right:
        case Column(kind=Kind.FLAG), Column(kind=Kind.FLAG):
            return Column(kind=Kind.FLAG, node=ast.BinOp(left.node, op, right.node))
        case _:
            raise Unsupported


def comparison(evaluator: "Evaluator", op: ast.cmpop, left: Value, right: Value) -> Column:
    """`df["a"] >= 1`, `df["sex"] == "male"`."""
    if not isinstance(op, _ORDERS):
        raise Unsupported
    match left, right:
        case Column(kind=Kind.NUMBER), Column(kind=Kind.NUMBER) | Scalar():
            node = ast.Compare(evaluator.hold(left).node, [op], [operand(evaluator, right)])
            return Column(kind=Kind.FLAG, node=node)
        case Column(kind=Kind.TEXT), Scalar(known=True) if isinstance(op, ast.Eq | ast.NotEq):
            compared = ast.Compare(name(EACH), [op], [right.node])
            return Column(kind=Kind.FLAG, node=call("np.array", each(compared, evaluator.hold(left).node)))
        case _:
            raise Unsupported


def operand(evaluator: "Evaluator", value: Value) -> ast.expr:
    """Write a value to compute with: numbers, flags, one number for all rows."""
    match value:
        case Column(kind=Kind.NUMBER | Kind.FLAG):
            return evaluator.hold(value).node
        case Scalar() if not value.known or isinstance(value.value, int | float):
            return value.node
        case _:
            raise Unsupported


def inverted(flag: Column) -> Column:
    """`~flag`."""
    return replace(flag, node=ast.UnaryOp(ast.Invert(), flag.node))


def negated(number: Column) -> Column:
    """`-number`."""
    return replace(number, node=ast.UnaryOp(ast.USub(), number.node))
