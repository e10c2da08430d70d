"""Older versions.

Something on the way to the model is gone from newer versions of its library, or means something else there. Or a list beside
the notebook asks for an older version.

**Why it matters.** The service is made with the newest versions in which the notebook still runs. They get no more fixes sooner
or later, and the oldest that Python 3.11 can have is the end of that road.

**What to do.** Write what the finding says. Where that is a mere renaming, `promote --modernise` does it, in the project's copy
of the notebook and in the code alike.

| in the notebook | today |
| --- | --- |
| `OneHotEncoder(sparse=False)` | `OneHotEncoder(sparse_output=False)` |
| `table = table.append(row)` | `table = pd.concat([table, row])` |
"""

from collections.abc import Iterator

from promote.knowledge.eras import OLDEST
from promote.model.diagnostic import Diagnostic, Severity
from promote.model.environment import Reason
from promote.model.facts import Facts
from promote.planners.evidence import admits, written_for_old_python


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each thing that keeps the project from the newest versions, once."""
    told: set[str] = set()
    for reason in (*facts.evidence.unobtainable, *facts.evidence.reasons):
        is_lost = reason in facts.evidence.unobtainable
        if reason.words in told or not reason.binding or not (is_lost or not admits(0, reason)):
            continue
        told.add(reason.words)
        yield Diagnostic(
            code="PN110",
            name="older-versions",
            severity=Severity.WARNING if reason.hint or reason.place else Severity.NOTE,
            message=_lost(reason) if is_lost else reason.words,
            hint=_hint(facts, reason, is_lost=is_lost),
            place=reason.place,
        )


def _lost(reason: Reason) -> str:
    return f"{reason.words}, and Python 3.11 has none before {reason.distribution} {OLDEST[reason.distribution]}"


def _hint(facts: Facts, reason: Reason, *, is_lost: bool) -> str:
    if reason.hint:
        return f"{reason.hint}, as `--modernise` does" if reason.rewritable else reason.hint
    if is_lost:
        python = written_for_old_python(facts.program)
        ran = f"; the notebook was run with Python {python}" if python else ""
        return f"use a current version, and see with `promote verify` that the notebook still runs{ran}"
    return "use a current version when the notebook runs with it"
