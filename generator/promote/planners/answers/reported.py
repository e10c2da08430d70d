"""An expression that is made of predictions, and what it does to them."""

from dataclasses import dataclass, replace
from enum import StrEnum

from promote.model.answer import ASKED, MODEL

_SAID = "_said"


class Turn(StrEnum):
    """What an expression does to predictions."""

    NOTHING = "nothing"
    """Only their shape or their type changes."""
    GRADED = "graded"
    """Numbers become probabilities."""
    INVERSE = "inverse"
    NAMED = "named"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """An expression made of predictions. `wrap` has the name `_said` where the model's own words stand."""

    asks: str
    wrap: str = _SAID
    turn: Turn = Turn.NOTHING
    output: str = ""
    """Python type of one answer, where the expression tells."""

    @property
    def text(self) -> str:
        """The whole asking."""
        return self.wrap.replace(_SAID, self.asks)

    def of_classes(self) -> str:
        """The same turn for the model's classes; empty where an answer is no longer one of them."""
        if self.turn in {Turn.INVERSE, Turn.NAMED} and self.asks == ASKED:
            return self.wrap.replace(_SAID, f"{MODEL}.classes_")
        return ""

    def turned(self, wrap: str, turn: Turn, output: str = "") -> "Reported":
        """What becomes of it in a larger expression. `output` is empty where its type stays what it is."""
        stronger = max(self.turn, turn, key=list(Turn).index)
        return replace(self, wrap=wrap, turn=stronger, output=output or self.output)
