"""What an asking reads of training: states in the places of the notebook's names."""

import re
from dataclasses import replace

from promote.model.answer import Answer
from promote.model.steps import Path, StepKind


def held_in(path: Path, *answers: Answer) -> Answer:
    """Put states into the first asking that serving can repeat; the last one is taken as it is."""
    for answer in answers[:-1]:
        held = {name: _held(path, name) for name in answer.names}
        if all(held.values()):
            return replace(answer, asks=_renamed(answer.asks, held), classes=_renamed(answer.classes, held))
    return answers[-1]


def _held(path: Path, name: str) -> str:
    """What stands for a name while serving: a state, or a constant of its own name; empty if nothing does."""
    numbered = re.compile(rf"{re.escape(name)}(_\d+)?")
    states = {state.name for step in path.steps for state in step.states if numbered.fullmatch(state.name)}
    if states:
        # Fitted once more for something else, it has a number, and which one is meant is not known.
        return f"⟦{name}⟧" if states == {name} else ""
    binding = [step for step in path.steps if name in step.statement.names.defines | step.statement.names.mutates]
    is_constant = len(binding) == 1 and binding[0].kind in {StepKind.CONSTANT, StepKind.FUNCTION}
    return name if is_constant else ""


def _renamed(text: str, held: dict[str, str]) -> str:
    if not text or not held:
        return text
    return re.sub(rf"(?<![\w.'\"])({'|'.join(map(re.escape, held))})(?![\w'\"])", lambda match: held[match[1]], text)
