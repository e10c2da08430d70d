"""Run by the Python of a project, in its folder: one test run for each broken file, each in a fork of one process.

Standard input is JSON: paths of tests, and a list of files with their broken texts. Standard output is JSON as well:
for the whole project and then for each break, the phases that failed, such as `call test_port`.
"""

import gc
import importlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import pytest


class Failures:
    """What failed in a run, by phase and name."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that cannot even be imported."""
        if report.failed:
            self.found.append(f"collect {report.nodeid}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that fails."""
        if report.failed:
            self.found.append(f"{report.when} {report.nodeid.rpartition(':')[2]}")


def run(tests: list[str]) -> tuple[list[str], list[str]]:
    """Run the tests in a fork, and return what failed and which modules that took."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        failures = Failures()
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            pytest.main(["-q", "-p", "no:cacheprovider", *tests], plugins=[failures])
        with os.fdopen(writing, "w") as pipe:
            json.dump([failures.found, list(sys.modules)], pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        failed, modules = json.load(pipe)
    os.waitpid(child, 0)
    return failed, modules


@contextmanager
def broken(path: Path, text: str) -> Iterator[None]:
    """Let a file have another text for a while."""
    whole = path.read_text()
    path.write_text(text)
    try:
        yield
    finally:
        path.write_text(whole)


def main() -> None:
    """Run everything that is asked for."""
    sys.dont_write_bytecode = True
    asked: dict[str, Any] = json.load(sys.stdin)
    failed, modules = run(asked["tests"])
    results = [failed]
    # What every fork would import is imported once, but for what may be broken.
    for name in modules:
        if name.split(".")[0] not in {asked["package"], "tests", "conftest", "__main__"}:
            with suppress(Exception):
                importlib.import_module(name)
    gc.freeze()  # every run collects garbage twice, and looks at none of these again
    for file, text in asked["breaks"]:
        with broken(Path(file), text):
            results.append(run(asked["tests"])[0])
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
