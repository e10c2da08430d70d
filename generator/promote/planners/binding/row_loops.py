"""Loops over rows: each turn sees one record and leaves one thing, in a list or in a cell of the same row.

    for i in range(len(df)):
        words = df["text"][i].lower().split()
        corpus.append(" ".join(words))

Such a loop is row-wise as long as no turn knows of another: nothing is carried over, and every turn leaves exactly as much.
"""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promote.knowledge import functions
from promote.model.steps import BindingTime
from promote.passes.names import names_of, root_name
from promote.planners.values import CONSTANT, ELEMENT, Value, ValueKind

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator

_POSITION = Value(time=BindingTime.ROWS, kind=ValueKind.POSITION)
_LIST = Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY)
_CARRIES = "a loop carries something from one row to the next"
_PICKS = "a loop over rows does not leave the same for each"
_INVOLVED = "a loop over rows is too involved to follow"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLoop:
    """What a loop over rows comes to: why it cannot be followed, or the lists that it fills."""

    obstacle: str = ""
    lists: tuple[str, ...] = ()


def row_loop(evaluator: "Evaluator", node: ast.For) -> RowLoop | None:
    """Follow a loop over rows; `None` for a loop over anything else."""
    bound = _bound(evaluator, node)
    if bound is None:
        return None
    if node.orelse or None in bound.values():
        return RowLoop(obstacle=_INVOLVED)
    turn = _Turn(evaluator, frozenset(name for each in node.body for name in names_of(each).defines))
    outer = evaluator.scope
    evaluator.scope = {**outer, **{name: value for name, value in bound.items() if value is not None}}
    turn.local |= bound.keys()
    obstacle = turn.run(node.body)
    evaluator.scope = outer
    obstacle = obstacle or _length(evaluator, node, turn)
    if obstacle or any(count != 1 for count in turn.filled.values()):
        return RowLoop(obstacle=obstacle or _PICKS)
    for name in turn.filled:
        outer[name] = _LIST
    return RowLoop(lists=tuple(turn.filled))


def turns(evaluator: "Evaluator", generator: ast.comprehension) -> dict[str, Value] | None:
    """The variables of a comprehension that goes over rows."""
    bound = _bound(evaluator, generator)
    return None if bound is None else {name: value or ELEMENT for name, value in bound.items()}


def _bound(evaluator: "Evaluator", node: ast.For | ast.comprehension) -> dict[str, Value | None] | None:
    """The loop's variables, if it goes over rows; a variable that nobody can place has no value."""
    targets = node.target.elts if isinstance(node.target, ast.Tuple) else [node.target]
    names = [each.id if isinstance(each, ast.Name) else "" for each in targets]
    values = _element(evaluator, node.iter)
    if values is None:
        return None
    if len(values) != len(names) or "" in names:
        return dict.fromkeys(filter(None, names))
    return dict(zip(names, values, strict=True))


def _element(evaluator: "Evaluator", node: ast.expr) -> list[Value] | None:
    """What each turn of an iteration gives, if it goes over rows."""
    match node:
        case ast.Call(func=ast.Name(id="range"), args=arguments):
            return [_POSITION] if _counts_rows(evaluator, arguments) else None
        case ast.Call(func=ast.Attribute(value=inner, attr="iterrows")) if evaluator.evaluate(inner).many:
            return [_POSITION, ELEMENT]
        case ast.Call(func=ast.Attribute(value=inner, attr="itertuples")) if evaluator.evaluate(inner).many:
            return [ELEMENT]
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner]) if evaluator.evaluate(inner).many:
            return [_POSITION, *(_element(evaluator, inner) or [])]
        case ast.Call(func=ast.Name(id="zip"), args=parts):
            values = [evaluator.evaluate(each) for each in parts]
            return (
                [ELEMENT if each.many else CONSTANT for each in values] if any(each.many for each in values) else None
            )
        case ast.Attribute(value=inner, attr="index") if evaluator.evaluate(inner).many:
            return [_POSITION]
        case _:
            value = evaluator.evaluate(node)
            if value.obstacle or not value.many or value.kind is ValueKind.FRAME:
                return None
            return [ELEMENT]


def _counts_rows(evaluator: "Evaluator", arguments: Sequence[ast.expr]) -> bool:
    """Whether a range has one number for each row: its end is a length of rows, or a number that somebody counted."""
    if not arguments or len(arguments) > 2 or (len(arguments) == 2 and not _is_zero(arguments[0])):
        return False
    end = evaluator.evaluate(arguments[-1])
    if ast.unparse(arguments[-1]).endswith(("shape[1]", ".columns)", ".columns.size")):
        return False
    counted = end.time is BindingTime.FITTED and evaluator.has_rows(arguments[-1])
    return counted or (isinstance(arguments[-1], ast.Constant) and isinstance(arguments[-1].value, int))


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def _length(evaluator: "Evaluator", node: ast.For, turn: "_Turn") -> str:
    """Let serving count the rows where the notebook has their number; say why that cannot be."""
    match node.iter:
        case ast.Call(func=ast.Name(id="range"), args=[*_, ast.Constant() as end]):
            if not turn.rows or evaluator.elsewhere:
                return "a loop over rows counts to a number"
            evaluator.edit(end, serving=f"len({turn.rows})")
        case _:
            pass
    return ""


@dataclass(slots=True)
class _Turn:
    """One turn of the loop. Responsibilities: names that it binds itself; what it leaves in lists."""

    evaluator: "Evaluator"
    bound_somewhere: frozenset[str]
    local: set[str] = field(default_factory=set)
    filled: Counter[str] = field(default_factory=Counter)
    rows: str = ""
    """A name whose rows the loop goes over."""
    inner: int = 0
    """How many loops deep inside the turn."""

    def run(self, body: Sequence[ast.stmt]) -> str:
        """Follow statements; returns the first obstacle."""
        for statement in body:
            carried = names_of(statement).uses & self.bound_somewhere - self.local
            if carried and not isinstance(statement, ast.If | ast.For | ast.Try):
                return _CARRIES
            if obstacle := self._statement(statement, alone=len(body) == 1):
                return obstacle
        return ""

    def _statement(self, node: ast.stmt, *, alone: bool) -> str:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found = self._value(value)
                self.evaluator.scope[name] = found
                self.local.add(name)
                return found.obstacle
            case ast.Assign(targets=[ast.Subscript() | ast.Attribute() as target], value=value):
                return self._value(value).obstacle or self._store(target)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                return self._value(value).obstacle if name in self.local else _CARRIES
            case ast.Expr(value=ast.Call() as call):
                return self._call(node, call, alone=alone)
            case ast.If(test=test, body=then, orelse=otherwise):
                return self._value(test).obstacle or self._either([then, otherwise])
            case ast.Try(body=tried, handlers=handlers, orelse=[], finalbody=[]):
                return self._either([tried, *(handler.body for handler in handlers)])
            case ast.For(target=target, iter=iterable, body=inner, orelse=[]):
                return self._loop(target, iterable, inner)
            case ast.Pass() | ast.Import() | ast.ImportFrom():
                return ""
            case ast.Break() | ast.Continue() if self.inner:
                return ""
            case _:
                return _INVOLVED

    def _value(self, node: ast.expr) -> Value:
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and self.evaluator.scope.get(each.id, CONSTANT).many:
                self.rows = self.rows or each.id
        value = self.evaluator.evaluate(node)
        if value.many and not value.obstacle:
            return Value(obstacle=_INVOLVED)
        if not self.evaluator.elsewhere:
            self.evaluator.capture_all(node)
        elif self.evaluator.captures(node):
            return Value(obstacle=_INVOLVED)
        return value

    def _store(self, target: ast.expr) -> str:
        """`df.loc[i, "size"] = …` writes to the row at hand; so does whatever the turn made itself."""
        if root_name(target) in self.local:
            return ""
        base = self.evaluator.scope.get(root_name(target) or "", CONSTANT)
        return "" if base.many and any(self._is_place(each) for each in ast.walk(target)) else _CARRIES

    def _is_place(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and self.evaluator.scope.get(node.id, CONSTANT).kind is ValueKind.POSITION

    def _call(self, statement: ast.stmt, node: ast.Call, *, alone: bool) -> str:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value]) if (
                name not in self.local
            ):
                if self.evaluator.scope.get(name, CONSTANT).rows or self.inner:
                    return _PICKS
                self.filled[name] += 1
                return self._value(value).obstacle
            case ast.Call(func=ast.Attribute(value=receiver)) if root_name(receiver) in self.local:
                return self._value(node).obstacle
            case ast.Call(func=ast.Name(id=name)) if name in functions.DISPLAY:
                self.evaluator.remove(statement, training=True, alone=alone)
                return ""
            case _:
                return _INVOLVED

    def _either(self, branches: Sequence[Sequence[ast.stmt]]) -> str:
        """Branches of which one runs: they must leave the same, and what only some of them bind is not bound."""
        before, filled = set(self.local), Counter(self.filled)
        left: list[Counter[str]] = []
        bound: list[set[str]] = []
        for branch in branches:
            self.local, self.filled = set(before), Counter(filled)
            if obstacle := self.run(branch):
                return obstacle
            left.append(self.filled)
            bound.append(self.local)
        self.local, self.filled = set.intersection(*bound), left[0]
        return "" if all(each == left[0] for each in left) else _PICKS

    def _loop(self, target: ast.expr, iterable: ast.expr, body: Sequence[ast.stmt]) -> str:
        value = self._value(iterable)
        if value.obstacle:
            return value.obstacle
        for name in _names(target):
            self.evaluator.scope[name] = ELEMENT if value.rows else CONSTANT
            self.local.add(name)
        self.inner += 1
        obstacle = self.run(body)
        self.inner -= 1
        return obstacle


def _names(target: ast.expr) -> Iterator[str]:
    return (each.id for each in ast.walk(target) if isinstance(each, ast.Name))
