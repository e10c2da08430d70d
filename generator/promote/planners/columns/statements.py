"""What statements write and read, backward: from the columns that are live behind each to those live before it."""

import ast
from dataclasses import dataclass, field

from promote.knowledge.methods import KEEPS_COLUMNS
from promote.model.steps import Path
from promote.passes.names import root_name
from promote.planners.columns.calls import before_drop, before_new_names, before_rename
from promote.planners.columns.frames import Frames
from promote.planners.columns.literals import Literals, parsed
from promote.planners.columns.live import NOTHING
from promote.planners.columns.reading import Reading


@dataclass(slots=True)
class Walk:
    """Responsibilities: the walk over statements, from the model back to the cut."""

    frames: Frames
    literals: Literals
    reading: Reading
    unread: set[str] = field(default_factory=set)
    """Names that take up what is taken out of a frame, and that serving has no use for."""

    def start(self, inputs: ast.Module) -> None:
        """Everything that the model is given is live."""
        for node in inputs.body:
            if isinstance(node, ast.Expr):
                self.reading.read(node.value)

    def rename(self, path: Path, position: int) -> None:
        """Carry what is known of a part of a split over to where it came from, once the split lies ahead."""
        if path.split is not None and position < path.split:
            for part, origin in path.renames:
                if part in self.frames:
                    live = self.frames.pop(part)
                    for node in parsed(origin).body:
                        if isinstance(node, ast.Expr):
                            self.reading.read(node.value, live)

    def step(self, text: str) -> bool:
        """Walk over one statement; false if it changes nothing that is live."""
        return all([self._statement(node) for node in reversed(parsed(text).body)] or [True])

    def _statement(self, node: ast.stmt) -> bool:
        match node:
            case ast.Assign(targets=[target], value=value):
                return self._assign(target, value)
            case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=name), slice=key), value=value):
                return self._write(name, key, [value], partial=True)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name))) as call) if self._in_place(
                name, call
            ):
                return True
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Subscript(value=ast.Name(id=name), slice=key) as column, attr=method),
                    args=given,
                    keywords=options,
                )
            ) if method in KEEPS_COLUMNS and any(each.arg == "inplace" for each in options):
                # `df["age"].fillna(0, inplace=True)` writes what it reads.
                return self._write(name, key, [column, *given, *(each.value for each in options)], partial=True)
            case ast.Delete(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)]) if (
                columns := self.literals.columns(key)
            ):
                self.frames[name] = self.frames[name].without(columns)
                return True
            case ast.For(target=ast.Name(id=key), iter=iterable, body=body):
                return self._loop(key, iterable, body)
            case ast.For(iter=iterable):
                self.reading.read(iterable)
                for turn in node.body:
                    self.reading.block(turn)
                return True
            case _:
                self.frames.mention(node)
                return True

    def _assign(self, target: ast.expr, value: ast.expr) -> bool:
        match target:
            case ast.Name(id=name):
                if not (isinstance(value, ast.Call) and self._pop(value, to=name)):
                    self.reading.read(value, self.frames.pop(name))
                return True
            case ast.Subscript(value=ast.Name(id=name), slice=key):
                return self._write(name, key, [value], partial=False)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="loc"), slice=ast.Tuple(elts=[rows, key])
            ):
                return self._write(name, key, [rows, value], partial=True)
            case ast.Attribute(value=ast.Name(id=name), attr="columns"):
                self.frames[name] = before_new_names(
                    self.literals.value(value), self.frames[name], self.reading.order.get(name)
                )
                return True
            case _:
                self.frames.mention(target)
                self.frames.mention(value)
                return True

    def _in_place(self, name: str, call: ast.Call) -> bool:
        """`df.drop(columns=…, inplace=True)` and its like."""
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method == "drop":
            self.frames[name] = before_drop(call, self.frames[name], self.literals)
        elif method == "rename":
            self.frames[name] = before_rename(call, self.frames[name], self.literals)
        elif method in KEEPS_COLUMNS:
            self.reading.arguments(call)
        else:
            return self._pop(call)
        return True

    def _write(self, name: str, key: ast.expr, values: list[ast.expr], *, partial: bool) -> bool:
        columns = self.literals.columns(key)
        live = self.frames[name]
        if columns is None:
            for value in values:
                self.reading.read(value)
            return True
        if not any(live.has(column) for column in columns):
            return False
        if not partial:
            self.frames[name] = live.without(columns)
        for value in values:
            self.reading.read(value)
        return True

    def _pop(self, call: ast.Call, to: str = "") -> bool:
        """`y = df.pop("left")`: behind it the frame has no such column, whoever reads the column itself."""
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="pop"), args=[key]) if (
                columns := self.literals.columns(key)
            ):
                is_read = to in self.frames
                # `df = df.pop("left")` leaves nobody who knows the frame.
                frame = NOTHING if to == name else self.frames[name].without(columns)
                self.frames.pop(to)
                self.frames[name] = frame.including(columns) if is_read else frame
                if to and not is_read:
                    self.unread.add(to)
                return True
            case _:
                return False

    def _loop(self, key: str, iterable: ast.expr, body: list[ast.stmt]) -> bool:
        """A loop that rewrites each of its columns from itself leaves the live columns as they are."""
        columns = self.literals.columns(iterable)
        cells = [
            (root, each.slice)
            for statement in body
            for each in ast.walk(statement)
            if isinstance(each, ast.Subscript) and (root := root_name(each) or "") in self.frames
        ]
        own = all(isinstance(index, ast.Name) and index.id == key for _, index in cells)
        frames = {root for root, _ in cells}
        if own and len(frames) == 1:
            (frame,) = frames
            if columns is None:
                return True
            if not any(self.frames[frame].has(column) for column in columns):
                return False
            # What an earlier step makes must be there for the loop, whoever reads it in the end.
            self.frames[frame] = self.frames[frame].including(self.reading.made(columns))
            return True
        self.reading.parts(iterable)
        for statement in body:
            self.reading.block(statement)
        return True
