"""The outcome of a climb as data, as text, and as JSON.

    {"project": path, "rung": 0..5 or null, "rungs": [{"rung", "name", "status", "seconds", "evidence", "cause"}],
     "versions": {"environment", "requirements", "newer": [{"environment", "problem"}], "left_out"} or null,
     "beside": [{"cell", "problem"}]}

`rung` is the highest rung that passed with every rung below it passed; null where not even the lowest did.
`status` is `passed`, `failed` or `not-reached`. `cause` tells whose doing it is that a rung did not pass: `data` where a file is
not at hand, `notebook` where the notebook itself does not run to its prediction, else `project`; null where it passed.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a rung ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_REACHED = "not-reached"


class Cause(StrEnum):
    """What keeps a rung from passing."""

    DATA = "data"
    """A file that the notebook reads is not at hand."""
    NOTEBOOK = "notebook"
    """The notebook itself does not run to its prediction."""
    PROJECT = "project"
    """Anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One rung: how it ended, the evidence for that, and what kept it from passing."""

    rung: int
    name: str
    status: Status
    seconds: float
    evidence: str
    cause: Cause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An environment in which the notebook did not come to its prediction, and why."""

    environment: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The versions that a project has now, and what was wrong with newer ones."""

    environment: str
    requirements: tuple[str, ...]
    newer: tuple[Tried, ...] = ()
    left_out: tuple[str, ...] = ()
    """Requirements of the notebook alone that cannot be had together with the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A cell that failed, and that the prediction does not depend on."""

    cell: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All rungs of one project, from the lowest, and what else was seen on the way."""

    project: str
    rungs: tuple[Outcome, ...]
    versions: Found | None = None
    beside: tuple[Beside, ...] = ()

    @property
    def rung(self) -> int | None:
        """The highest rung that passed with every rung below it passed."""
        highest = None
        for outcome in self.rungs:
            if outcome.status is not Status.PASSED:
                break
            highest = outcome.rung
        return highest

    @property
    def failed(self) -> bool:
        """Whether a rung failed. One that was not reached did not."""
        return any(outcome.status is Status.FAILED for outcome in self.rungs)

    def to_json(self) -> str:
        """Spell the report for a machine."""
        document = {
            "project": self.project,
            "rung": self.rung,
            "rungs": [asdict(each) for each in self.rungs],
            "versions": asdict(self.versions) if self.versions else None,
            "beside": [asdict(each) for each in self.beside],
        }
        return json.dumps(document, indent=2, ensure_ascii=False)

    def to_text(self) -> str:
        """Spell the report as one line per rung, and one for each thing beside."""
        return "\n".join([*(line(outcome) for outcome in self.rungs), *_versions(self.versions), *_beside(self.beside)])


def _versions(found: Found | None) -> Iterator[str]:
    if found is None:
        return
    for each in found.newer:
        yield f"versions    {each.environment}: {each.problem}"
    if found.newer:
        yield f"versions    {found.environment}: {', '.join(found.requirements)}"
    if found.left_out:
        yield f"versions    not to be had together with these: {', '.join(found.left_out)}"


def _beside(failures: tuple[Beside, ...]) -> Iterator[str]:
    for each in failures:
        yield f"beside      cell {each.cell} fails, and no prediction depends on it: {each.problem}"


def line(outcome: Outcome) -> str:
    """Spell one rung: `5 faithful  passed  12.1 s  1,409 of 1,409 rows equal`."""
    name = f"{outcome.rung} {outcome.name}"
    return f"{name:<11} {outcome.status:<11} {outcome.seconds:6.1f} s  {outcome.evidence}".rstrip()
