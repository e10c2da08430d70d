"""How a model is asked, and what becomes of what it says.

An asking is an expression of the notebook in which two names stand for the model and for what it is asked about.
"""

import re
from dataclasses import dataclass

MODEL = "_model"
INPUT = "_input"
ASKED = f"{MODEL}.predict({INPUT})"
"""How most models are asked."""


def asking(text: str, model: str, data: str) -> str:
    """Put a model and its input into the places that they have in an asking.

    >>> asking("np.exp(_model.predict(_input))", "forest", "X_test")
    'np.exp(forest.predict(X_test))'
    """
    places = {MODEL: model, INPUT: data}
    return re.sub(rf"(?<![\w.])({MODEL}|{INPUT})(?!\w)", lambda match: places[match[1]], text)


ANY = "int | float | str"
LABEL = "label"
"""The type of an answer that is one of the target's own values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How the model is asked for what the notebook reports."""

    written: str = ASKED
    """In the notebook's own names."""
    asks: str = ASKED
    """With states in the places of what training learned."""
    written_classes: str = ""
    """The labels of probabilities, where they are not the model's own."""
    classes: str = ""
    output: str = ""
    """Python type of one answer, where it follows from the asking; `LABEL` for a value of the target."""
    has_probabilities: bool = True
    """Nothing about the model's own arguments speaks against probabilities."""
    is_column: bool = False
    """Answers come as a column, to be flattened."""
    is_network: bool = False
    """A network is called, and answers with a tensor."""
    is_single: bool = False
    """Numbers have half the digits of Python's own."""
    names: frozenset[str] = frozenset()
    """Names of the notebook that the asking reads, imports aside."""
    constants: tuple[str, ...] = ()
    """Statements behind the fit that bind those of them that training need not know."""
