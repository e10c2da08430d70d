"""Backward through the calls that change which columns there are: from those live behind a call to those live before it."""

import ast

from promote.model.table import Table
from promote.planners.columns.literals import Literals
from promote.planners.columns.live import EVERYTHING, Live


def named_by_drop(call: ast.Call) -> ast.expr | None:
    """What `drop` lets go, as it is written."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    return keywords.get("columns") or keywords.get("labels") or (call.args[0] if call.args else None)


def before_drop(call: ast.Call, live: Live, literals: Literals) -> Live:
    """Nobody reads a column that `drop` lets go."""
    named = named_by_drop(call)
    columns = literals.columns(named) if named is not None else None
    return EVERYTHING if columns is None else live.without(columns)


def before_rename(call: ast.Call, live: Live, literals: Literals) -> Live:
    """A column that is read by its new name is read by its old one."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    mapping = literals.value(keywords.get("columns"))
    if not isinstance(mapping, dict):
        return EVERYTHING
    old = frozenset(str(key) for key, value in mapping.items() if live.has(str(value)))
    return live.without(frozenset(str(value) for value in mapping.values())).including(old)


def before_new_names(names: object, live: Live, order: tuple[str, ...] | None) -> Live:
    """Columns that are named anew by a list keep their places."""
    if not isinstance(names, list) or order is None or len(names) != len(order):
        return EVERYTHING
    return Live(frozenset(old for old, new in zip(order, names, strict=True) if live.has(str(new))), others=False)


def before_dummies(call: ast.Call, live: Live, table: Table | None) -> Live:
    """A column whose dummies are all let go is itself let go."""
    if table is None or not live.others:
        return EVERYTHING
    first = any(k.arg == "drop_first" and isinstance(k.value, ast.Constant) and k.value.value for k in call.keywords)
    gone = set()
    for column in table.read:
        dummies = [f"{column.name}_{value}" for value in column.values or ()][1 if first else 0 :]
        if dummies and all(dummy in live.names for dummy in dummies):
            gone.add(column.name)
    return Live(frozenset(gone) | live.names, others=True)
