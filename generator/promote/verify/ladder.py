"""The rungs in order, and the climb.

A rung that fails does not end the climb: the rungs that do not need it are still tried, since two things to mend are
better known at once.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from promote.console import Console
from promote.verify.project import load
from promote.verify.report import Beside, Cause, Outcome, Report, Status, line
from promote.verify.rungs import faithful, green, read, rendered, served, trained
from promote.verify.workshop import RungFailed, RungNotReached, Workshop, workshop

_LINES_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: `check` returns evidence, or raises `RungFailed` or `RungNotReached`."""

    name: str
    check: Callable[[Workshop], str]
    needs: tuple[str, ...] = ()


RUNGS: tuple[Rung, ...] = (
    Rung(name="read", check=read.check),
    Rung(name="rendered", check=rendered.check),
    Rung(name="green", check=green.check, needs=("rendered",)),
    Rung(name="trained", check=trained.check, needs=("rendered",)),
    Rung(name="served", check=served.check, needs=("trained",)),
    Rung(name="faithful", check=faithful.check, needs=("read", "served")),
)


def verify(folder: Path, console: Console, *, timeout: float, rungs: tuple[Rung, ...] = RUNGS) -> Report:
    """Climb the ladder with a project, telling each rung as it is left behind."""
    project = load(folder.resolve())
    outcomes: list[Outcome] = []
    with workshop(project, timeout) as bench:
        for number, rung in enumerate(rungs):
            outcomes.append(_try(number, rung, bench, {each.name: each.status for each in outcomes}, console))
        beside = bench.run.beside if bench.run is not None else ()
        return Report(
            project=str(project.folder),
            rungs=tuple(outcomes),
            versions=bench.found,
            beside=tuple(Beside(cell=each.cell, problem=str(each)) for each in beside),
        )


def _try(number: int, rung: Rung, bench: Workshop, so_far: Mapping[str, Status], console: Console) -> Outcome:
    console.passing(f"{number} {rung.name} …")
    start = time.monotonic()
    status, evidence, details, cause = _attempt(rung, bench, so_far)
    seconds = round(time.monotonic() - start, 3)
    outcome = Outcome(rung=number, name=rung.name, status=status, seconds=seconds, evidence=evidence, cause=cause)
    console.passing("")
    console.milestone(line(outcome))
    if status is Status.FAILED and details.strip():
        console.say("\n".join(f"    {each}" for each in details.strip().splitlines()[-_LINES_SHOWN:]))
    return outcome


def _attempt(rung: Rung, bench: Workshop, so_far: Mapping[str, Status]) -> tuple[Status, str, str, Cause | None]:
    missing = next((name for name in rung.needs if so_far.get(name) is not Status.PASSED), None)
    if missing is not None:
        return Status.NOT_REACHED, f"needs `{missing}`", "", Cause.PROJECT
    try:
        return Status.PASSED, rung.check(bench), "", None
    except RungNotReached as reason:
        return Status.NOT_REACHED, reason.evidence, "", reason.cause
    except RungFailed as failure:
        return Status.FAILED, failure.evidence, failure.details, failure.cause
