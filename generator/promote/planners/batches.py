"""What a loop over batches goes through, said in names of before the loop.

    for x_batch, y_batch in DataLoader(TensorDataset(X_train, y_train)):
        predicted = model(x_batch.float())

asks the model about `X_train.float()`.
"""

import ast
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from promote.knowledge.networks import DATASET, LOADER, SPLITS
from promote.passes.names import names_of
from promote.planners.calls import argument, qualified_name
from promote.planners.values import Value

_Held = ast.expr | list[ast.expr] | None
"""An expression, the tensors of a batch, or nothing that can be said in names of before."""


@dataclass(slots=True)
class Batches:
    """Responsibilities: what names of data sets and loaders stand for; calls inside a block, in names of before it."""

    imports: dict[str, Value]
    made: dict[str, ast.expr] = field(default_factory=dict)

    def note(self, node: ast.stmt) -> None:
        """Remember a data set or a loader that a statement makes."""
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if qualified_name(
                call.func, self.imports
            ) in {LOADER, DATASET}:
                self.made[name] = call
            case ast.Assign(targets=[ast.Tuple(elts=parts)], value=ast.Call(args=[whole, *_]) as call) if (
                qualified_name(call.func, self.imports) == SPLITS
            ):
                # A part of a data set has rows of the whole.
                self.made |= {each.id: whole for each in parts if isinstance(each, ast.Name)}
            case _:
                for name in names_of(node).defines:
                    self.made.pop(name, None)

    def tensors(self, node: ast.expr | None) -> list[ast.expr] | None:
        """The tensors in a data set or behind a loader, in the order in which it gives them."""
        match node:
            case ast.Name(id=name):
                return self.tensors(self.made.get(name))
            case ast.Call() as call if qualified_name(call.func, self.imports) == DATASET:
                return list(call.args)
            case ast.Call() as call if qualified_name(call.func, self.imports) == LOADER:
                return self.tensors(argument(call, 0, "dataset"))
            case _:
                return None

    def calls(self, statement: ast.AST) -> Iterator[tuple[ast.Call, "Outside"]]:
        """List the calls in a statement in the order of its lines, each with what names stand for there."""
        yield from self._walk([statement], Outside())

    def _walk(self, body: list[ast.AST], outside: "Outside") -> Iterator[tuple[ast.Call, "Outside"]]:
        for statement in body:
            inner = [each for name in _BLOCKS for each in getattr(statement, name, [])]
            own = [each for each in ast.iter_child_nodes(statement) if each not in inner]
            for call in (each for part in own for each in ast.walk(part) if isinstance(each, ast.Call)):
                yield call, outside
            outside = self._bound(statement, outside)
            for call, there in self._walk(inner, outside):
                yield call, there
                outside = there

    def _bound(self, statement: ast.AST, outside: "Outside") -> "Outside":
        match statement:
            case ast.For(target=target, iter=iterable):
                return outside.binding(target, self._turn(iterable, outside))
            case ast.Assign(targets=[target], value=value):
                return outside.binding(target, outside.said(value))
            case ast.AugAssign() | ast.AnnAssign() | ast.Delete():
                return outside.binding_all(names_of(statement).defines)
            case _:
                return outside

    def _turn(self, iterable: ast.expr, outside: "Outside") -> "_Held | tuple[None, _Held]":
        """What one turn of a loop takes: a batch of tensors, with its number before it where they are numbered."""
        match iterable:
            case ast.Call(func=function, args=[inner, *_]) if qualified_name(function, self.imports) == "enumerate":
                batch = self._turn(inner, outside)
                return (None, batch) if not isinstance(batch, tuple) else None
            case ast.Call(func=function, args=[inner, *_]) if qualified_name(function, self.imports).startswith("tqdm"):
                return self._turn(inner, outside)
            case _:
                return self.tensors(iterable)


_BLOCKS = ("body", "handlers", "orelse", "finalbody")


@dataclass(frozen=True, slots=True)
class Outside:
    """What the names that a block binds stand for, in names of before it."""

    held: Mapping[str, _Held] = field(default_factory=dict)

    def binding(self, target: ast.expr, value: "_Held | tuple[None, _Held]") -> "Outside":
        """Bind what a target names."""
        if isinstance(value, tuple):
            match target:
                case ast.Tuple(elts=[number, batch]):
                    return self.binding(number, None).binding(batch, value[1])
                case _:
                    value = None
        match target, value:
            case ast.Name(id=name), _:
                return Outside({**self.held, name: value})
            case ast.Tuple(elts=parts) | ast.List(elts=parts), list() as tensors if len(parts) == len(tensors):
                return self._each(parts, tensors)
            case ast.Tuple(elts=parts), ast.Tuple(elts=values) if len(parts) == len(values):
                return self._each(parts, values)
            case _:
                return self.binding_all(names_of(ast.Assign(targets=[target], value=_NOTHING)).defines)

    def _each(self, parts: list[ast.expr], values: list[ast.expr]) -> "Outside":
        found = self
        for part, value in zip(parts, values, strict=True):
            found = found.binding(part, value)
        return found

    def binding_all(self, names: frozenset[str]) -> "Outside":
        """Bind names to what nobody can say in names of before."""
        return Outside({**self.held, **dict.fromkeys(names)})

    def said(self, node: ast.expr) -> _Held:
        """Say an expression in names of before; rows that are picked are rows of the whole."""
        if isinstance(node, ast.Name) and isinstance(batch := self.held.get(node.id), list):
            return batch
        if isinstance(node, ast.Tuple):
            parts = [self.said(each) for each in node.elts]
            known = [each for each in parts if isinstance(each, ast.expr)]
            return ast.Tuple(elts=known, ctx=ast.Load()) if len(known) == len(parts) else None
        try:
            return _Saying(self.held).visit(deepcopy(node))  # type: ignore[no-any-return]
        except _UnknownError:
            return None


class _UnknownError(Exception):
    """An expression reads a name that stands for nothing of before."""


class _Saying(ast.NodeTransformer):
    def __init__(self, held: Mapping[str, _Held]) -> None:
        self.held = held

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self.held:
            return node
        said = self.held[node.id]
        if not isinstance(said, ast.expr):
            raise _UnknownError
        return deepcopy(said)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        picks = names_of(node.slice).uses & self.held.keys()
        if not picks or isinstance(node.slice, ast.Tuple):
            self.generic_visit(node)
            return node
        match self.visit(node.value):
            case ast.Attribute(value=inner, attr="iloc" | "loc"):
                return inner
            case inner:
                return inner  # type: ignore[no-any-return]


_NOTHING = ast.Constant(value=None)
