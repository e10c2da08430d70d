"""A project on a desk: what its README says works as written, its hooks keep nobody waiting, its tests reach its code."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from promote.verify.client import free_port
from tests.template.environments import Environments, run
from tests.template.rendering import Project
from tests.template.test_operation import PATIENCE, request, wait_until

pytestmark = pytest.mark.slow

HOOKS = 2.0
"""Seconds of the processor that the hooks may take for a small commit."""


def commands(page: Path) -> list[str]:
    """What a page tells its reader to type, in its order."""
    blocks = re.findall(r"^```console\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    return [each for block in blocks for each in re.findall(r"^\$ (.*?)(?:\s+#.*)?$", block, re.MULTILINE)]


@contextmanager
def background(command: str, folder: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """Run what does not end by itself, and end it with all that it started."""
    log = (folder / "service.log").open("wb")
    with (
        log,
        subprocess.Popen(
            ["sh", "-c", command], cwd=folder, env=dict(variables), stdout=log, stderr=log, start_new_session=True
        ) as process,
    ):
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def test_the_readme_works_as_written(pinned: Project, environments: Environments, tmp_path: Path) -> None:
    """Every command, one after the other; what is served answers, and follows a change of the code."""
    copy = pinned.copied(tmp_path)
    port = free_port()
    with environments.ready(copy) as variables:
        variables |= {f"{copy.package.upper()}_PORT": str(port)}
        typed = commands(copy.folder / "README.md")
        assert typed[0] == "make setup"
        for command in typed:
            if command != "make serve":
                run(["sh", "-c", command], copy.folder, variables)
                continue
            with background(command, copy.folder, variables):
                wait_until(port, "/readyz")
                routes = copy.folder / f"src/{copy.package}/service/routes.py"
                routes.write_text(routes.read_text().replace('"alive"', '"awake"'))
                end = time.monotonic() + PATIENCE
                while b"awake" not in request(port, "GET", "/livez").body:
                    assert time.monotonic() < end, "the service never followed the change"
                    time.sleep(0.1)
        listed = run(["make"], copy.folder, variables)

    assert len(typed) >= 2
    assert {each.split()[1] for each in typed} <= {line.split()[0] for line in listed.splitlines()}


def test_what_only_people_can_say_is_asked_for(everything: Project, tmp_path: Path) -> None:
    """Every part that nobody could fill from the notebook or an answer; and nothing more once it is written."""
    copy = everything.copied(tmp_path)
    ask = ["make", "--silent", "governance"]
    asked = subprocess.run(ask, cwd=copy.folder, capture_output=True, text=True, check=False)
    for page in (copy.folder / "docs").glob("*.md"):
        text = page.read_text().replace("> To be written by the owner.", "It is so.")
        page.write_text(text.replace("nobody yet", "Ann"))
    said = subprocess.run(ask, cwd=copy.folder, capture_output=True, text=True, check=False)

    assert asked.returncode != 0
    assert {line.split(":")[0] for line in asked.stdout.splitlines()} == {
        "docs/data-card.md",
        "docs/model-card.md",
        "docs/process.md",
    }
    assert len(asked.stdout.splitlines()) == 13
    assert (said.returncode, said.stdout) == (0, "")


def test_the_hooks_keep_nobody_waiting(default: Project, environments: Environments, tmp_path: Path) -> None:
    """A commit that changes a few lines, of a module that many others import."""
    copy = default.copied(tmp_path)
    shutil.rmtree(copy.folder / ".git", ignore_errors=True)
    contract = copy.folder / f"src/{copy.package}/contract.py"
    with environments.ready(copy) as variables:
        variables |= {"PRE_COMMIT_HOME": str(tmp_path / "hooks"), "MYPY_CACHE_DIR": str(tmp_path / "mypy")}
        run(["git", "init", "--quiet"], copy.folder, variables)
        run(["make", "setup"], copy.folder, variables)
        taken = []
        for number in range(4):
            contract.write_text(f"{contract.read_text()}\nNUMBER_{number} = {number}\n")
            run(["git", "add", "--all"], copy.folder, variables)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            said = run(["git", "commit", "--message", "Count"], copy.folder, variables)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            assert "mypy" in said

    assert max(taken[1:]) < HOOKS, taken  # the first one fills the caches


def test_the_tests_of_the_project_reach_its_code(default: Project, environments: Environments, tmp_path: Path) -> None:
    """There are many of them, and hardly a branch that none takes."""
    copy = default.copied(tmp_path)
    measure = "--with pytest-cov pytest -q --cov=src --cov-branch --cov-report=json"
    with environments.ready(copy) as variables:
        said = run(["uv", "run", "--quiet", *measure.split()], copy.folder, variables)
    totals = json.loads((copy.folder / "coverage.json").read_text())["totals"]
    (passed,) = re.findall(r"(\d+) passed", said)

    assert int(passed) >= 60
    assert totals["num_branches"] >= 100
    assert totals["percent_covered"] >= 90
