"""Walk a path forward, with an abstract value for each name."""

import ast
from collections import Counter
from collections.abc import Mapping, Sequence

from promote.model.program import Statement
from promote.model.steps import BindingTime, Edit, Step, StepKind
from promote.planners.binding.evaluator import Evaluator
from promote.planners.binding.scope import Scope
from promote.planners.binding.statements import Block
from promote.planners.entrance import Entrance
from promote.planners.values import Value, ValueKind


def classify(
    statements: Sequence[Statement],
    imports: dict[str, Value],
    *,
    groups_are_rows: bool = False,
    entrance: Entrance | None = None,
    kept: frozenset[str] = frozenset(),
) -> tuple[tuple[Step, ...], dict[int, dict[str, Value]]]:
    """Classify the statements of a path, and give the values of all names behind each of them.

    What is computed for groups of rows is learned, unless `groups_are_rows`: then each group is a record of its own. Data
    enters where a table is read, or else at the `entrance`. Names that are `kept` are stored with what is learned.

    Several walks: each finds names that turn out to hold fitted state or rows, so that the next knows it from the start.
    """
    anew, unread, bindings = _bound_later(statements), _never_read(statements), _bindings(statements)
    stateful: frozenset[tuple[str, int]] = frozenset()
    lists: frozenset[str] = frozenset()
    while True:
        scope = Scope(names=dict(imports), lists=lists, unread=unread)
        found: set[tuple[str, int]] = set()
        steps, after = [], {}
        for position, statement in enumerate(statements):
            binding = bindings[position]
            scope.anew = anew[position]
            scope.stateful = kept | {name for name, number in stateful if number == binding.get(name, 0)}
            scope.found = set()
            entering = entrance.kind if entrance is not None and entrance.statement == statement.index else None
            steps.append(_step(statement, scope, groups_are_rows=groups_are_rows, entering=entering))
            after[statement.index] = dict(scope.names)
            found |= {(name, binding.get(name, 0)) for name in scope.found - kept}
        if found <= stateful and scope.found_lists <= lists:
            return tuple(steps), after
        stateful |= found
        lists |= scope.found_lists


def _bound_later(statements: Sequence[Statement]) -> list[frozenset[str]]:
    """For each statement, the names that one behind it assigns."""
    found: list[frozenset[str]] = []
    later: frozenset[str] = frozenset()
    for statement in reversed(statements):
        found.append(later)
        if isinstance(statement.node, ast.Assign):
            later |= statement.names.defines
    return found[::-1]


def _bindings(statements: Sequence[Statement]) -> list[Mapping[str, int]]:
    """For each statement, how many things each name has held so far. What is made of its own value is still the same thing."""
    found: list[Mapping[str, int]] = []
    so_far: Counter[str] = Counter()
    for statement in statements:
        if isinstance(statement.node, ast.Assign):
            so_far = so_far + Counter(statement.names.defines - statement.names.uses)
        found.append(so_far)
    return found


def _never_read(statements: Sequence[Statement]) -> frozenset[str]:
    """Names that statements bind and that none of them reads, unless to bind it anew."""
    nodes = [each for statement in statements for each in ast.walk(statement.node) if isinstance(each, ast.Name)]
    bound = frozenset(each.id for each in nodes if isinstance(each.ctx, ast.Store))
    return bound - {each.id for each in nodes if isinstance(each.ctx, ast.Load)}


def _step(statement: Statement, scope: Scope, *, groups_are_rows: bool, entering: ValueKind | None) -> Step:
    try:
        node = ast.parse(statement.text).body[0]
    except (SyntaxError, IndexError):
        return _opaque(statement, scope, "it uses syntax of its own")
    evaluator = Evaluator(text=statement.text, scope=scope.names, taken=scope.taken, groups_are_rows=groups_are_rows)
    kind, obstacle, renames = Block(scope, evaluator, entering).classify(node)
    if evaluator.preludes and kind not in {StepKind.STATE, StepKind.OBSTACLE, StepKind.TRAINING}:
        kind = StepKind.FITTED
    return Step(
        statement=statement,
        kind=kind,
        edits=(*evaluator.edits, *_prelude_edits(evaluator)),
        states=tuple(evaluator.states),
        obstacle=obstacle,
        renames=renames,
    )


def _opaque(statement: Statement, scope: Scope, reason: str) -> Step:
    for name in statement.names.defines:
        scope.names[name] = Value(time=BindingTime.ROWS, kind=ValueKind.FRAME)
    return Step(statement=statement, kind=StepKind.OBSTACLE, obstacle=reason)


def _prelude_edits(evaluator: Evaluator) -> list[Edit]:
    by_place: dict[tuple[int, str], list[str]] = {}
    for prelude in evaluator.preludes:
        by_place.setdefault((prelude.offset, prelude.indent), []).append(prelude.text)
    return [
        Edit(start=place, end=place, training="".join(f"{line}\n{indent}" for line in lines))
        for (place, indent), lines in by_place.items()
    ]
