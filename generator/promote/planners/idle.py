"""Variables that training learns and serving never asks for: they are variables, and no fitted state.

    low, high = df["price"].quantile(0.01), df["price"].quantile(0.99)
    df = df[df["price"].between(low, high)]

Whatever is learned from rows is first taken for state, since serving may read it. What it only took to drop rows of the training
data stays a variable of the training.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from promote.model.steps import STATE, Edit, Path, StateKind, Step, StepKind


def without_idle(path: Path, read: Collection[str]) -> Path:
    """Take out states that serving does not read, if they are variables of the notebook. `read` are names wanted elsewhere."""
    wanted = {*read, *(name for text in path.served_texts for name in STATE.findall(text))}
    own = {name for step in path.steps for name in step.statement.names.defines}
    states = [state for step in path.steps for state in step.states if state.kind is not StateKind.TRANSFORMER]
    idle = {state.name for state in states if state.name in own - wanted}
    return replace(path, steps=tuple(_without(step, idle) for step in path.steps)) if idle else path


def _without(step: Step, idle: set[str]) -> Step:
    edits = tuple(_as_variables(edit, idle) for edit in step.edits)
    states = tuple(state for state in step.states if state.name not in idle)
    is_of_rows = step.kind is StepKind.STATE and step.moves_rows and not states
    return replace(step, edits=edits, states=states, kind=StepKind.ROWS if is_of_rows else step.kind)


def _as_variables(edit: Edit, idle: set[str]) -> Edit:
    """Let an edit speak of variables: what is kept for each turn of a loop is that of the turn at hand."""
    training = edit.training
    if training is None or "⟦" not in training:
        return edit
    for name in idle:
        training = re.sub(rf"⟦{name}⟧ = \{{\}}\n *", "", training)
        training = re.sub(rf"⟦{name}⟧(\[\w+\])?", name, training)
    return replace(edit, training=training)
