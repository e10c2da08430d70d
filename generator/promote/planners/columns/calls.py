"""Backward through the calls that change which columns there are: from those live behind a call to those live before it."""

import ast

from promote.model.table import Column, ColumnType, Table
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
    changed = frozenset(str(name) for pair in mapping.items() for name in pair)
    return live.without(changed).including(old)


def before_new_names(names: object, live: Live, order: tuple[str, ...] | None) -> Live:
    """Columns that are named anew by a list keep their places."""
    if not isinstance(names, list) or order is None or len(names) != len(order):
        return EVERYTHING
    return Live(frozenset(old for old, new in zip(order, names, strict=True) if live.has(str(new))), others=False)


def before_dummies(call: ast.Call, live: Live, table: Table | None) -> Live:
    """A column whose dummies are all let go is itself let go."""
    if table is None or not live.others:
        return EVERYTHING
    gone = {
        column.name
        for column in table.read
        if (dummies := _dummies(call, column, column.name)) and not any(map(live.has, dummies))
    }
    return Live((frozenset(gone) | live.names) - _encoded_anyway(call, live, table), others=True)


def _encoded_anyway(call: ast.Call, live: Live, table: Table) -> frozenset[str]:
    """Columns of texts that nobody reads by name: as long as they are texts, they become dummies that somebody reads."""
    if any(keyword.arg == "columns" for keyword in call.keywords):
        return frozenset()
    texts = [column for name in live.names if (column := table.column(name)) and column.type is ColumnType.TEXT]
    return frozenset(
        column.name
        for column in texts
        if not (dummies := _dummies(call, column, column.name)) or any(map(live.has, dummies))
    )


def reads_dummies(call: ast.Call, live: Live, table: Table | None, literals: Literals) -> bool:
    """Whether any dummy of one column by itself is live: `get_dummies(df["plan"], prefix="plan")`."""
    data = call.args[0]
    if isinstance(data, ast.Call) and isinstance(data.func, ast.Attribute) and data.func.attr == "astype":
        data = data.func.value
    match data:
        case ast.Subscript(slice=ast.Constant(value=str(name))) if table is not None and (column := table.column(name)):
            prefix = next((keyword.value for keyword in call.keywords if keyword.arg == "prefix"), None)
            dummies = _dummies(call, column, literals.value(prefix))
            return not dummies or any(map(live.has, dummies))
        case _:
            return True


def _dummies(call: ast.Call, column: Column, prefix: object) -> list[str]:
    """The columns that stand for the values of one, as far as the table tells them."""
    values = ("False", "True") if column.type is ColumnType.BOOLEAN else column.values or ()
    match next((keyword.value for keyword in call.keywords if keyword.arg == "drop_first"), None):
        case None | ast.Constant(value=False):
            pass
        case ast.Constant(value=True):
            values = values[1:]
        case _:
            values = ()
    return [f"{prefix}_{value}" if isinstance(prefix, str) else value for value in values]
