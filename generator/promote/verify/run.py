"""What one run of the notebook told: its testimony, and the cells that failed.

Run       = testimony problem is_notebooks failures
Testimony = rows records predictions probabilities classes strays is_sure others
Failure   = cell needed name message
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """Raw records, and what the notebook predicted for each. `rows` counts the records that it predicted in all."""

    rows: int
    records: list[dict[str, Any]]
    predictions: list[Any]
    probabilities: list[list[float]] | None
    classes: list[Any] | None
    strays: int = 0
    """Predictions beside these, of rows that are no records: the notebook made them itself."""
    is_sure: bool = True
    """The predictions are known to be those of the records. Otherwise it is a guess, from their number and order."""
    others: tuple["Testimony", ...] = ()
    """Other guesses."""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Testimony":
        """Read what the witness wrote down."""
        others = tuple(map(cls.from_document, document.get("others", ())))
        return cls(**{**document, "others": others})

    def probabilities_of(self, row: int) -> dict[str, float] | None:
        """Return the probability of each class, by the class's name."""
        if self.probabilities is None or self.classes is None:
            return None
        return {str(name): value for name, value in zip(self.classes, self.probabilities[row], strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A cell that failed: `needed` is one that the prediction depends on. An error without a name took too long."""

    cell: int
    needed: bool
    name: str
    message: str

    def __str__(self) -> str:
        """Say the error as its traceback ends, in one line: some libraries draw a frame around what they say."""
        lines = (_COLOUR.sub("", line).strip() for line in self.message.splitlines())
        said = next((line for line in lines if any(map(str.isalnum, line))), "")
        return ": ".join(filter(None, [self.name, said]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the notebook: what its witness saw, or why it saw nothing, and the cells that failed."""

    testimony: Testimony | None
    problem: str = ""
    is_notebooks: bool = False
    """The problem is that the notebook does not come to its prediction."""
    failures: tuple[Failure, ...] = ()

    @property
    def obstacle(self) -> Failure | None:
        """The failure of a cell that the prediction depends on, where it kept the notebook from its prediction."""
        if self.testimony is not None or not self.is_notebooks:
            return None
        return next((each for each in self.failures if each.needed), None)

    @property
    def beside(self) -> tuple[Failure, ...]:
        """Return the first failure of each cell that the prediction does not depend on."""
        first: dict[int, Failure] = {}
        for each in self.failures:
            if not each.needed:
                first.setdefault(each.cell, each)
        return tuple(first.values())
