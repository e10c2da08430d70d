"""Loops, branches and blocks: what several statements are to the two programs as one."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.model.steps import BindingTime, State, StateKind, StepKind
from promote.passes.names import names_of
from promote.planners.binding.gathered import gathered
from promote.planners.binding.row_loops import RowLoop, row_loop
from promote.planners.binding.training import training_loop
from promote.planners.binding.verdict import Verdict
from promote.planners.networks import trains
from promote.planners.values import CONSTANT, ELEMENT, Value, ValueKind

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator
    from promote.planners.binding.statements import Block


def repeated(block: "Block", node: ast.For | ast.While) -> Verdict:
    """A loop of any kind."""
    if trains(node):
        return training_loop(block, node)
    return _loop(block, node) if isinstance(node, ast.For) else other(block, node)


def _loop(block: "Block", node: ast.For) -> Verdict:
    """A loop over constants or over what was learned: its body, once for each turn."""
    scope, evaluator = block.scope, block.evaluator
    if (folds := _over_folds(block, node)) is not None:
        return folds
    if (over_rows := row_loop(evaluator, node)) is not None:
        return _over_rows(block, node, over_rows)
    if gathered(evaluator, node):
        return Verdict(StepKind.ROW_WISE)
    iterable = evaluator.evaluate(node.iter)
    if iterable.kind is ValueKind.FRAME and isinstance(node.iter, ast.Name) and not iterable.obstacle:
        # A frame gives the names of its columns.
        iterable = CONSTANT
    names = [name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)]
    if iterable.many or _frames_in(evaluator, node.iter):
        # What a loop over groups fills is a list of frames, and no table itself.
        filled = ValueKind.OTHER if iterable.kind is ValueKind.GROUPS else ValueKind.ARRAY
        return _give_up(block, node, "a loop goes over rows or over frames", filled)
    evaluator.capture_all(node.iter)
    iterated = evaluator.learns
    for name in names:
        scope.names[name] = CONSTANT
    outer, evaluator.key = evaluator.key, names[0] if names else ""
    before = len(evaluator.states)
    with _deciding(block, learned=iterated):
        verdict = _together(_arm(block, without_display(block, node.body)))
    evaluator.key = outer
    evaluator.anchor = node
    for state in evaluator.states[before:]:
        if state.kind is StateKind.MAPPING:
            evaluator.prelude(f"⟦{state.name}⟧ = {{}}")
    return _learning(verdict) if iterated else verdict


def _over_folds(block: "Block", node: ast.For) -> Verdict | None:
    """`for train_index, test_index in splitter.split(X, y)`: a split, if each turn only picks rows."""
    match node.iter:
        case ast.Call(func=ast.Attribute(attr="split"), args=[data, *_]) if block.evaluator.evaluate(data).many:
            pass
        case _:
            return None
    outer = dict(block.scope.names)
    for each in ast.walk(node.target):
        if isinstance(each, ast.Name):
            block.scope.names[each.id] = Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY)
    renames: list[tuple[str, str]] = []
    for statement in node.body:
        picks = _picks(block.evaluator, statement)
        if picks is None:
            block.scope.names.clear()
            block.scope.names.update(outer)
            return None
        for name, picked in picks:
            block.scope.names[name] = replace(block.evaluator.values[id(picked)], source=False, raw=False)
            renames.append((name, block.evaluator.serving_text(picked)))
    return Verdict(StepKind.SPLIT, renames=tuple(renames))


def _picks(evaluator: "Evaluator", node: ast.stmt) -> list[tuple[str, ast.expr]] | None:
    """Names that a statement binds to rows of something, if that is all it does."""
    match node:
        case ast.Expr():
            return []
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pairs = [(name, value)]
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
            pairs = [
                (each.id if isinstance(each, ast.Name) else "", value)
                for each, value in zip(names, values, strict=True)
            ]
        case _:
            return None
    found = [evaluator.evaluate(value) for _, value in pairs]
    return pairs if all(each.many and not each.obstacle for each in found) else None


def _over_rows(block: "Block", node: ast.For, loop: RowLoop) -> Verdict:
    for name in names_of(node).defines:
        block.scope.names.setdefault(name, ELEMENT)
    if loop.obstacle:
        return _give_up(block, node, loop.obstacle)
    block.scope.found_lists.update(loop.lists)
    return Verdict(StepKind.FITTED if block.evaluator.learns else StepKind.ROW_WISE)


def branch(block: "Block", node: ast.If) -> Verdict:
    """A branch that the rows have no part in: both of its arms."""
    # Nothing can be learned between the arms of a branch, but only before it.
    begin = block.evaluator.anchor = block.chain or node
    value = block.evaluator.evaluate(node.test)
    if value.rows or value.obstacle:
        return _give_up(block, node, value.obstacle or "a branch depends on rows")
    learned = bool(block.evaluator.captures(node.test)) or value.time is BindingTime.FITTED
    with _deciding(block, learned=learned):
        block.chain = None
        taken = _arm(block, without_display(block, node.body))
        block.chain = begin if block.evaluator.is_elif(node.orelse) else None
        otherwise = _arm(block, without_display(block, node.orelse))
        block.chain = None
    verdict = _together([*taken, *otherwise])
    if verdict.kind in {StepKind.ROW_WISE, StepKind.FITTED}:
        if node.orelse and all(each.kind in _TRAINING_ONLY for each in otherwise):
            block.evaluator.drop_arm(node, training=not otherwise)
        # Serving takes the same arm.
        block.evaluator.anchor = begin
        block.evaluator.capture_all(node.test)
    return _learning(verdict) if learned else verdict


def without_display(block: "Block", body: list[ast.stmt]) -> list[ast.stmt]:
    """Take out what is only for a reader of the notebook; `pass` stands where nothing else would."""
    rest = [each for each in body if not _displays(block, each)]
    for number, each in enumerate(body):
        if each not in rest:
            block.evaluator.remove(each, training=True, alone=not rest and number == 0)
    return rest


def _displays(block: "Block", node: ast.stmt) -> bool:
    """Whether a statement calls a function that only notebooks have, or counts what nobody reads."""
    match node:
        case ast.AugAssign(target=ast.Name(id=name), value=ast.Constant()):
            return name in block.scope.unread
        case ast.Expr(value=ast.Call(func=ast.Name(id="display"))):
            known = block.scope.names.get("display")
            return known is None or known.qualified.startswith("IPython.")
        case _:
            return False


@contextmanager
def _deciding(block: "Block", *, learned: bool) -> Iterator[None]:
    """Let it be known, inside, that something learned decides what happens."""
    outer, block.decided = block.decided, block.decided or learned
    try:
        yield
    finally:
        block.decided = outer


def _learning(verdict: Verdict) -> Verdict:
    """What stands inside is row-wise, and what it depends on was learned."""
    return verdict._replace(kind=StepKind.FITTED) if verdict.kind is StepKind.ROW_WISE else verdict


_TRAINING_ONLY = frozenset({StepKind.STATE, StepKind.TRAINING, StepKind.ROWS, StepKind.SPLIT})


def _arm(block: "Block", body: list[ast.stmt]) -> list[Verdict]:
    """Classify nested statements; serving passes over those that only training has."""
    verdicts = [block.classify(statement) for statement in body]
    pairs = list(zip(body, verdicts, strict=True))
    # Each place that fits a transformer makes its own.
    nowhere = [each for each, verdict in pairs if verdict.kind is StepKind.CONSTANT and _makes_transformer(block, each)]
    removed = [*(each for each, verdict in pairs if verdict.kind in _TRAINING_ONLY), *nowhere]
    for number, statement in enumerate(removed):
        alone = number == 0 and len(removed) == len(body)
        block.evaluator.remove(statement, training=statement in nowhere, alone=alone)
    return verdicts


def _together(verdicts: list[Verdict]) -> Verdict:
    """What nested statements are as one."""
    kinds = {each.kind for each in verdicts}
    obstacle = next((each.obstacle for each in verdicts if each.kind is StepKind.OBSTACLE), "")
    if StepKind.SPLIT in kinds and not obstacle:
        # Each arm may split in its own way: serving, which does not split, sees no difference.
        splits = {each.renames for each in verdicts}
        return (
            verdicts[0] if len(splits) == 1 else Verdict(StepKind.OBSTACLE, "rows are split in the middle of a block")
        )
    for kind in (
        StepKind.OBSTACLE,
        StepKind.FITTED,
        StepKind.ROW_WISE,
        StepKind.STATE,
        StepKind.ROWS,
        StepKind.TRAINING,
    ):
        if kind in kinds:
            return Verdict(kind, obstacle)
    return Verdict(StepKind.CONSTANT)


def _makes_transformer(block: "Block", node: ast.stmt) -> bool:
    named = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    value = block.evaluator.values.get(id(node.value)) if isinstance(node, ast.Assign) and named else None
    return value is not None and value.kind is ValueKind.TRANSFORMER


def _give_up(block: "Block", node: ast.stmt, reason: str, filled: ValueKind = ValueKind.ARRAY) -> Verdict:
    """Rows pass through: whatever the block binds or changes may hold them afterwards. `filled` is what its lists are."""
    names, known = names_of(node), block.scope.names
    touched = any(known.get(name, CONSTANT).many for name in names.uses | names.defines)
    for name in names.mutates if touched else ():
        if not known.get(name, CONSTANT).many:
            known[name] = Value(time=BindingTime.ROWS, kind=filled)
    for name in names.defines:
        known.setdefault(name, Value(time=BindingTime.ROWS, kind=ValueKind.FRAME))
    return Verdict(StepKind.OBSTACLE, reason) if touched else Verdict(StepKind.CONSTANT)


def other(block: "Block", node: ast.stmt) -> Verdict:
    """Any other block, such as `with` and `try`: nothing to follow as soon as rows pass through it."""
    names = names_of(node)
    changed = names.defines | names.mutates
    if any(block.scope.names.get(name, CONSTANT).many for name in names.uses | changed):
        for name in names.defines:
            block.scope.names[name] = Value(time=BindingTime.ROWS, kind=ValueKind.FRAME)
        return Verdict(StepKind.OBSTACLE, "rows pass through a block that is too involved to follow")
    # Something learned decides what such a list is filled with.
    filled = {name for name in names.mutates if block.decided and name in block.scope.names}
    block.scope.found |= filled
    kept = sorted((names.defines & block.scope.stateful - block.scope.taken) | filled)
    for name in kept:
        _keep(block, node, name)
    return Verdict(StepKind.STATE if kept else StepKind.CONSTANT)


def _keep(block: "Block", node: ast.stmt, name: str) -> None:
    """Let a name that a block binds be stored with what was learned, wherever the block mentions it."""
    evaluator = block.evaluator
    holder = block.scope.names.get(name, CONSTANT).state
    if not holder:
        holder = f"⟦{name}⟧"
        evaluator.states.append(State(name=name, kind=StateKind.VALUE))
        block.scope.taken.add(name)
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id == name:
            evaluator.edit(each, training=holder, serving=holder)
    block.scope.names[name] = Value(time=BindingTime.FITTED, state=holder)


def _frames_in(evaluator: "Evaluator", node: ast.expr) -> bool:
    return any(
        value.many
        for each in ast.walk(node)
        if (value := evaluator.values.get(id(each))) and isinstance(node, ast.List | ast.Tuple)
    )
