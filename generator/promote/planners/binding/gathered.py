"""Loops over groups of rows that gather some rows of each: all that becomes of the rows is that some are dropped.

    cleaned = pd.DataFrame()
    for plan, part in df.groupby("plan"):
        usual = part[part["price"] < part["price"].mean() + part["price"].std()]
        cleaned = pd.concat([cleaned, usual], ignore_index=True)

Which rows of a group are kept is the business of training alone. For serving, the loop is `cleaned = df`.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from promote.knowledge import functions
from promote.planners.values import CONSTANT, ValueKind

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def gathered(evaluator: "Evaluator", node: ast.For) -> bool:
    """Follow a loop over groups to the name that gathers their rows. False for a loop that does anything else."""
    match node:
        case ast.For(
            target=ast.Tuple(elts=[ast.Name(id=key), ast.Name(id=group)]),
            iter=ast.Call(func=ast.Attribute(value=ast.Name() as frame, attr="groupby")),
            orelse=[],
        ):
            pass
        case _:
            return False
    rows = evaluator.evaluate(frame)
    if rows.kind is not ValueKind.FRAME or not rows.many or rows.obstacle:
        return False
    outer, edits, states = evaluator.scope, evaluator.edits, len(evaluator.states)
    evaluator.scope = {**outer, key: CONSTANT, group: replace(rows, source=False, raw=False)}
    evaluator.edits = []
    group_by_group = _Gathering(evaluator, {group})
    is_followed = group_by_group.run(node.body) and len(group_by_group.gatherers) == 1
    evaluator.scope, evaluator.edits = outer, edits
    if not is_followed or len(evaluator.states) > states:
        return False
    (name,) = group_by_group.gatherers
    outer[name] = replace(rows, source=False, raw=False)
    evaluator.take_instead(node, f"{name} = {evaluator.serving_text(frame)}")
    return True


@dataclass(slots=True)
class _Gathering:
    """One turn of the loop. Responsibilities: the names of some rows of the group, and the name that gathers them."""

    evaluator: "Evaluator"
    parts: set[str]
    """Names that hold rows of the group as they are."""
    gatherers: set[str] = field(default_factory=set)

    def run(self, body: Sequence[ast.stmt]) -> bool:
        """Follow statements; false as soon as one does more than pick and gather rows."""
        return all(map(self._statement, body))

    def _statement(self, node: ast.stmt) -> bool:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if self._adds(name, value):
                return self._gather(name)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[part])) if (
                self._is_part(part)
            ):
                return self._gather(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self._bind(name, value)
            case ast.If(test=test, body=then, orelse=otherwise):
                return not self.evaluator.evaluate(test).many and self.run(then) and self.run(otherwise)
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))) if name in functions.DISPLAY:
                return True
            case ast.Pass() | ast.Continue():
                return True
            case _:
                return False

    def _bind(self, name: str, value: ast.expr) -> bool:
        is_part = self._is_part(value)
        found = self.evaluator.evaluate(value)
        if name in self.gatherers or (found.many and not is_part and found.kind is ValueKind.FRAME):
            return False
        if is_part:
            self.parts.add(name)
        else:
            self.parts.discard(name)
        self.evaluator.scope[name] = found
        return True

    def _gather(self, name: str) -> bool:
        self.gatherers.add(name)
        return name not in self.parts

    def _adds(self, name: str, value: ast.expr) -> bool:
        """`pd.concat([name, part])`, and what it was once called: `name.append(part)`."""
        match value:
            case ast.Call(func=function, args=[ast.List(elts=[first, second]), *_]) if (
                self.evaluator.evaluate(function).qualified == "pandas.concat"
            ):
                return _is(first, name) and self._is_part(second)
            case ast.Call(func=ast.Attribute(value=first, attr="append"), args=[part]):
                return _is(first, name) and self._is_part(part)
            case _:
                return False

    def _is_part(self, node: ast.expr) -> bool:
        """Whether an expression gives rows of the group, in any order: nothing is left of it but a name for them."""
        value = self.evaluator.evaluate(node)
        text = self.evaluator.serving_text(node).strip()
        return value.kind is ValueKind.FRAME and not value.obstacle and text in self.parts


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
