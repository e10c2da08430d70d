"""Which columns of the raw record reach the model: a backward liveness analysis over columns.

A step that only writes a column nobody reads any more (the target, as a rule) is no part of serving.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from promote.model.steps import STATE, Edit, Path, Step, StepKind
from promote.model.table import Table
from promote.passes.names import root_name


@dataclass(frozen=True, slots=True)
class Live:
    """The live columns of one frame: those named, or (`others`) all but those named."""

    names: frozenset[str] = frozenset()
    others: bool = True

    def has(self, column: str) -> bool:
        """Whether a column is live."""
        return (column in self.names) is not self.others

    def without(self, columns: frozenset[str]) -> "Live":
        """Let columns go."""
        return Live(self.names | columns, others=True) if self.others else Live(self.names - columns, others=False)

    def including(self, columns: frozenset[str]) -> "Live":
        """Bring columns in."""
        return Live(self.names - columns, others=True) if self.others else Live(self.names | columns, others=False)

    def union(self, other: "Live") -> "Live":
        """What is live in either."""
        if self.others and other.others:
            return Live(self.names & other.names, others=True)
        if self.others:
            return self.including(other.names)
        if other.others:
            return other.including(self.names)
        return Live(self.names | other.names, others=False)


EVERYTHING = Live()
NOTHING = Live(others=False)


def prune(path: Path, table: Table | None) -> tuple[Path, Live, bool]:
    """Leave out of serving what only writes dead columns, and find the columns of the cut that are live.

    The last value tells whether these are exactly the columns that the model reads, and not more.
    """
    walk = _Liveness(constants(path), table)
    before = walk.forward(path)
    walk.start(_parse(path.inputs))
    kept: list[int] = []
    for position in reversed(path.serving):
        walk.rename(path, position)
        walk.order = before[position]
        walk.unite(path.steps[position].statement.names.mutates)
        if walk.step(path.steps[position].serving_text()):
            kept.append(position)
    walk.rename(path, path.cut.after)
    steps = tuple(_without_name(step, walk.unread) for step in path.steps)
    serving = tuple(reversed(kept))
    return replace(path, steps=steps, serving=serving), walk.live.get(path.cut.frame, EVERYTHING), walk.exact


def _without_name(step: Step, unread: set[str]) -> Step:
    """Let serving take a column out of a frame without keeping it."""
    match step.statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr="pop"))) if name in unread:
            text = step.statement.text
            end = len(text) - len(text.partition("=")[2].lstrip())
            return replace(step, edits=(*step.edits, Edit(start=0, end=end, serving="")))
        case _:
            return step


def constants(path: Path) -> dict[str, object]:
    """Values of the names that the path binds once to a literal."""
    found: dict[str, object] = {}
    seen: set[str] = set()
    for step in path.steps:
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if (
                step.kind is StepKind.CONSTANT and name not in seen
            ):
                try:
                    found[name] = ast.literal_eval(value)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    found.pop(name, None)
        for name in step.statement.names.defines | step.statement.names.mutates:
            if name in seen:
                found.pop(name, None)
            seen.add(name)
    return found


@dataclass(slots=True)
class _Liveness:
    """The walk. Responsibilities: live columns of each frame, from the model back to the cut."""

    constants: Mapping[str, object]
    table: Table | None
    live: dict[str, Live] = field(default_factory=dict)
    exact: bool = True
    """No frame was read as a whole by something that may use only a part of it."""
    unread: set[str] = field(default_factory=set)
    """Names that take up what is taken out of a frame, and that serving has no use for."""
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns of each frame before the step at hand, in their order, where they are known."""

    def forward(self, path: Path) -> dict[int, Mapping[str, tuple[str, ...]]]:
        """Follow the order of the columns from the cut on, as far as it can be told and anybody asks for it."""
        if not any(word in path.steps[p].statement.text for p in path.serving for word in (".iloc", ".columns")):
            return {position: {} for position in path.serving}
        order: dict[str, tuple[str, ...]] = {}
        if self.table is not None and path.cut.raw:
            order[path.cut.frame] = tuple(column.name for column in self.table.read)
        before: dict[int, Mapping[str, tuple[str, ...]]] = {}
        for position in path.serving:
            before[position] = dict(order)
            for node in _parse(path.steps[position].serving_text()).body:
                self._advance(node, order)
        return before

    def _advance(self, node: ast.stmt, order: dict[str, tuple[str, ...]]) -> None:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=origin)) if origin in order:
                order[name] = order[origin]
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(value=ast.Name(id=origin), attr="copy"))
            ) if origin in order:
                order[name] = order[origin]
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=origin), attr="drop")) as call,
            ) if origin in order:
                order[name] = tuple(column for column in order[origin] if self._dropped(call, EVERYTHING).has(column))
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="drop")) as call) if (
                name in order
            ):
                order[name] = tuple(column for column in order[name] if self._dropped(call, EVERYTHING).has(column))
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(column)))]
            ) if name in order:
                order[name] = order[name] if column in order[name] else (*order[name], column)
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name), attr="columns")], value=value):
                names = self._literal(value)
                order[name] = tuple(map(str, names)) if isinstance(names, list) else ()
            case ast.Assign(targets=[ast.Name(id=name)]):
                order.pop(name, None)
            case _:
                for each in ast.walk(node):
                    if isinstance(each, ast.Name) and not isinstance(node, ast.For):
                        order.pop(each.id, None)

    def start(self, inputs: ast.Module) -> None:
        """Everything that the model is given is live."""
        for node in inputs.body:
            if isinstance(node, ast.Expr):
                self._read(node.value, EVERYTHING)

    def rename(self, path: Path, position: int) -> None:
        """Carry what is known of a part of a split over to where it came from, once the split lies ahead."""
        if path.split is not None and position < path.split:
            for part, origin in path.renames:
                if part in self.live:
                    live = self.live.pop(part)
                    for node in _parse(origin).body:
                        if isinstance(node, ast.Expr):
                            self._read(node.value, live)

    def unite(self, names: frozenset[str]) -> None:
        """One frame under several names has the same live columns under each."""
        if len(names) > 1:
            live = NOTHING
            for name in names & self.live.keys():
                live = live.union(self.live[name])
            self.live |= dict.fromkeys(names, live)

    def step(self, text: str) -> bool:
        """Walk over one statement; false if it changes nothing that is live."""
        return all([self._statement(node) for node in reversed(_parse(text).body)] or [True])

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
            case ast.Delete(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)]) if columns := self._columns(
                key
            ):
                self.live[name] = self.live.get(name, NOTHING).without(columns)
                return True
            case ast.For(target=ast.Name(id=key), iter=iterable, body=body):
                return self._loop(key, iterable, body)
            case ast.For(iter=iterable):
                self._read(iterable, EVERYTHING)
                for turn in node.body:
                    self._block(turn)
                return True
            case _:
                for each in ast.walk(node):
                    if isinstance(each, ast.expr):
                        self._mention(each)
                return True

    def _assign(self, target: ast.expr, value: ast.expr) -> bool:
        match target:
            case ast.Name(id=name):
                if not (isinstance(value, ast.Call) and self._pop(value, to=name)):
                    self._read(value, self.live.pop(name, NOTHING))
                return True
            case ast.Subscript(value=ast.Name(id=name), slice=key):
                return self._write(name, key, [value], partial=False)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="loc"), slice=ast.Tuple(elts=[rows, key])
            ):
                return self._write(name, key, [rows, value], partial=True)
            case ast.Attribute(value=ast.Name(id=name), attr="columns"):
                self.live[name] = self._renumbered(name, value)
                return True
            case _:
                for each in [*ast.walk(target), *ast.walk(value)]:
                    if isinstance(each, ast.expr):
                        self._mention(each)
                return True

    def _in_place(self, name: str, call: ast.Call) -> bool:
        """`df.drop(columns=…, inplace=True)` and its like."""
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method == "drop":
            self.live[name] = self._dropped(call, self.live.get(name, NOTHING))
        elif method == "rename":
            self.live[name] = self._renamed(call, self.live.get(name, NOTHING))
        else:
            return self._pop(call)
        return True

    def _write(self, name: str, key: ast.expr, values: list[ast.expr], *, partial: bool) -> bool:
        columns = self._columns(key)
        live = self.live.get(name, NOTHING)
        if columns is None:
            for value in values:
                self._read(value, EVERYTHING)
            return True
        if not any(live.has(column) for column in columns):
            return False
        if not partial:
            self.live[name] = live.without(columns)
        for value in values:
            self._read(value, EVERYTHING)
        return True

    def _pop(self, call: ast.Call, to: str = "") -> bool:
        """`y = df.pop("left")`: behind it the frame has no such column, whoever reads the column itself."""
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="pop"), args=[key]) if (
                columns := self._columns(key)
            ):
                is_read = to in self.live
                # `df = df.pop("left")` leaves nobody who knows the frame.
                frame = NOTHING if to == name else self.live.get(name, NOTHING).without(columns)
                self.live.pop(to, None)
                self.live[name] = frame.including(columns) if is_read else frame
                if to and not is_read:
                    self.unread.add(to)
                return True
            case _:
                return False

    def _loop(self, key: str, iterable: ast.expr, body: list[ast.stmt]) -> bool:
        """A loop that rewrites each of its columns from itself leaves the live columns as they are."""
        columns = self._columns(iterable)
        own = all(
            isinstance(each.slice, ast.Name) and each.slice.id == key
            for statement in body
            for each in ast.walk(statement)
            if isinstance(each, ast.Subscript) and root_name(each) in self.live
        )
        frames = {
            root
            for s in body
            for each in ast.walk(s)
            if isinstance(each, ast.Subscript) and (root := root_name(each)) in self.live
        }
        if own and len(frames) == 1:
            (frame,) = frames
            return columns is None or any(self.live[frame].has(column) for column in columns)
        self._children(iterable)
        for statement in body:
            self._block(statement)
        return True

    def _block(self, node: ast.AST) -> None:
        """Note what is read by statements that stand inside others, in whatever order they run."""
        match node:
            case ast.Assign(targets=targets, value=value):
                self._read(value, EVERYTHING)
                for target in targets:
                    self._target(target)
            case ast.AugAssign(target=target, value=value):
                self._read(value, EVERYTHING)
                self._target(target)
            case ast.expr():
                self._read(node, EVERYTHING)
            case _:
                for child in ast.iter_child_nodes(node):
                    self._block(child)

    def _target(self, node: ast.expr) -> None:
        """A cell that is written leaves its column, and the others, as live as they are."""
        if isinstance(node, ast.Subscript):
            self._children(node.slice)

    def _mention(self, node: ast.expr) -> None:
        if isinstance(node, ast.Name) and node.id in self.live:
            self.live[node.id] = EVERYTHING
            self.exact = False

    # Reading.

    def _read(self, node: ast.expr, live: Live) -> None:
        """Note what an expression reads, if `live` columns of its value are."""
        match node:
            case ast.Name(id=name):
                self.live[name] = self.live.get(name, NOTHING).union(live)
            case ast.Subscript(value=ast.Name(id=name), slice=key) if (columns := self._columns(key)) is not None:
                wanted = (
                    frozenset(column for column in columns if live.has(column))
                    if isinstance(key, ast.List | ast.Name)
                    else columns
                )
                self.live[name] = self.live.get(name, NOTHING).including(wanted)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="loc" | "at"), slice=ast.Tuple(elts=[rows, key])
            ) if (columns := self._columns(key)) is not None:
                self.live[name] = self.live.get(name, NOTHING).including(columns)
                self._read(rows, EVERYTHING)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="iloc"), slice=ast.Tuple(elts=[_, key])
            ) if (columns := self._positions(name, key)) is not None:
                self.live[name] = self.live.get(name, NOTHING).including(columns)
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if self._is_column(attr):
                self.live[name] = self.live.get(name, NOTHING).including(frozenset({attr}))
            case ast.Attribute(value=inner, attr="values"):
                self._read(inner, live)
            case ast.Call(func=ast.Attribute(value=inner, attr="drop")):
                self._read(inner, self._dropped(node, live))
            case ast.Call(func=ast.Attribute(value=inner, attr="rename")):
                self._read(inner, self._renamed(node, live))
            case ast.Call(func=ast.Attribute(value=inner, attr="copy" | "to_numpy" | "reset_index")):
                self._read(inner, live)
            case ast.Call(func=ast.Attribute(value=inner, attr="astype"), args=[ast.Name(id="_state")]):
                self._read(inner, live)
            case ast.Call(func=ast.Attribute(attr="get_dummies"), args=[data, *_]):
                self._read(data, self._undummied(node, live))
            case ast.Lambda():
                self._children(node.body)
            case _:
                self._children(node)

    def _children(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.exact = self.exact and not isinstance(child, ast.Name)
                self._read(child, EVERYTHING)
            elif isinstance(child, ast.keyword | ast.comprehension):
                self._children(child)

    def _dropped(self, node: ast.expr, live: Live) -> Live:
        if not isinstance(node, ast.Call):
            return EVERYTHING
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        named = keywords.get("columns") or keywords.get("labels") or (node.args[0] if node.args else None)
        columns = self._columns(named) if named is not None else None
        return EVERYTHING if columns is None else live.without(columns)

    def _renamed(self, node: ast.expr, live: Live) -> Live:
        keywords = {keyword.arg: keyword.value for keyword in node.keywords} if isinstance(node, ast.Call) else {}
        mapping = self._literal(keywords.get("columns"))
        if not isinstance(mapping, dict):
            return EVERYTHING
        old = frozenset(str(key) for key, value in mapping.items() if live.has(str(value)))
        return live.without(frozenset(str(value) for value in mapping.values())).including(old)

    def _renumbered(self, frame: str, node: ast.expr) -> Live:
        """Columns that are named anew by a list keep their places."""
        names, before = self._literal(node), self.order.get(frame)
        if not isinstance(names, list) or before is None or len(names) != len(before):
            return EVERYTHING
        live = self.live.get(frame, NOTHING)
        return Live(frozenset(old for old, new in zip(before, names, strict=True) if live.has(str(new))), others=False)

    def _undummied(self, node: ast.Call, live: Live) -> Live:
        """A column whose dummies are all let go is itself let go."""
        if self.table is None or not live.others:
            return EVERYTHING
        first = any(
            k.arg == "drop_first" and isinstance(k.value, ast.Constant) and k.value.value for k in node.keywords
        )
        gone = set()
        for column in self.table.read:
            dummies = [f"{column.name}_{value}" for value in column.values or ()][1 if first else 0 :]
            if dummies and all(dummy in live.names for dummy in dummies):
                gone.add(column.name)
        return Live(frozenset(gone) | live.names, others=True)

    # Constants.

    def _columns(self, node: ast.expr) -> frozenset[str] | None:
        value = self._literal(node)
        if isinstance(value, str):
            return frozenset({value})
        if isinstance(value, list | tuple | set) and all(isinstance(each, str) for each in value):
            return frozenset(str(each) for each in value)
        return None

    def _literal(self, node: ast.expr | None) -> object:
        if isinstance(node, ast.Name):
            return self.constants.get(node.id)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self._literal(node.left), self._literal(node.right)
            return left + right if isinstance(left, list) and isinstance(right, list) else None
        try:
            return ast.literal_eval(node) if node is not None else None
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return None

    def _positions(self, frame: str, node: ast.expr) -> frozenset[str] | None:
        """Columns by position; `None` where the order is not known or the positions are not."""
        names = self.order.get(frame)
        if names is None:
            return None
        try:
            if isinstance(node, ast.Slice):
                lower, upper, step = (self._position(part) for part in (node.lower, node.upper, node.step))
                return frozenset(names[lower:upper:step])
            value = ast.literal_eval(node)
            return frozenset(names[position] for position in (value if isinstance(value, list) else [value]))
        except (ValueError, TypeError, IndexError, SyntaxError):
            return None

    def _position(self, node: ast.expr | None) -> int | None:
        value = self._literal(node)
        if node is not None and not isinstance(value, int):
            raise ValueError
        return value if isinstance(value, int) else None

    def _is_column(self, name: str) -> bool:
        return self.table is not None and self.table.column(name) is not None


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(STATE.sub("_state", text))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])
