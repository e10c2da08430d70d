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
| `RFE(model, 15)` | `RFE(model, n_features_to_select=15)` |
"""

from collections.abc import Iterator, Sequence

from packaging.version import Version

from promote.knowledge.eras import OLDEST
from promote.model.diagnostic import Diagnostic, Severity
from promote.model.environment import Reason
from promote.model.facts import Facts
from promote.planners.evidence import admits, canonical, written_for_old_python
from promote.planners.imports import distributions, top_module
from promote.planners.sentences import listed


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each thing that keeps the project from the newest versions, once; a list of requirements is one thing."""
    found = [*facts.evidence.unobtainable, *(each for each in facts.evidence.reasons if not admits(0, each))]
    outdated = [each for each in facts.evidence.reasons if each.rewritable and not each.binding]
    reasons = [
        *_of_the_service(facts, [each for each in found if each.binding]),
        *(each for each in outdated if not _is_kept_old(facts, each)),
    ]
    for file in dict.fromkeys(each.file for each in reasons if each.file):
        yield _finding(facts, [each for each in reasons if each.file == file])
    told: dict[str, Reason] = {}
    for reason in reasons:
        if not reason.file and told.setdefault(reason.words, reason) is reason:
            yield _finding(facts, [reason])


def _of_the_service(facts: Facts, reasons: Sequence[Reason]) -> Sequence[Reason]:
    """Leave out what is asked for libraries that the service does not use, unless that alone is what makes versions old."""
    used = _used(facts)
    mattering = [each for each in reasons if not each.asked or each.distribution in used]
    if mattering or facts.evidence.era == 0:
        return mattering
    return [each for each in reasons if each not in facts.evidence.unobtainable]


def _is_kept_old(facts: Facts, reason: Reason) -> bool:
    """Whether something else keeps the project to versions in which a thing is not yet out of date."""
    return any(
        each.binding
        and each.distribution == reason.distribution
        and each.below
        and Version(each.below) <= Version(reason.below)
        for each in facts.evidence.reasons
    )


def _used(facts: Facts) -> frozenset[str]:
    """Distributions that the service needs, as far as its path tells; a job needs all that the notebook imports."""
    if facts.path is None:
        modules = facts.imported
    else:
        names = {name for step in facts.path.steps for name in step.statement.names.uses}
        modules = frozenset(top_module(facts.names[name]) for name in names & facts.names.keys()) | {"numpy", "pandas"}
    return frozenset(canonical(each) for each in distributions(modules - {""}))


def _finding(facts: Facts, reasons: Sequence[Reason]) -> Diagnostic:
    lost = [each for each in reasons if each in facts.evidence.unobtainable]
    first = reasons[0]
    return Diagnostic(
        code="PN110",
        name="older-versions",
        severity=Severity.NOTE if (first.asked and not first.place) or not first.binding else Severity.WARNING,
        message=_asks(first.file, reasons, lost) if first.file else _lost(first) if lost else first.words,
        hint=_hint(facts, first, is_lost=bool(lost)),
        place=first.place,
    )


def _asks(file: str, reasons: Sequence[Reason], lost: Sequence[Reason]) -> str:
    """Say what a list of requirements asks for."""
    kept = _listed([each for each in reasons if each not in lost])
    gone = f"{_listed(lost)}, older than any that Python 3.11 has" if lost else ""
    return f"`{file}` asks for {', and for '.join(filter(None, [kept, gone]))}"


def _listed(reasons: Sequence[Reason]) -> str:
    return listed([f"`{each.asked}`" for each in reasons], most=len(reasons))


def _lost(reason: Reason) -> str:
    return f"{reason.words}, and Python 3.11 has none before {reason.distribution} {OLDEST[reason.distribution]}"


def _hint(facts: Facts, reason: Reason, *, is_lost: bool) -> str:
    if reason.hint:
        return f"{reason.hint}, as `--modernise` does" if reason.rewritable else reason.hint
    if is_lost:
        python = written_for_old_python(facts.program)
        ran = f"; the notebook was run with Python {python}" if python else ""
        return f"use current versions, and see with `promote verify` that the notebook still runs{ran}"
    return "ask for current versions, promote again, and see with `promote verify` that the notebook still runs"
