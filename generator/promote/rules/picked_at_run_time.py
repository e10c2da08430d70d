"""Model that is picked at run time.

The notebook fits several models and goes on with the one that scores best, whichever that is when it runs.

**Why it matters.** A service answers with one model, under one name. promote takes the one that the notebook's outputs show to be
the best; where they show nothing, it cannot know, and takes the last. Training anew does not compare the models again.

**What to do.** Say which model you mean: `promote notebook.ipynb --model forest`. The names are those in the finding.
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Severity
from promote.model.facts import Facts
from promote.planners.sentences import listed


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report the models that the notebook compares when it runs, and which of them is served."""
    contest = facts.contest
    if contest is None:
        return
    other = next((name for name in contest.rivals if name != contest.served), contest.served)
    picks = f"the notebook picks the best of {listed([f'`{name}`' for name in contest.rivals], most=5)} when it runs"
    yield Diagnostic(
        code="PN115",
        name="picked-at-run-time",
        severity=Severity.NOTE if contest.is_decided else Severity.WARNING,
        message=f"{picks}; by its outputs that is `{contest.served}`, which is served"
        if contest.is_decided
        else f"{picks}, and no output tells which that was; `{contest.served}` is served",
        hint=f"training does not compare them again; `--model {other}` serves another"
        if contest.is_decided
        else f"keep the notebook's outputs and promote it again, or say which you mean: `--model {other}`",
        place=contest.place,
    )
