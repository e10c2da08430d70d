"""The path from the raw data to the model, statement by statement, as two programs.

    Path  = steps cut split fit predict
    Step  = statement kind edits states obstacle
    Kind  = SOURCE | CONSTANT | FUNCTION | ROW_WISE | FITTED | STATE | ROWS | SPLIT | TRAINING | OBSTACLE
    Edit  = start end training serving rows   (replace text[start:end]; None leaves it as it is)
    State = name kind constructor             (something that training learned and serving reads)

A step's text is the author's statement; the edits turn it into what training runs and what serving runs. In an edit's text
`⟦name⟧` stands for a state, and becomes `self.name_`, `model.name` or plain `name` where it is emitted.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from promote.model.program import Statement


class BindingTime(StrEnum):
    """When a value is known, in the order in which one spoils the other."""

    CONSTANT = "constant"
    """From the text of the notebook."""
    FITTED = "fitted"
    """From the data that the model was trained on."""
    ROWS = "rows"
    """From each record."""


class StepKind(StrEnum):
    """What a statement is to the two programs."""

    SOURCE = "source"
    """Reads or makes the data."""
    CONSTANT = "constant"
    """Needs no data: a list of columns, a dictionary, a threshold."""
    FUNCTION = "function"
    """Defines one of the notebook's own functions or classes."""
    ROW_WISE = "row-wise"
    FITTED = "fitted"
    """Learns something and applies it."""
    STATE = "state"
    """Learns something and applies nothing."""
    ROWS = "rows"
    """Removes or reorders rows and does nothing else."""
    SPLIT = "split"
    TRAINING = "training"
    """Only the training program has it: the target, the other part of a split, the model itself."""
    OBSTACLE = "obstacle"
    """Nobody can say that a record alone is enough: the cut moves behind it."""


class StateKind(StrEnum):
    """What a piece of fitted state is."""

    VALUE = "value"
    MAPPING = "mapping"
    """One value for each turn of a loop."""
    TRANSFORMER = "transformer"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Something that training learned. `type` is the class of a transformer, as the notebook spells it."""

    name: str
    kind: StateKind
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A replacement within a statement's text. `None` leaves the text as it is in that program."""

    start: int
    end: int
    training: str | None = None
    serving: str | None = None
    rows: bool = False
    """Serving leaves out what drops, adds or reorders rows in training."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One statement on the path."""

    statement: Statement
    kind: StepKind
    edits: tuple[Edit, ...] = ()
    states: tuple[State, ...] = ()
    """The states that this step brings into being."""
    obstacle: str = ""
    """Why the cut must lie behind it, in words that follow `because`."""
    renames: tuple[tuple[str, str], ...] = ()
    """For a split: each part and the name that it came from."""

    @property
    def is_shortened(self) -> bool:
        """Whether serving leaves something out of the statement."""
        return any(edit.rows or edit.serving == "" for edit in self.edits)

    @property
    def moves_rows(self) -> bool:
        """Whether training may give other rows than it took, or in another order, and serving does not."""
        return self.kind is StepKind.ROWS or any(edit.rows for edit in self.edits)

    def training_text(self) -> str:
        """What the training program runs, with states as `⟦name⟧`."""
        return apply_edits(self.statement.text, [(e.start, e.end, e.training) for e in self.edits]).rstrip("\n")

    def serving_text(self) -> str:
        """What the serving program runs, with states as `⟦name⟧`; empty if nothing is left of the statement."""
        return apply_edits(self.statement.text, [(e.start, e.end, e.serving) for e in self.edits]).rstrip("\n")


def apply_edits(text: str, edits: list[tuple[int, int, str | None]]) -> str:
    """Apply replacements from the last to the first. One that lies inside another is lost; a line before it is not inside."""
    chosen = [edit for edit in edits if edit[2] is not None]
    outer = [edit for edit in chosen if not any(_lies_inside(edit, other) for other in chosen)]
    for start, end, replacement in sorted(outer, key=lambda edit: (edit[0], edit[1]), reverse=True):
        text = text[:start] + (replacement or "") + text[end:]
    return text


def _lies_inside(edit: tuple[int, int, str | None], other: tuple[int, int, str | None]) -> bool:
    (start, end, _), (first, last, _) = edit, other
    is_before = start == end == first
    return first <= start and end <= last and last - first > end - start and not is_before


STATE = re.compile(r"⟦(\w+)⟧")
"""A state in the text of an edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where the service takes its input: after step number `after`, as the value of `frame`."""

    after: int
    frame: str
    raw: bool
    """The value is the record as it was read."""
    is_frame: bool
    """It is a data frame; otherwise an array."""
    reason: str
    is_tensor: bool = False
    """It is an array of PyTorch."""


def as_array(text: str, cut: Cut) -> str:
    """The value at the cut as an array of NumPy."""
    return f"{text}.numpy()" if cut.is_tensor else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The steps from the data to the model, in order, and the marks on them (positions in `steps`)."""

    steps: tuple[Step, ...]
    serving: tuple[int, ...]
    """The steps that the serving program runs."""
    cut: Cut
    split: int | None
    """The first split behind the cut."""
    inputs: str
    """The expression that the model predicts on, as an edited text with states."""
    renames: tuple[tuple[str, str], ...] = ()
    """Names of the serving program that differ from the notebook's: `X_test` is `X` where nothing is split."""
    kinds: tuple[tuple[tuple[str, str], ...], ...] = ()
    """For each step, the shapes (`frame`, `column`, `array`, …) of the names that it binds or changes."""

    @property
    def served_texts(self) -> tuple[str, ...]:
        """Everything that the serving program runs, with states as `⟦name⟧`."""
        steps = (self.steps[position].serving_text() for position in self.serving)
        return (*steps, *(origin for _, origin in self.renames), self.inputs)

    def kind_of(self, name: str, upto: int) -> str:
        """Shape of a name behind step number `upto`."""
        for kinds in reversed(self.kinds[: upto + 1]):
            if name in dict(kinds):
                return dict(kinds)[name]
        return "frame"
