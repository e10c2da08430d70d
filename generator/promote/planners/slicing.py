"""Backward slices: the statements that a set of names depends on (Weiser, *Program Slicing*, 1981)."""

import ast
from collections import Counter
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
    rebound = _rebound(statements[:before], functions.keys())
    needed = _with_called(set(names), _known(functions, rebound, before))
    kept, skipped = frozenset(keep), frozenset(skip)
    found: set[int] = set()
    refitted: set[str] = set()
    for statement in reversed(statements[:before]):
        own = statement.names
        if statement.index in skipped:
            continue
        if not (statement.index in kept or (own.defines | own.mutates) & needed):
            continue
        fits = _fits(statement)
        if statement.index not in kept and _only_tries(statement, fits) and own.mutates & needed <= refitted:
            continue
        found.add(statement.index)
        refitted -= own.uses | own.defines
        refitted |= {name for name in fits if fits[name] == "fit_transform" and _binds_afresh(statement)}
        if _binds_afresh(statement):
            needed -= own.defines
        needed |= _with_called(set(own.uses), _known(functions, rebound, statement.index))
    return frozenset(found)


def _fits(statement: Statement) -> dict[str, str]:
    """What a statement fits: each variable that it mentions once, with the method that is called on it."""
    mentioned = Counter(each.id for each in ast.walk(statement.node) if isinstance(each, ast.Name))
    found: dict[str, str] = {}
    for each in ast.walk(statement.node):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="fit" | "fit_transform" as method)) if (
                mentioned[name] == 1
            ):
                found[name] = method
            case _:
                pass
    return found


def _only_tries(statement: Statement, fits: dict[str, str]) -> bool:
    """Whether all that is left of a statement is what it fits; a transformer that is fitted anew knows nothing of it."""
    return isinstance(statement.node, ast.Expr) and bool(fits) and statement.names.mutates <= fits.keys()


def _rebound(statements: Sequence[Statement], functions: Iterable[str]) -> dict[str, list[tuple[int, bool]]]:
    """For each function whose name is also something else: every statement that binds it, and whether to the function."""
    bound: dict[str, list[tuple[int, bool]]] = {name: [] for name in functions}
    for each in statements:
        for name in each.names.defines & bound.keys():
            bound[name].append((each.index, isinstance(each.node, ast.FunctionDef | ast.ClassDef)))
    return {name: places for name, places in bound.items() if not all(is_function for _, is_function in places)}


def _known(
    functions: dict[str, frozenset[str]], rebound: dict[str, list[tuple[int, bool]]], place: int
) -> dict[str, frozenset[str]]:
    """The functions whose names stand for them at a place."""
    others = set()
    for name, places in rebound.items():
        before = [is_function for index, is_function in places if index < place]
        if before and not before[-1]:
            others.add(name)
    return {name: uses for name, uses in functions.items() if name not in others} if others else functions


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
