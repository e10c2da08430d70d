"""Backward slices: the statements that a set of names depends on (Weiser, *Program Slicing*, 1981)."""

import ast
from collections.abc import Iterable, Sequence

from promote.model.program import Statement


def slice_back(
    statements: Sequence[Statement],
    names: Iterable[str],
    before: int,
    keep: Iterable[int] = (),
    skip: Iterable[int] = (),
) -> frozenset[int]:
    """Find the statements with an index below `before` that the values of `names` there depend on.

    Statements in `keep` belong to the slice whatever they bind, those in `skip` never do.
    """
    functions = {
        name: each.names.uses
        for each in statements[:before]
        if isinstance(each.node, ast.FunctionDef | ast.ClassDef)
        for name in each.names.defines
    }
    needed = _with_called(set(names), functions)
    kept, skipped = frozenset(keep), frozenset(skip)
    found: set[int] = set()
    for statement in reversed(statements[:before]):
        own = statement.names
        if statement.index in skipped:
            continue
        if not (statement.index in kept or (own.defines | own.mutates) & needed):
            continue
        found.add(statement.index)
        if _binds_afresh(statement):
            needed -= own.defines
        needed |= _with_called(set(own.uses), functions)
    return frozenset(found)


def _with_called(names: set[str], functions: dict[str, frozenset[str]]) -> set[str]:
    """Add what functions among the names read: they do so when they are called, not where they stand."""
    new = set(names)
    while new:
        new = {read for name in new & functions.keys() for read in functions[name]} - names
        names |= new
    return names


def _binds_afresh(statement: Statement) -> bool:
    """Whether what the statement binds is bound whatever happens; a branch or a loop may leave the old value."""
    return type(statement.node).__name__ not in {"For", "While", "If", "Try", "With", "AsyncFor"}
