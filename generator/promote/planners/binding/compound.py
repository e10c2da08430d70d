"""Loops, branches and blocks: what several statements are to the two programs as one."""

import ast
from typing import TYPE_CHECKING

from promote.model.steps import BindingTime, StepKind
from promote.passes.names import names_of
from promote.planners.binding.row_loops import RowLoop, row_loop
from promote.planners.binding.verdict import Verdict
from promote.planners.values import CONSTANT, ELEMENT, Value, ValueKind

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator
    from promote.planners.binding.statements import Block


def loop(block: "Block", node: ast.For) -> Verdict:
    """A loop over constants or over what was learned: its body, once for each turn."""
    scope, evaluator = block.scope, block.evaluator
    if (over_rows := row_loop(evaluator, node)) is not None:
        return _over_rows(block, node, over_rows)
    iterable = evaluator.evaluate(node.iter)
    if iterable.kind is ValueKind.FRAME and isinstance(node.iter, ast.Name) and not iterable.obstacle:
        # A frame gives the names of its columns.
        iterable = CONSTANT
    names = [name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)]
    if iterable.many or _frames_in(evaluator, node.iter):
        return _give_up(block, node, "a loop goes over rows or over frames")
    evaluator.capture_all(node.iter)
    iterated = evaluator.learns
    for name in names:
        scope.names[name] = CONSTANT
    outer, evaluator.key = evaluator.key, names[0] if names else ""
    before = len(evaluator.states)
    verdict = _body(block, node.body)
    evaluator.key = outer
    evaluator.anchor = node
    for state in evaluator.states[before:]:
        evaluator.prelude(f"⟦{state.name}⟧ = {{}}")
    return _learning(verdict) if iterated else verdict


def _over_rows(block: "Block", node: ast.For, loop: RowLoop) -> Verdict:
    for name in names_of(node).defines:
        block.scope.names.setdefault(name, ELEMENT)
    if loop.obstacle:
        return _give_up(block, node, loop.obstacle)
    block.scope.found_lists.update(loop.lists)
    return Verdict(StepKind.FITTED if block.evaluator.learns else StepKind.ROW_WISE)


def branch(block: "Block", node: ast.If) -> Verdict:
    """A branch that the rows have no part in: both of its arms."""
    value = block.evaluator.evaluate(node.test)
    if value.rows or value.obstacle:
        return _give_up(block, node, value.obstacle or "a branch depends on rows")
    block.evaluator.capture_all(node.test)
    learned = block.evaluator.learns
    verdict = _body(block, [*node.body, *node.orelse])
    return _learning(verdict) if learned else verdict


def _learning(verdict: Verdict) -> Verdict:
    """What stands inside is row-wise, and what it depends on was learned."""
    return verdict._replace(kind=StepKind.FITTED) if verdict.kind is StepKind.ROW_WISE else verdict


def _body(block: "Block", body: list[ast.stmt]) -> Verdict:
    """Classify nested statements; serving passes over those that only training has."""
    evaluator = block.evaluator
    verdicts = []
    for statement in body:
        kind, obstacle, _ = block.classify(statement)
        verdicts.append((kind, obstacle))
        alone = len(body) == 1
        if kind in {StepKind.STATE, StepKind.TRAINING, StepKind.ROWS, StepKind.SPLIT}:
            evaluator.remove(statement, training=False, alone=alone)
        elif kind is StepKind.CONSTANT and _makes_transformer(block, statement):
            # Each place that fits a transformer makes its own.
            evaluator.remove(statement, training=True, alone=alone)
    kinds = {kind for kind, _ in verdicts}
    obstacle = next((text for kind, text in verdicts if kind is StepKind.OBSTACLE), "")
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


def _give_up(block: "Block", node: ast.stmt, reason: str) -> Verdict:
    names = names_of(node)
    touched = [name for name in names.uses | names.defines if block.scope.names.get(name, CONSTANT).many]
    for name in names.defines:
        block.scope.names.setdefault(name, Value(time=BindingTime.ROWS, kind=ValueKind.FRAME))
    if not touched:
        return Verdict(StepKind.CONSTANT)
    return Verdict(StepKind.OBSTACLE, reason)


def other(block: "Block", node: ast.stmt) -> Verdict:
    """Any other block, such as `with` and `try`: nothing to follow as soon as rows pass through it."""
    names = names_of(node)
    changed = names.defines | names.mutates
    if any(block.scope.names.get(name, CONSTANT).many for name in names.uses | changed):
        for name in names.defines:
            block.scope.names[name] = Value(time=BindingTime.ROWS, kind=ValueKind.FRAME)
        return Verdict(StepKind.OBSTACLE, "rows pass through a block that is too involved to follow")
    return Verdict(StepKind.CONSTANT)


def _frames_in(evaluator: "Evaluator", node: ast.expr) -> bool:
    return any(
        value.many
        for each in ast.walk(node)
        if (value := evaluator.values.get(id(each))) and isinstance(node, ast.List | ast.Tuple)
    )
