"""The loop that trains a network: training runs it as it is written, and serving never does."""

import ast
from typing import TYPE_CHECKING

from promote.model.steps import BindingTime, Edit, StepKind
from promote.passes.names import names_of
from promote.planners.binding.verdict import Verdict
from promote.planners.showing import shows
from promote.planners.values import CONSTANT, Value, ValueKind

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator
    from promote.planners.binding.statements import Block


def training_loop(block: "Block", node: ast.For | ast.While) -> Verdict:
    """Keep the loop, but for what it prints; what it learns on the way stays in it."""
    scope, evaluator = block.scope, block.evaluator
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and scope.names.get(each.id, CONSTANT).state:
            evaluator.evaluate(each)
    _quieten(evaluator, node.body)
    names = names_of(node)
    has_rows = any(scope.names.get(name, CONSTANT).many for name in names.defines & names.uses)
    for name in names.defines:
        scope.names[name] = Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY)
    return (
        Verdict(StepKind.OBSTACLE, "the training loop changes its own rows") if has_rows else Verdict(StepKind.TRAINING)
    )


def _quieten(evaluator: "Evaluator", body: list[ast.stmt]) -> None:
    """Leave out what only shows something, with the comments right above it."""
    shown = [each for each in body if shows(each, evaluator.scope) and _has_its_lines(evaluator.text, each)]
    for each in shown:
        alone = len(shown) == len(body) and each is body[0]
        start, end = _lines(evaluator.text, each)
        indent = " " * each.col_offset
        evaluator.edits.append(Edit(start=start, end=end, training=f"{indent}pass\n" if alone else ""))
    for each in body:
        if each not in shown:
            for name in ("body", "orelse", "finalbody"):
                _quieten(evaluator, getattr(each, name, []))


def _has_its_lines(text: str, node: ast.stmt) -> bool:
    """Whether a statement shares no line with another one."""
    lines = text.split("\n")
    before = lines[node.lineno - 1].encode()[: node.col_offset].strip()
    after = lines[(node.end_lineno or node.lineno) - 1].encode()[node.end_col_offset :].strip()
    return not before and (not after or after.startswith(b"#"))


def _lines(text: str, node: ast.stmt) -> tuple[int, int]:
    lines = text.split("\n")
    first = node.lineno - 1
    while first and (line := lines[first - 1]).lstrip().startswith("#") and _indent(line) >= node.col_offset:
        first -= 1
    last = node.end_lineno or node.lineno
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts[first], min(starts[last], len(text))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
