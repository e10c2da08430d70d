"""What a walk over one statement notes: edits of its text, lines before it, and states."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from promote.model.steps import Edit, State, StateKind, apply_edits

_PRIMARIES = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
"""What needs no brackets, whatever stands around it."""


@dataclass(slots=True)
class Prelude:
    """A line that training runs before the (possibly nested) statement that starts at `offset`."""

    offset: int
    indent: str
    text: str


@dataclass(slots=True, kw_only=True)
class Recorder:
    """Notes on one statement. Responsibilities: edits, preludes and states; the names that states take."""

    text: str
    taken: set[str]
    edits: list[Edit] = field(default_factory=list)
    preludes: list[Prelude] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    removes: bool = False
    learns: bool = False
    key: str = ""
    """The variable of the loop that the expression stands in."""
    anchor: ast.stmt | None = None
    """The innermost statement, before which preludes go."""
    elsewhere: bool = False
    """Inside a function that is defined in another statement: no edit is possible there."""

    def new_state(self, wanted: str, kind: StateKind, type_name: str = "") -> State:
        """Name a new piece of state; a name that is taken gets a number."""
        if self.key:
            wanted = f"{wanted}_by_{self.key}"
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        state = State(name=name, kind=StateKind.MAPPING if self.key else kind, type=type_name)
        self.states.append(state)
        return state

    def holder(self, state: State) -> str:
        """The text that stands for a state: `⟦name⟧`, or `⟦name⟧[key]` inside a loop."""
        return f"⟦{state.name}⟧[{self.key}]" if self.key else f"⟦{state.name}⟧"

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Offsets of a node in the statement's text, in characters."""
        return offset(self.text, node.lineno, node.col_offset), offset(self.text, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def edit(self, node: ast.AST, *, training: str | None = None, serving: str | None = None) -> None:
        """Replace a node's text. A node may be looked at twice, and is replaced once."""
        if self.elsewhere:
            return
        start, end = self.span(node)
        edit = Edit(start=start, end=end, training=training, serving=serving)
        if edit not in self.edits:
            self.edits.append(edit)

    def append(self, node: ast.AST, text: str, *, training: str | None = None) -> None:
        """Insert text right behind a node, in serving and, unless other text is given, in training."""
        end = self.span(node)[1]
        self.replace_span(end, end, text, training=training)

    def replace_span(self, start: int, end: int, text: str, *, training: str | None = None) -> None:
        """Replace what stands between two offsets."""
        if not self.elsewhere:
            self.edits.append(Edit(start=start, end=end, training=text if training is None else training, serving=text))

    def remove(self, node: ast.stmt, *, training: bool, alone: bool) -> None:
        """Take a nested statement out of serving, and of training too if asked; a body must not be left empty."""
        start, end = self.span(node)
        replacement = "pass" if alone else ""
        if not alone:
            start, end = self.text.rfind("\n", 0, start) + 1, self._line_behind(end)
        self.edits.append(Edit(start=start, end=end, training=replacement if training else None, serving=replacement))

    def is_elif(self, arm: Sequence[ast.stmt]) -> bool:
        """Whether an arm is no more than another branch behind `elif`."""
        return len(arm) == 1 and isinstance(arm[0], ast.If) and self.text.startswith("elif", self.span(arm[0])[0])

    def drop_arm(self, node: ast.If, *, training: bool) -> None:
        """Take the other arm of a branch out of serving, and of training too if asked."""
        start, end = self.span(node.body[-1])[1], self.span(node)[1]
        edit = Edit(
            start=self._line_behind(start),
            end=self._line_behind(end),
            training="" if training else None,
            serving="",
        )
        self.edits.append(edit)

    def _line_behind(self, position: int) -> int:
        """Where the next line begins."""
        return self.text.find("\n", position) + 1 or len(self.text)

    def keep_only(self, node: ast.expr, part: ast.expr, *, rows: bool = True) -> None:
        """Let serving keep a part of an expression: `df.dropna()` is `df` for a record that was accepted.

        `rows` tells whether it is rows that the rest drops, adds or reorders.
        """
        self.removes = True
        if self.elsewhere:
            return
        (start, end), (first, last) = self.span(node), self.span(part)
        before, behind = ("", "") if isinstance(part, _PRIMARIES) else ("(", ")")
        if first > start or before:
            self.edits.append(Edit(start=start, end=first, serving=before))
        self.edits.append(Edit(start=last, end=end, serving=behind, rows=rows))

    def keep_all_rows(self, index: ast.expr) -> None:
        """Let serving keep all rows where training picks some."""
        self.removes = True
        if not self.elsewhere:
            start, end = self.span(index)
            self.edits.append(Edit(start=start, end=end, serving=":", rows=True))

    def take_instead(self, node: ast.stmt, text: str) -> None:
        """Let serving run another statement, where training drops or reorders rows."""
        start, end = self.span(node)
        self.edits.append(Edit(start=start, end=end, serving=text, rows=True))

    def is_left_out(self, node: ast.expr) -> bool:
        """Whether a node stands in what serving leaves out."""
        start, end = self.span(node)
        return not self.elsewhere and any(
            each.rows and each.start <= start and end <= each.end and each.training is None for each in self.edits
        )

    def prelude(self, text: str) -> None:
        """Let training run a line before the statement at hand."""
        anchor = self.anchor
        start = self.span(anchor)[0] if anchor is not None else 0
        indent = " " * (anchor.col_offset if anchor is not None else 0)
        self.preludes.append(Prelude(start, indent, text))

    def training_text(self, node: ast.AST) -> str:
        """A node's text as training runs it."""
        return self._edited(node, [(e.start, e.end, e.training) for e in self.edits])

    def serving_text(self, node: ast.AST) -> str:
        """A node's text as serving runs it."""
        return self._edited(node, [(e.start, e.end, e.serving) for e in self.edits])

    def _edited(self, node: ast.AST, edits: list[tuple[int, int, str | None]]) -> str:
        if self.elsewhere:
            return ast.unparse(node)
        start, end = self.span(node)
        inner = [(first - start, last - start, text) for first, last, text in edits if start <= first and last <= end]
        return apply_edits(self.text[start:end], inner)


def offset(text: str, line: int, column: int) -> int:
    """Characters before a position that `ast` gives as line and UTF-8 column."""
    lines = text.split("\n")
    before = sum(len(each) + 1 for each in lines[: line - 1])
    return before + len(lines[line - 1].encode()[:column].decode())
