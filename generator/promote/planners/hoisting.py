"""What stands at the top of a module: functions, and constants that come out the same whenever they are computed.

A constant that a function of the notebook reads stands beside it, whatever makes it. Any other that serving reads is kept with
what was learned: nobody knows whether it would come out the same again.
"""

import ast
import re
from collections.abc import Mapping
from functools import cache

from promote.knowledge.functions import FIXED, FIXED_BUILTINS, FIXED_MODULES, NOT_FIXED
from promote.model.steps import STATE, Path, Step, StepKind
from promote.passes.names import names_of
from promote.planners.calls import qualified_name
from promote.planners.values import Value, ValueKind


def hoisted(path: Path, imports: Mapping[str, Value], dead: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """Find the steps that can stand at the top of a module: they are made of nothing but such."""
    found = [p for p, step in enumerate(path.steps) if p not in dead and _may_stand(path, step)]
    asked = _asked_by_functions(path, found)
    found = [
        p
        for p in found
        if path.steps[p].kind is StepKind.FUNCTION
        or path.steps[p].statement.names.defines & asked
        or _is_fixed(path.steps[p], dict(imports))
    ]
    bound = {name for step in path.steps for name in step.statement.names.defines}
    while True:
        top = {name for p in found for name in path.steps[p].statement.names.defines}
        left = [
            p
            for p in found
            if (path.steps[p].kind is StepKind.FUNCTION and not _asks_training(path, p, top))
            or not (path.steps[p].statement.names.uses & bound) - top
        ]
        if left == found:
            return tuple(found)
        found = left


def _asks_training(path: Path, position: int, top: set[str]) -> bool:
    """Whether a function reads variables that only training has: then it stands where they are, and serving never calls it."""
    asked = path.steps[position].statement.names.uses - top
    learned = {
        name
        for step in path.steps
        if step.kind is StepKind.STATE
        for name in step.statement.names.defines - {state.name for state in step.states}
    }
    called = path.steps[position].statement.names.defines
    is_served = any(called & text_names(text) for text in path.served_texts)
    return bool(asked & learned) and not is_served


def to_be_kept(path: Path, imports: Mapping[str, Value], model: str) -> frozenset[str]:
    """Find what serving reads and cannot stand at the top of a module: constants, and models beside the one that is served."""
    top = {name for p in hoisted(path, imports) for name in path.steps[p].statement.names.defines}
    read = {name for text in path.served_texts for name in text_names(text)} - top
    served = {name for p in path.serving for name in path.steps[p].statement.names.defines}
    making = {
        name: {step.kind for step in path.steps if name in step.statement.names.defines | step.statement.names.mutates}
        for name in read - served
    }
    kinds_of_values = {pair for pairs in path.kinds for pair in pairs}
    return frozenset(
        name
        for name, kinds in making.items()
        if kinds == {StepKind.CONSTANT} or (name != model and (name, ValueKind.ESTIMATOR.value) in kinds_of_values)
    )


@cache
def text_names(text: str) -> frozenset[str]:
    """Names that a text reads, states aside."""
    try:
        return names_of(ast.parse(STATE.sub("_state", text))).uses - {"_state"}
    except SyntaxError:
        return frozenset(re.findall(r"[A-Za-z_]\w*", text))


def _may_stand(path: Path, step: Step) -> bool:
    """Whether a step defines a function, or binds names once and for all."""
    if step.kind is StepKind.FUNCTION:
        return True
    node = step.statement.node
    if step.kind is not StepKind.CONSTANT or not isinstance(node, ast.Assign) or "⟦" in step.training_text():
        return False
    targets = [each for target in node.targets for each in ast.walk(target) if not isinstance(each, ast.expr_context)]
    if not all(isinstance(each, ast.Name | ast.Tuple | ast.List) for each in targets):
        return False
    names = [each.statement.names for each in path.steps]
    return all(
        sum(name in each.defines for each in names) == 1 and not any(name in each.mutates for each in names)
        for name in step.statement.names.defines
    )


def _asked_by_functions(path: Path, steps: list[int]) -> frozenset[str]:
    """Names that functions read, and those that these are made of."""
    asked: frozenset[str] = frozenset()
    while True:
        more = asked.union(
            *(
                path.steps[p].statement.names.uses
                for p in steps
                if path.steps[p].kind is StepKind.FUNCTION or path.steps[p].statement.names.defines & asked
            )
        )
        if more == asked:
            return asked
        asked = more


def _is_fixed(step: Step, imports: dict[str, Value]) -> bool:
    """Whether an assignment gives the same whenever it runs, without a look at the world."""
    node = step.statement.node
    if not isinstance(node, ast.Assign):
        return False
    waiting: list[ast.AST] = [node.value]
    while waiting:
        each = waiting.pop()
        match each:
            case ast.Lambda():
                continue
            case ast.Await() | ast.Yield() | ast.YieldFrom() | ast.NamedExpr():
                return False
            case ast.Call(func=function) if not _is_fixed_function(function, imports):
                return False
            case _:
                waiting += ast.iter_child_nodes(each)
    return True


def _is_fixed_function(function: ast.expr, imports: dict[str, Value]) -> bool:
    root = function
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name):
        # A method of a literal, or of what another call gives: that one is looked at by itself.
        return isinstance(function, ast.Attribute)
    if root.id not in imports:
        return isinstance(function, ast.Attribute) or root.id in FIXED_BUILTINS
    name = qualified_name(function, imports)
    return name in FIXED or (name.startswith(FIXED_MODULES) and not name.startswith(NOT_FIXED))
