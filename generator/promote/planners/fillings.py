"""Constants that serving itself changes: an empty list that a loop over columns fills, a number that counts them.

    remove = []
    for name in ["plan", "city"]:
        df[name + "_known"] = df[name].notna()
        remove.append(name)
    df = df.drop(columns=remove)

Such a constant stands neither at the top of a module nor with what was learned: each request needs its own.
"""

import ast
from collections.abc import Collection, Sequence

from promote.model.program import Statement
from promote.model.steps import STATE, Cut, Path, Step, StepKind
from promote.passes.names import names_of


def with_fillings(steps: tuple[Step, ...], serving: set[int], cut: Cut) -> set[int]:
    """Add constants that serving changes: each request needs its own empty list for a loop over columns to fill."""
    found = set(serving)
    while True:
        more = {position for position in _fillings(steps, found) if position > cut.after}
        if more <= found:
            return found
        found |= more


def _fillings(steps: tuple[Step, ...], serving: Collection[int]) -> set[int]:
    """Constants that serving changes."""
    changed = frozenset[str]().union(*(_changed_anew(steps[position]) for position in serving))
    return {
        position
        for position, step in enumerate(steps)
        if step.kind is StepKind.CONSTANT and step.statement.names.defines & changed
    }


def _early(path: Path) -> frozenset[int]:
    """Statements before the cut that make what serving changes, if none behind it does."""
    found = _fillings(path.steps, path.serving)
    late = frozenset[str]().union(*(path.steps[p].statement.names.defines for p in found if p > path.cut.after))
    return frozenset(
        path.steps[p].statement.index
        for p in found
        if p <= path.cut.after and not path.steps[p].statement.names.defines & late
    )


def made_late(statements: Sequence[Statement], path: Path) -> list[Statement]:
    """Put what makes a filling before the cut right before the first statement that speaks of it."""
    found, early = list(statements), _early(path)
    for statement in (each for each in statements if each.index in early):
        place = found.index(statement)
        later = (n for n, each in enumerate(found) if n > place and statement.names.defines & _spoken_of(each))
        found.insert(next(later, len(found)), statement)
        del found[place]
    return found


def _spoken_of(statement: Statement) -> frozenset[str]:
    return statement.names.uses | statement.names.defines | statement.names.mutates


def _changed_anew(step: Step) -> frozenset[str]:
    """Names that serving changes, or binds to what it makes of their values. What was learned stays as it is."""
    names = names_of(ast.parse(STATE.sub("_state", step.serving_text())))
    return names.mutates | (names.uses & names.defines)
