"""The walk along the statements of the serving program, as far as they are understood."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from promote.planners.arrays.code import as_array, dotted, name, variable
from promote.planners.arrays.evaluator import Evaluator
from promote.planners.arrays.frames import chosen, named
from promote.planners.arrays.values import UNKNOWN, Column, Dummies, Frame, Kind, Line, Scalar, Unsupported, Value
from promote.planners.values import Value as Bound

_OWN = frozenset(["category", "each", "instances", "model", "np", "pd", "value"])
"""Names that the code has anyway."""


@dataclass(slots=True)
class Walk:
    """One walk along the statements. Responsibilities: what each name is now; the lines written for it."""

    imports: dict[str, Bound]
    names: dict[str, Value]
    lines: list[Line] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    """Fields of a record, and the variables that hold them as they came."""
    wanted: set[str] = field(default_factory=set)
    """Names that variables were to have: only of these there may be an old value that something needs."""
    same: dict[str, str] = field(default_factory=dict)
    """Second names of a frame: whatever is done to it under one name is seen under the other."""

    def along(self, texts: list[str]) -> int:
        """Walk as far as the statements are understood, and say how far that is."""
        for position, text in enumerate(texts):
            before, lines, held, same = dict(self.names), len(self.lines), dict(self.held), dict(self.same)
            try:
                for node in ast.parse(text).body:
                    self._statement(node)
            except (Unsupported, SyntaxError, IndexError):
                self.names, self.held, self.same = before, held, same
                del self.lines[lines:]
                return position
        return len(texts)

    @property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self.names, self.imports, self._bind, self._hold)

    def _hold(self, column: Column) -> Column:
        """Let a field be an array of numbers or a list of texts, in a variable of its own."""
        if not column.leaf:
            return column
        if column.leaf not in self.held:
            values = as_array(column.node) if column.kind is Kind.NUMBER else column.node
            self.held[column.leaf] = self._bind(column.leaf, values).id
        return replace(column, node=name(self.held[column.leaf]), leaf="")

    def _bind(self, wanted: str, node: ast.expr, instead: tuple[str, str] | None = None) -> ast.Name:
        """Write `wanted = node`, under another name where something else still needs the old value.

        What is put in the place of a column of a frame, `instead`, needs it no more.
        """
        if isinstance(node, ast.Name):
            return node
        needed = {*self.names, *self.imports, *_OWN, *(variable for variable in self.held.values())}
        if instead is not None:
            needed -= {wanted} if self._column_of(instead) == wanted else set()
        if wanted in self.wanted:
            needed |= self._mentioned(instead)
        free, number = wanted, 2
        while free in needed:
            free, number = f"{wanted}_{number}", number + 1
        self.wanted.add(wanted)
        self.held = {leaf: variable for leaf, variable in self.held.items() if variable != free}
        self.lines.append(Line(free, node))
        return name(free)

    def _column_of(self, place: tuple[str, str]) -> str:
        frame, label = place
        column = self._frame(frame).columns.get(label)
        if column is None:
            return ""
        if column.leaf:
            return self.held.get(column.leaf, "")
        return column.node.id if isinstance(column.node, ast.Name) else ""

    def _mentioned(self, instead: tuple[str, str] | None) -> set[str]:
        """Variables that the values of all names need, but for one column of one frame."""
        nodes: list[ast.expr] = []
        for holder, value in self.names.items():
            match value:
                case Frame(entries=entries):
                    for label, entry in entries:
                        if (holder, label) != instead:
                            nodes.append(entry.column.node if isinstance(entry, Dummies) else entry.node)
                case Column(node=node):
                    nodes.append(node)
                case _:
                    pass
        return {each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name)}

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value):
                self._assign(target, value)
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=frame), slice=index)], value=value):
                self._store(frame, index, value)
            case ast.Assign(
                targets=[
                    ast.Subscript(
                        value=ast.Attribute(value=ast.Name(id=frame), attr="loc"),
                        slice=ast.Tuple(elts=[condition, ast.Constant(value=str() as label)]),
                    )
                ],
                value=value,
            ):
                self._store(frame, ast.Constant(label), chosen(frame, condition, label, value))
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=frame), attr="columns")], value=value):
                self._set(frame, named(self._evaluator, self._frame(frame), value))
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=frame), attr=column)], value=value):
                self._frame(frame).column(column)
                self._store(frame, ast.Constant(column), value)
            case ast.Delete(targets=[ast.Subscript(value=ast.Name(id=frame), slice=index)]):
                self._set(frame, self._frame(frame).without(self._evaluator.labels(index)))
            case ast.Expr(value=ast.Call() as call):
                self._in_place(call)
            case ast.For(target=ast.Name(id=turn), iter=turns, orelse=[]):
                for turned in self._evaluator.constant(turns):
                    with self._bound(turn, turned):
                        for inner in node.body:
                            self._statement(inner)
            case _:
                raise Unsupported

    def _assign(self, target: str, node: ast.expr) -> None:
        value = self._evaluator.evaluate(node)
        for other in [alias for alias, first in self.same.items() if first == target]:
            del self.same[other]
        self.same.pop(target, None)
        match node:
            case ast.Name(id=other) | ast.Call(func=ast.Attribute(attr="DataFrame"), args=[ast.Name(id=other)]) if (
                isinstance(value, Frame) and other != target
            ):
                self.same[target] = self.same.get(other, other)
            case _:
                pass
        self.names[target] = value

    def _set(self, frame: str, value: Frame) -> None:
        """Change a frame, under all of its names."""
        first = self.same.get(frame, frame)
        for each in (first, *(other for other, of in self.same.items() if of == first)):
            self.names[each] = value

    @contextmanager
    def _bound(self, turn: str, value: object) -> Iterator[None]:
        if not isinstance(value, str | int | float):
            raise Unsupported
        self.names[turn] = Scalar(node=ast.Constant(value), known=True, value=value)
        yield
        del self.names[turn]

    def _frame(self, frame: str) -> Frame:
        value = self.names.get(frame)
        if not isinstance(value, Frame) or value.is_array:
            raise Unsupported
        return value

    def _store(self, frame: str, index: ast.expr, node: ast.expr) -> None:
        evaluator = self._evaluator
        label = evaluator.evaluate(index)
        if isinstance(label, Scalar) and isinstance(label.value, str):
            try:
                self._put(frame, label.value, evaluator.evaluate(node))
            except Unsupported:
                # Nobody knows what it is now, which does no harm as long as nobody reads it.
                self._set(frame, self._frame(frame).with_column(label.value, UNKNOWN))
            return
        labels, value = evaluator.labels(index), evaluator.evaluate(node)
        if not isinstance(value, Frame) or value.is_open or len(value.entries) != len(labels):
            raise Unsupported
        for target, column in zip(labels, value.columns.values(), strict=True):
            self._put(frame, target, column)

    def _put(self, frame: str, label: str, value: Value) -> None:
        whole = self._frame(frame)
        match value:
            case Column(kind=Kind.UNKNOWN):
                column = value
            case Column():
                node = value.node if value.leaf else self._bind(variable(label), value.node, (frame, label))
                column = replace(value, node=node)
            case Scalar(known=True) if isinstance(value.value, int | float):
                column = Column(
                    kind=Kind.NUMBER,
                    node=ast.BinOp(ast.List([value.node]), ast.Mult(), dotted("len(instances)")),
                )
            case _:
                raise Unsupported
        self._set(frame, whole.with_column(label, column))

    def _in_place(self, call: ast.Call) -> None:
        """`df.drop(…, inplace=True)`. What it does to a column alone depends on the version of pandas."""
        in_place = next((each for each in call.keywords if each.arg == "inplace"), None)
        if in_place is None or not isinstance(in_place.value, ast.Constant) or in_place.value.value is not True:
            raise Unsupported
        plain = ast.Call(call.func, call.args, [each for each in call.keywords if each is not in_place])
        match call.func:
            case ast.Attribute(value=ast.Name(id=frame), attr="drop" | "rename" | "fillna" | "replace"):
                changed = self._evaluator.evaluate(plain)
                if not isinstance(changed, Frame):
                    raise Unsupported
                self._set(frame, changed)
            case _:
                raise Unsupported
