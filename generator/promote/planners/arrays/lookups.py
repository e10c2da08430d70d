"""Other values in the places of those that are there: `map`, `replace`, and functions that choose."""

import ast
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from promote.planners.arrays.code import EACH, as_array, call, dotted, each, name
from promote.planners.arrays.values import Column, Kind, Scalar, Unsupported
from promote.planners.calls import argument

if TYPE_CHECKING:
    from promote.planners.arrays.evaluator import Evaluator

_SHORT = 4
"""So many entries has a table that is written where it is used."""


def mapped(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    """`df["sex"].map({"male": 0, "female": 1})`."""
    if len(node.args) != 1 or node.keywords:
        raise Unsupported
    if isinstance(node.args[0], ast.Lambda):
        return applied(evaluator, node, column)
    table = evaluator.evaluate(node.args[0])
    if not isinstance(table, Scalar) or not isinstance(table.value, dict):
        raise Unsupported
    return _looked_up(evaluator, column, table)


def _table(evaluator: "Evaluator", mapping: Mapping[Any, Any], node: ast.expr) -> ast.expr:
    """A long table stands above the line that looks something up in it."""
    return node if isinstance(node, ast.Name) or len(mapping) <= _SHORT else evaluator.bind("codes", node)


def _looked_up(evaluator: "Evaluator", column: Column, table: Scalar) -> Column:
    mapping = table.value
    if not isinstance(mapping, dict) or column.kind not in {Kind.TEXT, Kind.NUMBER} or None in mapping:
        raise Unsupported
    keys = str if column.kind is Kind.TEXT else int | float
    if not all(isinstance(key, keys) for key in mapping):
        raise Unsupported
    holder = _table(evaluator, mapping, table.node)
    nullable = column.nullable or not column.texts or not set(column.texts) <= mapping.keys()
    source = column.node
    if all(isinstance(value, int | float) for value in mapping.values()):
        looked_up = ast.Call(ast.Attribute(holder, "get"), [name(EACH), dotted("np.nan")], [])
        return Column(kind=Kind.NUMBER, node=as_array(each(looked_up, source)), nullable=nullable)
    if all(isinstance(value, str) for value in mapping.values()):
        looked_up = ast.Call(ast.Attribute(holder, "get"), [name(EACH)], [])
        texts = () if nullable else tuple(dict.fromkeys(mapping[text] for text in column.texts))
        return Column(kind=Kind.TEXT, node=each(looked_up, source), nullable=nullable, texts=texts)
    raise Unsupported


def replaced(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    """`df["sex"].replace("male", 0)`, `df["sex"].replace({"male": 0})`."""
    return _with_others(evaluator, column, mapping_of(evaluator, node))


def mapping_of(evaluator: "Evaluator", node: ast.Call) -> Mapping[object, object]:
    """Find which values a call of `replace` puts in the places of which."""
    old, new = argument(node, 0, "to_replace"), argument(node, 1, "value")
    if old is None or {each.arg for each in node.keywords} - {"to_replace", "value"}:
        raise Unsupported
    given = evaluator.evaluate(old)
    if not isinstance(given, Scalar) or not given.known:
        raise Unsupported
    if new is None:
        mapping = given.value
    else:
        mapping = dict(
            zip(evaluator.constant(old), _spread(evaluator.constant(new), len(evaluator.constant(old))), strict=False)
        )
    if not isinstance(mapping, dict):
        raise Unsupported
    return mapping


def _with_others(evaluator: "Evaluator", column: Column, mapping: Mapping[object, object]) -> Column:
    """Put other values in the places of some."""
    if column.kind is Kind.NUMBER:
        node = column.node
        nullable = column.nullable
        for old, new in mapping.items():
            if not _is_number(old) or not _is_number(new) or new in mapping:
                raise Unsupported
            nullable |= _is_nan(new)
            node = call("np.where", ast.Compare(node, [ast.Eq()], [_written(old)]), _written(new), node)
        return Column(kind=Kind.NUMBER, node=node, nullable=nullable)
    if column.kind is not Kind.TEXT or not column.texts or column.nullable:
        raise Unsupported
    texts: list[str | float] = []
    for text in column.texts:
        new = mapping.get(text, text)
        if not isinstance(new, str | int | float) or isinstance(new, bool):
            raise Unsupported
        texts.append(new)
    holder = _table(evaluator, mapping, ast.parse(repr(dict(mapping)), mode="eval").body)
    looked_up = each(ast.Call(ast.Attribute(holder, "get"), [name(EACH), name(EACH)], []), column.node)
    if all(isinstance(text, int | float) for text in texts):
        return Column(kind=Kind.NUMBER, node=as_array(looked_up))
    return Column(kind=Kind.TEXT, node=looked_up, texts=tuple(dict.fromkeys(texts)))


def applied(evaluator: "Evaluator", node: ast.Call, column: Column) -> Column:
    """`df["sex"].apply(lambda x: 1 if x == "male" else 0)`: a choice between numbers."""
    del evaluator
    match node:
        case ast.Call(
            args=[ast.Lambda(args=ast.arguments(args=[ast.arg(arg=given)]), body=ast.IfExp() as body)], keywords=[]
        ) if column.kind in {Kind.TEXT, Kind.NUMBER}:
            pass
        case _:
            raise Unsupported
    if not _chooses_numbers(body, given, texts=column.kind is Kind.TEXT):
        raise Unsupported
    over = column.node
    chosen = ast.ListComp(body, [ast.comprehension(name(given), over, [], 0)])
    return Column(kind=Kind.NUMBER, node=as_array(chosen))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _written(value: object) -> ast.expr:
    return dotted("np.nan") if _is_nan(value) else dotted(repr(value))


def _spread(values: list[object], count: int) -> list[object]:
    return values * count if len(values) == 1 else values


def _chooses_numbers(node: ast.expr, given: str, *, texts: bool) -> bool:
    match node:
        case ast.IfExp(
            test=ast.Compare(left=ast.Name(id=asked), ops=[op], comparators=[against]), body=body, orelse=other
        ):
            orders = ast.Eq | ast.In if texts else ast.Eq | ast.Lt | ast.LtE | ast.Gt | ast.GtE
            return (
                asked == given
                and isinstance(op, orders)
                and isinstance(against, ast.Constant | ast.List | ast.Tuple | ast.Set)
                and all(_chooses_numbers(each, given, texts=texts) for each in (body, other))
            )
        case ast.Constant(value=value):
            return _is_number(value)
        case _:
            return False
