"""Training and serving differ.

A step between the data and the model needs more than one record, or nobody could say what it does to one.

**Why it matters.** The service cannot repeat the step for a single record. So it takes its input behind the step: the caller
has to send what the step would have computed.

**What to do.** Write the step so that each row is enough, or compute its result where the records come from.
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Severity
from promote.model.facts import Facts
from promote.model.steps import StepKind
from promote.planners.path import FINAL


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report the step that the cut lies behind."""
    path = facts.path
    if path is None or path.cut.raw:
        return
    position = min(path.cut.after, len(path.steps) - 1)
    obstacle = next((step for step in reversed(path.steps[: position + 1]) if step.obstacle), None)
    if obstacle is None:
        if path.cut.frame != FINAL or path.steps[position].kind is StepKind.SOURCE:
            # The notebook makes its data, or the file was not found: no step is to blame.
            return
        obstacle = path.steps[position]
    yield Diagnostic(
        code="PN109",
        name="serving-skew",
        severity=Severity.WARNING,
        message=f"the service takes its input behind this step: {path.cut.reason}",
        hint="let the rows come from a table that a cell above reads, or let the caller send what the model is given"
        if obstacle.obstacle == "" and path.cut.frame == FINAL
        else "rewrite the step so that one row is enough, or let the caller send its result",
        place=obstacle.statement.place(),
    )
