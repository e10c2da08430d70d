"""Rung 2: the project's own lint, format, types and tests pass in a fresh environment."""

import re

from promote.console import counted
from promote.environment.processes import Finished
from promote.verify import versions
from promote.verify.workshop import RungFailed, Workshop

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("pytest", "-q"),
)
_PASSED = re.compile(r"(?P<count>\d+) passed")


def check(bench: Workshop) -> str:
    """Settle the versions if nobody did, run every check, and fail with all that failed."""
    versions.settle(bench)
    environment = bench.environment()
    done = [environment.run(*command) for command in CHECKS]
    failed = [each for each in done if not each.ok]
    if failed:
        raise RungFailed("; ".join(map(_verdict, failed)), "\n".join(f"{each.stdout}{each.stderr}" for each in failed))
    return f"lint, format and types; {_tests(done[-1])}"


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
