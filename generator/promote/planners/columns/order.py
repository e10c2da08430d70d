"""The order of a frame's columns, followed forward from the cut: `iloc` and a list of new names ask for it."""

import ast
from collections.abc import Mapping

from promote.model.steps import Path
from promote.model.table import Table
from promote.planners.columns.calls import before_drop
from promote.planners.columns.literals import Literals, parsed
from promote.planners.columns.live import EVERYTHING

Order = Mapping[str, tuple[str, ...]]
"""Columns of each frame in their order, where they are known."""


_ASKS = (".iloc", ".columns", ".values", ".to_numpy")
"""What is in a text that asks for the order of columns, or hands it on."""


def orders(path: Path, table: Table | None, literals: Literals) -> dict[int, Order]:
    """Find the order before each serving step, as far as it can be told and anybody asks for it."""
    if not any(word in path.steps[p].statement.text for p in path.serving for word in _ASKS):
        return {position: {} for position in path.serving}
    order: dict[str, tuple[str, ...]] = {}
    if table is not None and path.cut.raw:
        order[path.cut.frame] = tuple(column.name for column in table.read)
    before: dict[int, Order] = {}
    for position in path.serving:
        before[position] = dict(order)
        for node in parsed(path.steps[position].serving_text()).body:
            _advance(node, order, literals)
    return before


def _advance(node: ast.stmt, order: dict[str, tuple[str, ...]], literals: Literals) -> None:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=origin)) if origin in order:
            order[name] = order[origin]
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=origin), attr="copy" | "to_numpy"))
            | ast.Attribute(value=ast.Name(id=origin), attr="values"),
        ) if origin in order:
            order[name] = order[origin]
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=origin), attr="drop")) as call,
        ) if origin in order:
            order[name] = _left(call, order[origin], literals)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="drop")) as call) if (
            name in order
        ):
            order[name] = _left(call, order[name], literals)
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(column)))]) if (
            name in order
        ):
            order[name] = order[name] if column in order[name] else (*order[name], column)
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name), attr="columns")], value=value):
            names = literals.value(value)
            order[name] = tuple(map(str, names)) if isinstance(names, list) else ()
        case ast.Assign(targets=[ast.Name(id=name)]):
            order.pop(name, None)
        case _:
            for each in ast.walk(node):
                if isinstance(each, ast.Name) and not isinstance(node, ast.For):
                    order.pop(each.id, None)


def _left(drop: ast.Call, columns: tuple[str, ...], literals: Literals) -> tuple[str, ...]:
    """What a drop leaves."""
    left = before_drop(drop, EVERYTHING, literals)
    return tuple(column for column in columns if left.has(column))
