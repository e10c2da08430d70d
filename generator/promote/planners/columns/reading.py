"""What expressions read of frames."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from promote.knowledge.methods import KEEPS_COLUMNS
from promote.model.table import Table
from promote.planners.columns.calls import before_drop, before_dummies, before_rename, reads_dummies
from promote.planners.columns.frames import Frames
from promote.planners.columns.literals import Literals
from promote.planners.columns.live import EVERYTHING, Live
from promote.planners.columns.order import Order


@dataclass(slots=True)
class Reading:
    """Responsibilities: what an expression, or what stands inside of a statement, adds to the live columns of each frame."""

    frames: Frames
    literals: Literals
    table: Table | None
    order: Order = field(default_factory=dict)
    """The order of columns before the step at hand."""

    def read(self, node: ast.expr, live: Live = EVERYTHING) -> None:
        """Note what an expression reads, if `live` columns of its value are."""
        match node:
            case ast.Name(id=name):
                self.frames[name] = self.frames[name].union(live)
            case ast.Subscript() if self._selection(node, live):
                pass
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if self._is_column(attr):
                self.frames[name] = self.frames[name].including(frozenset({attr}))
            case ast.Attribute(value=inner, attr="values"):
                self.read(inner, live)
            case ast.Call(func=ast.Attribute()) if self._call(node, live):
                pass
            case ast.Lambda():
                self.parts(node.body)
            case _:
                self.parts(node)

    def _call(self, node: ast.Call, live: Live) -> bool:
        """Note the columns that a call passes on; false where it does not tell them."""
        match node:
            case ast.Call(func=ast.Attribute(attr="concat"), args=[ast.List(elts=parts)]) if _is_beside(node):
                for part in parts:
                    self.read(part, live)
            case ast.Call(func=ast.Attribute(value=inner, attr="drop")):
                self.read(inner, before_drop(node, live, self.literals))
            case ast.Call(func=ast.Attribute(value=inner, attr="rename")):
                self.read(inner, before_rename(node, live, self.literals))
            case ast.Call(func=ast.Attribute(value=left, attr="merge" | "join"), args=[right]) if _is_by_row(node):
                self.read(left, live)
                self.read(right, live)
            case ast.Call(func=ast.Attribute(value=inner, attr="astype"), args=[ast.Name(id="_state")]):
                self.read(inner, live)
            case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in KEEPS_COLUMNS:
                self.read(inner, live)
                self.arguments(node)
            case ast.Call(func=ast.Attribute(attr="get_dummies"), args=[data, *_]):
                if reads_dummies(node, live, self.table, self.literals):
                    self.read(data, before_dummies(node, live, self.table))
            case _:
                return False
        return True

    def _selection(self, node: ast.Subscript, live: Live) -> bool:
        """Note the columns that a subscript takes out of a frame; false where it does not tell them."""
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=key) if (mask := self.literals.mask(key)) is not None:
                self.frames[name] = self.frames[name].union(live.only(mask))
                return True
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="loc" | "iloc"),
                slice=ast.Tuple(elts=[ast.Slice(), key]),
            ) if (mask := self.literals.mask(key)) is not None:
                self.frames[name] = self.frames[name].union(live.only(mask))
                return True
            case ast.Subscript(value=ast.Name(id=name), slice=key) if (
                columns := self.literals.columns(key)
            ) is not None:
                if isinstance(key, ast.List | ast.Name):
                    columns = frozenset(column for column in columns if live.has(column))
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="loc" | "at"), slice=ast.Tuple(elts=[rows, key])
            ) if (columns := self.literals.columns(key)) is not None:
                self.read(rows)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="iloc"), slice=ast.Tuple(elts=[_, key])
            ) if name in self.order and (columns := self.literals.positions(key, self.order[name])) is not None:
                pass
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=[ast.Slice(), key])) if (
                name in self.order and (columns := self.literals.positions(key, self.order[name])) is not None
            ):
                # Rows and columns by position: an array.
                pass
            case _:
                return False
        self.frames[name] = self.frames[name].including(columns)
        return True

    def arguments(self, call: ast.Call) -> None:
        """Note what the arguments of a call read."""
        for each in [*call.args, *(keyword.value for keyword in call.keywords)]:
            self.read(each)

    def parts(self, node: ast.AST) -> None:
        """Note what the parts of something read that may use them in whatever way."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.frames.exact = self.frames.exact and not isinstance(child, ast.Name)
                self.read(child)
            elif isinstance(child, ast.keyword | ast.comprehension):
                self.parts(child)

    def block(self, node: ast.AST) -> None:
        """Note what is read by statements that stand inside others, in whatever order they run."""
        match node:
            case ast.Assign(targets=targets, value=value):
                self.read(value)
                for target in targets:
                    self._target(target)
            case ast.AugAssign(target=target, value=value):
                self.read(value)
                self._target(target)
            case ast.expr():
                self.read(node)
            case _:
                for child in ast.iter_child_nodes(node):
                    self.block(child)

    def _target(self, node: ast.expr) -> None:
        """A cell that is written leaves its column, and the others, as live as they are."""
        if isinstance(node, ast.Subscript):
            self.parts(node.slice)

    def made(self, columns: Iterable[str]) -> frozenset[str]:
        """Pick the columns that are none of the table's: some step makes them."""
        own = {column.name for column in self.table.read} if self.table is not None else set()
        return frozenset(column for column in columns if own and column not in own)

    def _is_column(self, name: str) -> bool:
        return self.table is not None and self.table.column(name) is not None


def _is_by_row(call: ast.Call) -> bool:
    """Whether columns are put beside each other by the labels of their rows."""
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    if isinstance(call.func, ast.Attribute) and call.func.attr == "join":
        return not given
    return given == {"left_index": "True", "right_index": "True"}


def _is_beside(concat: ast.Call) -> bool:
    """Whether frames are put beside each other, and not one under the other."""
    return any(
        keyword.arg == "axis" and ast.unparse(keyword.value) in {"1", "'columns'"} for keyword in concat.keywords
    )
