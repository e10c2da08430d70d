"""Methods of a column that give another column."""

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.arrays.code import EACH, call, each, name
from promote.planners.arrays.lookups import applied, mapped, replaced
from promote.planners.arrays.operators import operand
from promote.planners.arrays.values import Column, Kind, Scalar, Unsupported, Value
from promote.planners.calls import argument

if TYPE_CHECKING:
    from promote.planners.arrays.evaluator import Evaluator

TEXT_METHODS = frozenset(["lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "swapcase"])


def _absolute(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    del evaluator
    if node.args or column.kind is not Kind.NUMBER:
        raise Unsupported
    return replace(column, node=call("np.abs", column.node))


def _rounded(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    del evaluator
    if column.kind is not Kind.NUMBER or node.keywords:
        raise Unsupported
    return replace(column, node=call("np.round", column.node, *node.args))


def _clipped(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    low, high = (argument(node, position, word) for position, word in enumerate(("lower", "upper")))
    if column.kind is not Kind.NUMBER or {each.arg for each in node.keywords} - {"lower", "upper"}:
        raise Unsupported
    bounds = [operand(evaluator, evaluator.evaluate(bound)) if bound else ast.Constant(None) for bound in (low, high)]
    return replace(column, node=call("np.clip", column.node, *bounds))


def _filled(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    filling = argument(node, 0, "value")
    if filling is None or {each.arg for each in node.keywords} - {"value"}:
        raise Unsupported
    return filled(column, evaluator.evaluate(filling))


def filled(column: Column, value: Value) -> Column:
    """Put a value where there is none."""
    if not isinstance(value, Scalar):
        raise Unsupported
    if column.kind is Kind.NUMBER:
        if value.known and not isinstance(value.value, int | float):
            raise Unsupported
        array = column.node
        node = call("np.where", call("np.isnan", array), value.node, array)
        return Column(kind=Kind.NUMBER, node=node)
    if column.kind is Kind.TEXT:
        if value.known and not isinstance(value.value, str):
            raise Unsupported
        chosen = ast.IfExp(ast.Compare(name(EACH), [ast.Is()], [ast.Constant(None)]), value.node, name(EACH))
        texts = (*column.texts, str(value.value)) if column.texts and value.known else ()
        return Column(kind=Kind.TEXT, node=each(chosen, column.node), texts=texts)
    raise Unsupported


def _is_missing(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    del evaluator, node
    if column.kind is Kind.NUMBER:
        return Column(kind=Kind.FLAG, node=call("np.isnan", column.node))
    if column.kind is Kind.TEXT:
        missing = ast.Compare(name(EACH), [ast.Is()], [ast.Constant(None)])
        return Column(kind=Kind.FLAG, node=call("np.array", each(missing, column.node)))
    raise Unsupported


def _is_in(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    wanted = evaluator.evaluate(node.args[0])
    if not isinstance(wanted, Scalar) or not isinstance(wanted.value, list | tuple | set):
        raise Unsupported
    if column.kind is Kind.NUMBER:
        return Column(kind=Kind.FLAG, node=call("np.isin", column.node, wanted.node))
    if column.kind is Kind.TEXT and all(isinstance(each, str) for each in wanted.value):
        found = ast.Compare(name(EACH), [ast.In()], [wanted.node])
        return Column(kind=Kind.FLAG, node=call("np.array", each(found, column.node)))
    raise Unsupported


def _as_type(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    del evaluator
    wanted = argument(node, 0, "dtype")
    kind = ast.unparse(wanted).strip("'\"").removeprefix("np.") if wanted else ""
    if column.kind is Kind.NUMBER and kind in {"float", "float64"}:
        return column
    if column.kind is Kind.FLAG and kind in {"int", "int64", "int32", "int8", "float", "float64"}:
        return Column(kind=Kind.NUMBER, node=ast.Call(ast.Attribute(column.node, "astype"), [name("float")], []))
    if column.kind is Kind.NUMBER and kind in {"int", "int64", "int32"} and not column.nullable:
        return replace(column, node=call("np.trunc", column.node))
    raise Unsupported


def on_texts(evaluator: "Evaluator", node: ast.Call, column: Column, method: str) -> Column:
    """Find what a method of `.str` makes of texts."""
    arguments = [evaluator.evaluate(argument) for argument in node.args]
    if not all(isinstance(text, str) for text in column.texts):
        raise Unsupported
    if node.keywords or not all(isinstance(each, Scalar) and isinstance(each.value, str) for each in arguments):
        raise Unsupported
    given = [str(each.value) for each in arguments if isinstance(each, Scalar)]
    if (method not in TEXT_METHODS or given) and (method != "replace" or len(given) != 2 or is_pattern(given[0])):
        raise Unsupported
    changed: ast.expr = ast.Call(ast.Attribute(name(EACH), method), [ast.Constant(each) for each in given], [])
    if column.nullable:
        changed = ast.BoolOp(ast.And(), [name(EACH), changed])
    texts = tuple(dict.fromkeys(getattr(str(text), method)(*given) for text in column.texts))
    return replace(column, node=each(changed, column.node), texts=texts)


def is_pattern(text: str) -> bool:
    """Whether an older pandas would take a text for a regular expression that means something else."""
    return not text.replace(" ", "").replace("_", "").isalnum() and text not in {" ", ",", "-", "_"}


Method = Callable[["Evaluator", ast.Call, Column], Column]

METHODS: dict[str, Method] = {
    "abs": _absolute,
    "apply": applied,
    "astype": _as_type,
    "clip": _clipped,
    "fillna": _filled,
    "isin": _is_in,
    "isna": _is_missing,
    "isnull": _is_missing,
    "map": mapped,
    "replace": replaced,
    "round": _rounded,
}
"""Methods of a column, by their names."""
