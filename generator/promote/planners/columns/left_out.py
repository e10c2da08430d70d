"""Columns that serving does not make: what lets go of one, or passes it on among others, must not name it there.

Forward over the steps behind the cut: a column is *unmade* in a frame where the step that first makes it was left out.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from promote.model.steps import STATE, Edit, Path, Step
from promote.model.table import Table
from promote.passes.names import root_name
from promote.passes.rewrite import span, substituted
from promote.planners.columns.calls import named_by_drop
from promote.planners.columns.literals import Literals, parsed

_CHOOSING = frozenset({"filter", "get_dummies", "select_dtypes"})
"""What leaves some columns of a frame."""
_STAND_IN = "state_of_training_"
"""Begins the name that stands for a state where a text is parsed."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is known of a frame's columns: those that serving has, those that it may have, and those that only training makes."""

    made: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    """Of the unsure, those that training has in any case."""
    unmade: frozenset[str] = frozenset()

    def union(self, other: "_Columns") -> "_Columns":
        made = self.made | other.made
        return _Columns(
            made,
            (self.unsure | other.unsure) - made,
            (self.doubtful | other.doubtful) - made,
            (self.unmade | other.unmade) - made,
        )

    def without(self, columns: frozenset[str]) -> "_Columns":
        return self._each(lambda part: part - columns)

    def only(self, columns: frozenset[str]) -> "_Columns":
        return self._each(lambda part: part & columns)

    def renamed(self, names: Mapping[object, object]) -> "_Columns":
        return self._each(lambda part: frozenset(str(names.get(each, each)) for each in part))

    def writing(self, columns: frozenset[str]) -> "_Columns":
        others = self.without(columns)
        return replace(others, made=others.made | columns)

    def leaving_out(self, columns: frozenset[str]) -> "_Columns":
        doubtful = self.doubtful | (columns & self.unsure)
        return replace(self, doubtful=doubtful, unmade=self.unmade | (columns - self.made - self.unsure))

    def doubted(self) -> "_Columns":
        """What is left of the columns when some are chosen and nobody can tell which."""
        return replace(self, made=frozenset(), unsure=self.unsure | self.made)

    def _each(self, change: Callable[[frozenset[str]], frozenset[str]]) -> "_Columns":
        return _Columns(change(self.made), change(self.unsure), change(self.doubtful), change(self.unmade))


_Change = Callable[[_Columns, frozenset[str]], _Columns]


def without_unmade(path: Path, kept: tuple[int, ...], table: Table | None, literals: Literals) -> Path:
    """Let serving, of which only the steps in `kept` are left, name no column that it does not make."""
    dead = frozenset(path.serving) - frozenset(kept)
    if table is None or not dead:
        return replace(path, serving=kept)
    walk = _Forward(literals, {path.cut.frame: _Columns(made=_at_cut(path, table))})
    steps, serving, renames = list(path.steps), list(kept), dict(path.renames)
    for position in range(path.cut.after + 1, len(steps)):
        step = steps[position]
        if position == path.split:
            for part, origin in path.renames:
                renames[part] = walk.passed(part, origin)
        if position in dead:
            walk.leave_out(step)
        elif position in kept:
            text = walk.served(step)
            if not text:
                serving.remove(position)
            elif text != step.serving_text():
                steps[position] = _serving(step, text)
    return replace(
        path,
        steps=tuple(steps),
        serving=tuple(serving),
        renames=tuple(renames.items()),
        inputs=walk.rewritten(path.inputs),
    )


def _at_cut(path: Path, table: Table) -> frozenset[str]:
    """The columns that there may be at the cut: those of the data, and all that is named on the way to it."""
    named = frozenset(
        each.value
        for step in path.steps[: path.cut.after + 1]
        for each in ast.walk(step.statement.node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and not path.cut.raw
    )
    return named | frozenset(column.name for column in table.read)


def _serving(step: Step, text: str) -> Step:
    """Give a step another text in serving."""
    edits = tuple(replace(each, serving=None) for each in step.edits)
    return replace(step, edits=(*edits, Edit(start=0, end=len(step.statement.text), serving=text)))


@dataclass(slots=True)
class _Forward:
    """Responsibilities: the columns of each frame, from the cut on, and the texts that fit them."""

    literals: Literals
    frames: dict[str, _Columns] = field(default_factory=dict)

    def leave_out(self, step: Step) -> None:
        """Note the columns that a step would have made."""
        for node in ast.walk(parsed(step.serving_text())):
            match node:
                case ast.For(target=ast.Name(id=key), iter=iterable, body=body):
                    columns = self.literals.columns(iterable) or frozenset()
                    for name in {
                        root_name(each) or ""
                        for part in body
                        for each in ast.walk(part)
                        if isinstance(each, ast.Subscript)
                        and isinstance(each.ctx, ast.Store)
                        and isinstance(each.slice, ast.Name)
                        and each.slice.id == key
                    }:
                        self._change(step, name, _Columns.leaving_out, columns)
                case ast.Subscript(ctx=ast.Store()):
                    key_of_column = node.slice.elts[-1] if isinstance(node.slice, ast.Tuple) else node.slice
                    columns = self.literals.columns(key_of_column) or frozenset()
                    self._change(step, root_name(node) or "", _Columns.leaving_out, columns)
                case _:
                    pass

    def served(self, step: Step) -> str:
        """The text of a step without the columns that are not made; empty if nothing is left of it."""
        text = self.rewritten(step.serving_text())
        nodes = parsed(text).body
        for node in nodes:
            match node:
                case ast.Expr(value=ast.Name()):
                    return ""
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=same)) if name == same:
                    return ""
                case (
                    ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="pop"), args=[key, *_]))
                    | ast.Delete(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)])
                ):
                    columns = self.literals.columns(key) or frozenset()
                    is_unmade = bool(columns & self._of(name).unmade)
                    self._change(step, name, _Columns.without, columns)
                    if is_unmade:
                        return ""
                case _:
                    pass
        # What the step leaves follows from its own text: there, a column that is let go is let go of both programs.
        for node in parsed(step.serving_text()).body:
            self._advance(step, node)
        if text != step.serving_text():
            match nodes:
                case [ast.Assign(targets=[ast.Name()], value=ast.Name())]:
                    # Two names of one frame would both see what is written to either.
                    text = f"{text}.copy()"
                case _:
                    pass
        return text

    def passed(self, part: str, origin: str) -> str:
        """The text of what a split takes, and the columns of the part that it becomes."""
        for node in parsed(origin).body:
            if isinstance(node, ast.Expr):
                self.frames[part] = self._after(node.value)
        return self.rewritten(origin)

    def rewritten(self, text: str) -> str:
        """Take the columns that are not made out of what drops or selects them."""
        if not any(each.unmade or each.doubtful for each in self.frames.values()):
            return text
        try:
            new = self._rewritten(STATE.sub(rf"{_STAND_IN}\1", text))
        except SyntaxError:
            return text
        return re.sub(rf"\b{_STAND_IN}(\w+)", r"⟦\1⟧", new)

    def _rewritten(self, text: str) -> str:
        return substituted(text, lambda node: self._replacement(node, text))

    def _replacement(self, node: ast.expr, text: str) -> str | None:
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr="drop")):
                named = named_by_drop(node)
                frame, is_drop = inner, True
            case ast.Subscript(value=inner, slice=ast.List() | ast.Name() as named, ctx=ast.Load()):
                frame, is_drop = inner, False
            case _:
                return None
        columns = self.literals.columns(named) if named is not None else None
        before = self._after(frame)
        unmade = before.unmade & (columns or frozenset())
        is_doubtful = is_drop and bool(before.doubtful & (columns or frozenset()))
        if named is None or not (unmade or is_doubtful):
            return None
        value = self.literals.value(named)
        left = [each for each in value if each not in unmade] if isinstance(value, list | tuple | set) else []
        start, end = span(text, node)
        inner_start, inner_end = span(text, frame)
        named_start, named_end = span(text, named)
        said = self._rewritten(text[inner_start:inner_end])
        if is_drop and not left:
            return said
        names = ", ".join(
            f'"{each}"' if each.isprintable() and not set(each) & {'"', "\\"} else repr(each) for each in left
        )
        chosen = f"[{names}]" if unmade else text[named_start:named_end]
        tail = text[named_end:end]
        if is_doubtful and not any(each.arg == "errors" for each in getattr(node, "keywords", [])):
            tail = f'{tail[:-1].rstrip().rstrip(",")}, errors="ignore")'
        return f"{text[start:inner_start]}{said}{text[inner_end:named_start]}{chosen}{tail}"

    def _advance(self, step: Step, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.frames[name] = self._after(value)
            case ast.Assign(targets=[ast.Subscript() as cell]) | ast.AugAssign(target=ast.Subscript() as cell):
                key = cell.slice.elts[-1] if isinstance(cell.slice, ast.Tuple) else cell.slice
                self._change(step, root_name(cell) or "", _Columns.writing, self.literals.columns(key) or frozenset())
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="drop" | "rename")) as call):
                self.frames[name] = self._after(call)
            case _:
                pass

    def _after(self, node: ast.AST) -> _Columns:
        """The columns of what an expression gives: those of all the frames in it, as far as it says nothing else."""
        match node:
            case ast.Name(id=name):
                return self._of(name)
            case ast.Call(func=ast.Attribute(value=inner, attr="drop")):
                named = named_by_drop(node)
                columns = self.literals.columns(named) if named is not None else None
                return self._after(inner).without(columns or frozenset())
            case ast.Call(func=ast.Attribute(value=inner, attr="rename")):
                names = next((self.literals.value(each.value) for each in node.keywords if each.arg == "columns"), None)
                return self._after(inner).renamed(names if isinstance(names, dict) else {})
            case ast.Subscript(value=ast.Attribute(value=inner, attr="iloc" | "loc"), slice=ast.Tuple(elts=[_, key])):
                if isinstance(key, ast.Slice) and key.lower is None and key.upper is None:
                    return self._after(inner)
                columns = self.literals.columns(key)
                return self._after(inner).doubted() if columns is None else self._after(inner).only(columns)
            case ast.Subscript(value=inner, slice=key) if (columns := self.literals.columns(key)) is not None:
                return self._after(inner).only(columns)
            case ast.Call(func=ast.Attribute(attr=attribute)) if attribute in _CHOOSING:
                return self._of_parts(node).doubted()
            case _:
                return self._of_parts(node)

    def _of_parts(self, node: ast.AST) -> _Columns:
        found = _Columns()
        for child in ast.iter_child_nodes(node):
            found = found.union(self._after(child))
        return found

    def _of(self, name: str) -> _Columns:
        return self.frames.get(name, _Columns())

    def _change(self, step: Step, name: str, change: _Change, columns: frozenset[str]) -> None:
        """Change what is known of a frame, under each of its names."""
        for each in {name, *(step.statement.names.mutates & self.frames.keys())}:
            self.frames[each] = change(self._of(each), columns)
