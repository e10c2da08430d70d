"""Rung 2: the project's own lint, format, types and tests pass in a fresh environment.

Where the notebook itself does not come to its prediction, nothing can be trained as it does, and a job fails where its notebook
does. Tests that fail for just this are no fault of the project's, and the rung says how many they are, and which cell fails.
"""

import re

from promote.console import counted
from promote.environment.processes import Finished
from promote.verify import testimony, versions
from promote.verify.run import Failure
from promote.verify.workshop import RungFailed, Workshop

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("pytest", "-q"),
)
_FAILED = re.compile(r"^(?:FAILED|ERROR) \S.*? - (?P<error>.*)$", re.MULTILINE)
_NOT_BEGUN = re.compile(r"^ImportError while loading conftest.*?^E +(?P<error>\S.*?)$", re.MULTILINE | re.DOTALL)
_RED = re.compile(r"(?P<count>\d+) (?:failed|errors?)\b")
_PASSED = re.compile(r"(?P<count>\d+) passed")


def check(bench: Workshop) -> str:
    """Settle the versions if nobody did, run every check, and fail with all that failed."""
    versions.settle(bench)
    environment = bench.environment()
    done = [environment.run(*command) for command in CHECKS]
    failed = [each for each in done if not each.ok]
    if failed == done[-1:] and (fault := testimony.fault(bench)) and (words := all_but(done[-1], fault)):
        return f"lint, format and types; {words}"
    if failed:
        raise RungFailed("; ".join(map(_verdict, failed)), "\n".join(f"{each.stdout}{each.stderr}" for each in failed))
    return f"lint, format and types; {_tests(done[-1])}"


def all_but(tests: Finished, fault: Failure) -> str | None:
    """What to say of tests that fail for the notebook's own fault and for nothing else."""
    # Lines are as long as the terminal, so an error may be cut short.
    said = [found["error"].strip().removesuffix("...") for found in _FAILED.finditer(tests.stdout)]
    not_begun = _NOT_BEGUN.search(f"{tests.stdout}{tests.stderr}")
    if not_begun is not None:
        said = [not_begun["error"].strip()]
    if not any(each.startswith(fault.name) for each in said) or not all(map(str(fault).startswith, said)):
        return None
    if not_begun is not None:
        return f"the tests cannot begin, as cell {fault.cell} of the notebook fails: {fault}"
    count = sum(int(each["count"]) for each in _RED.finditer(tests.stdout))
    failing = f"{counted(count, 'more test')} fail" if count != 1 else "1 more test fails"
    return f"{_tests(tests)}; {failing} as cell {fault.cell} of the notebook does: {fault}"


def _verdict(finished: Finished) -> str:
    tool = next((" ".join(command) for command in CHECKS if finished.command[-len(command) :] == command), "a check")
    if finished.timed_out:
        return f"`{tool}` took too long"
    lines = finished.stdout.strip().splitlines()
    return f"`{tool}`: {lines[-1].strip('= ') if lines else finished.last_words}"


def _tests(finished: Finished) -> str:
    found = _PASSED.search(finished.stdout)
    count = int(found["count"]) if found else 0
    return f"{counted(count, 'test')} in {finished.seconds:.1f} s"
