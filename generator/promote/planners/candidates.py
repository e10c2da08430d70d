"""All models that a notebook fits, for whoever wonders about the choice."""

from collections.abc import Sequence
from typing import Protocol

from promote.model.program import Program
from promote.model.promotion import ModelSummary


class Fitted(Protocol):
    """One place where a model is fitted."""

    @property
    def name(self) -> str:
        """The variable that holds the model."""

    @property
    def statement(self) -> int:
        """Index of the statement that fits it."""

    @property
    def estimator(self) -> str:
        """Its class, qualified or not."""


def summaries(program: Program, every: Sequence[Fitted], chosen: Fitted, reason: str) -> tuple[ModelSummary, ...]:
    """The chosen fit, and the last one of every other model."""
    latest = {each.name: each for each in every}
    return tuple(
        ModelSummary(
            name=each.name,
            estimator=each.estimator.rpartition(".")[2],
            cell=program.statements[each.statement].cell,
            chosen=each is chosen,
            reason=reason if each is chosen else "",
        )
        for each in every
        if each is chosen or latest[each.name] is each
    )
