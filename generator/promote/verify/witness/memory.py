"""What the witness has seen so far."""

# ruff: noqa: ANN401 - what passes here belongs to the notebook, and may be of any type

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

_MOST_TRAILS = 200


class Lineage:
    """Labels of the records at the cut, by the new label that a frame was given. Copies are the same object."""

    def __init__(self, index: Any, rows: "Rows") -> None:
        """Keep the records' labels in the order of the new ones."""
        self.index = index
        self.labels = rows.labels
        self.is_sure = rows.is_sure

    def __deepcopy__(self, _memo: object) -> "Lineage":
        """Travel along with a frame's attributes at no cost."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Become nothing in another process, which knows no witness."""
        return str, ()

    def __eq__(self, other: object) -> bool:
        """Be equal to oneself only: pandas asks."""
        return self is other

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Rows:
    """Labels of the records, one for each row; `None` for a row that is none of them."""

    labels: Sequence[Any]
    is_sure: bool
    """Otherwise it is a guess: as many rows were seen, in this order."""


@dataclass(frozen=True)
class Place:
    """Where an array has its rows in memory: the array that owns it, and in bytes where it starts, and from row to row."""

    owner: Callable[[], Any]
    start: int
    step: int
    across: int
    """From column to column."""
    width: int
    """From the first to the last value of a row."""


@dataclass(eq=False)
class Trail:
    """Some rows of a whole: the part that they became, and where they are in the whole."""

    part: Callable[[], Any]
    """Gives the part for as long as the notebook has it."""
    length: int
    whole: int
    """As many rows has the whole."""
    positions: Sequence[int | None] | None = None
    """Of the rows in the whole; without them it is every row in its order. A row that is made has none."""
    rows: Rows | None = None
    """The rows of the whole, where it had labels."""
    origin: Optional["Trail"] = None
    """Where the whole was a part itself."""
    place: Place | None = None
    is_test: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether the notebook has nothing of the part any more."""
        return self.part() is None and (self.place is None or self.place.owner() is None)


@dataclass
class State:
    """The records at the cut, and what became of their rows."""

    output: str = ""
    frame: Any = None
    in_order: bool = False
    """Nothing between the cut and the prediction removes or reorders rows, but for splits."""
    is_held: bool = False
    known: dict[Any, int] = field(default_factory=dict)
    """Label -> position, of the records."""
    verified: list[Any] = field(default_factory=list)
    """Indexes whose labels are the records' own."""
    lineages: list[Lineage] = field(default_factory=list)
    trails: list[Trail] = field(default_factory=list)
    replaced: list[tuple[Any, str, Any]] = field(default_factory=list)
    """What is watched: an owner, the name of a function there, and the function as it was."""

    def records_are(self, frame: Any, index: Any, *, in_order: bool) -> None:
        """Begin with the records: what was seen before them tells nothing of their rows."""
        self.frame, self.in_order = frame, in_order
        self.known = {label: position for position, label in enumerate(frame.index)}
        self.verified = [index, frame.index]
        self.lineages, self.trails = [], []

    def remember(self, trail: Trail) -> None:
        """Add a trail. Where there are many the oldest goes, and first one of what is gone."""
        self.trails.append(trail)
        if len(self.trails) > _MOST_TRAILS:
            self.trails.remove(next((each for each in self.trails if each.is_gone), self.trails[0]))


state = State()
