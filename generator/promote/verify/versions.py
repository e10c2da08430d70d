"""The search for versions: the newest environment in which the notebook runs to its prediction.

Only while a project has no lock: then the environments that the compiler planned are tried, newest first, and the first that
does is written to the project and locked. A failure that no version mends ends the search at once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from packaging.requirements import Requirement
from packaging.version import Version

from promote import disk
from promote.knowledge.eras import ERRORS
from promote.model.environment import Environment
from promote.model.records import ANSWERS
from promote.planners.evidence import bounds
from promote.verify import adopt, testimony
from promote.verify.report import Found, Tried
from promote.verify.run import Failure, Run
from promote.verify.workshop import LOCK, RungFailed, RungNotReached, Workshop

PYPROJECT = "pyproject.toml"

_NOT_OF_VERSIONS = frozenset(
    {
        *("FileNotFoundError", "IsADirectoryError", "PermissionError", "NotADirectoryError", "OSError"),
        *("URLError", "HTTPError", "ConnectionError", "ConnectionRefusedError", "TimeoutError", "gaierror", "SSLError"),
        *("NameError", "UnboundLocalError", "SyntaxError", "IndentationError", "ZeroDivisionError", "AssertionError"),
        *("StdinNotImplementedError", "LookupError", "KeyboardInterrupt", "SystemExit", "MemoryError", "UsageError"),
    }
)
"""Errors that another version of a library does not mend."""
_NO_NETWORK = re.compile(r"[Rr]equest failed|dns error|error sending request|[Ff]ailed to fetch")
_NO_COLUMN = re.compile(r"not found in axis|not in index|are in the \[columns\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One environment that was tried: what it ended with, in words; empty where the notebook ran."""

    environment: Environment
    words: str = ""
    cell: int = 0
    run: Run | None = None
    left_out: tuple[str, ...] = ()


def settle(bench: Workshop) -> None:
    """Find the environment of a project that has no lock, and write it down."""
    planned = bench.project.parity.environments
    if (bench.scratch / LOCK).exists() or bench.project.parity.predict is None or not _as_written(bench, planned):
        return
    try:
        bench.need_data()
    except RungNotReached:
        return
    attempts = _search(bench, planned)
    chosen = attempts[-1] if not attempts[-1].words else max(attempts, key=lambda each: each.cell)
    if chosen is not attempts[-1]:
        bench.forget()
        chosen = _try(bench, attempts[-1].environment, chosen.environment)
    bench.run = chosen.run
    bench.found = Found(
        environment=chosen.environment.name,
        requirements=chosen.environment.requirements,
        newer=tuple(
            Tried(environment=each.environment.name, problem=each.words)
            for each in attempts
            if each.words and each.environment.name != chosen.environment.name
        ),
        left_out=chosen.left_out,
    )
    if (bench.scratch / LOCK).exists():
        bench.keep(PYPROJECT, ANSWERS, LOCK)


def _as_written(bench: Workshop, planned: Sequence[Environment]) -> bool:
    """Whether the project still asks for what it was made with. What a person asks for is theirs, and not searched for."""
    files = disk.read_files(bench.scratch, (PYPROJECT,))
    return bool(planned) and adopt.in_pyproject(files[PYPROJECT], planned[0], planned[0]) is not None


def _search(bench: Workshop, planned: Sequence[Environment]) -> list[Attempt]:
    """Try the environments up to the first in which the notebook runs, or to a failure that none of them mends."""
    attempts: list[Attempt] = []
    written = planned[0]
    for environment in planned:
        if attempts and _has_the_error(environment, attempts[-1].words):
            continue
        bench.forget()
        attempts.append(_try(bench, written, environment))
        written = attempts[-1].environment
        if not _goes_on(attempts[-1]):
            break
    return attempts


def _has_the_error(environment: Environment, words: str) -> bool:
    """Whether an error is known to be in every version that an environment admits."""
    specifiers = {each.name: each.specifier for each in map(Requirement, environment.requirements)}
    return any(
        re.search(pattern, words)
        and name in specifiers
        and Version(bounds(specifiers[name])[0] or "0") >= Version(below)
        for pattern, name, below in ERRORS
    )


def _goes_on(attempt: Attempt) -> bool:
    """Whether an older environment may do better."""
    if attempt.run is None:
        return not _NO_NETWORK.search(attempt.words)
    obstacle = attempt.run.obstacle
    return obstacle is not None and may_be_mended(obstacle, attempt.run.failures)


def may_be_mended(obstacle: Failure, failures: Sequence[Failure]) -> bool:
    """Whether another version of a library may mend a failure."""
    if obstacle.name == "NameError":
        # A name may be missing because an import before it failed.
        return any(each.name in {"ImportError", "AttributeError"} for each in failures if each.cell <= obstacle.cell)
    if obstacle.name == "ModuleNotFoundError":
        # A module of a library that is there may have moved; a library that is not there is in no version.
        return "." in obstacle.message
    if obstacle.name == "KeyError":
        # Whole numbers were positions in older versions of pandas. A text is a column that is not there.
        return not (_NO_COLUMN.search(obstacle.message) or obstacle.message.startswith(("'", '"')))
    return bool(obstacle.name) and obstacle.name not in _NOT_OF_VERSIONS


def _try(bench: Workshop, written: Environment, environment: Environment) -> Attempt:
    """Write an environment down in the place of another, lock it, and run the notebook in it."""
    try:
        environment, left_out = _resolve(bench, written, environment)
        run = testimony.run(bench)
    except RungFailed as failure:
        return Attempt(environment=environment, words=failure.evidence)
    obstacle = run.obstacle
    words = f"cell {obstacle.cell}: {obstacle}" if obstacle else run.problem if run.is_notebooks else ""
    return Attempt(
        environment=environment, words=words, cell=obstacle.cell if obstacle else 0, run=run, left_out=left_out
    )


def _resolve(bench: Workshop, written: Environment, environment: Environment) -> tuple[Environment, tuple[str, ...]]:
    """Lock an environment. What only the notebook has, and nobody can install, is left out: no prediction depends on it."""
    wanted = environment
    while True:
        _write(bench, written, wanted)
        written = wanted
        bench.forget()
        try:
            bench.check(bench.lock(), "`uv lock`")
            bench.notebook_environment()
        except RungFailed as failure:
            if not wanted.notebook_requirements:
                _write(bench, written, environment)
                raise
            wanted = replace(wanted, notebook_requirements=_not_blamed(wanted.notebook_requirements, failure))
        else:
            return wanted, tuple(sorted(set(environment.notebook_requirements) - set(wanted.notebook_requirements)))


def _not_blamed(requirements: Sequence[str], failure: RungFailed) -> tuple[str, ...]:
    """Return the requirements that a failed installation does not name; none if it names none."""
    words = f"{failure.evidence}\n{failure.details}".lower()
    rest = tuple(each for each in requirements if not re.search(rf"\b{re.escape(_name(each))}\b", words))
    return rest if rest != tuple(requirements) else ()


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~\[;@ ]", requirement, maxsplit=1)[0].lower()


def _write(bench: Workshop, written: Environment, environment: Environment) -> None:
    files = disk.read_files(bench.scratch, (PYPROJECT, ANSWERS))
    project = adopt.in_pyproject(files[PYPROJECT], written, environment)
    if project is not None:
        answers = adopt.in_answers(files[ANSWERS], environment)
        disk.write_files(bench.scratch, {PYPROJECT: project, ANSWERS: answers})
