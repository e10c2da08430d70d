"""The tests of a project that compare its files notice a slip in any of them. The slips are in breaks.yml."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.template.environments import Environments
from tests.template.rendering import Project
from tests.template.test_render import PARSERS

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
BREAKS = yaml.safe_load((HERE / "breaks.yml").read_text())
TESTS = ("tests/test_agreement.py", "tests/test_cluster.py", "tests/service/test_cluster.py")


def damage(project: Project, file: str, there: str, instead: str) -> tuple[str, str]:
    """A file and its text with one slip in it. What is broken still parses: nobody would commit it otherwise."""
    text = (project.folder / file).read_text()
    assert there in text, f"{file} has no {there!r}"
    broken = text.replace(there, instead, 1)
    PARSERS.get(Path(file).suffix, str)(broken)
    return file, broken


def test_every_slip_is_noticed(pinned: Project, environments: Environments, tmp_path: Path) -> None:
    """By the test that is there for it, while all is well without the slip."""
    slips = BREAKS.get(pinned.name, [])
    copy = pinned.copied(tmp_path)
    asked = {
        "package": copy.package,
        "tests": [test for test in TESTS if (copy.folder / test).exists()],
        "breaks": [damage(copy, *slip[:3]) for slip in slips],
    }
    with environments.ready(copy) as variables:
        python = Path(variables["UV_PROJECT_ENVIRONMENT"]) / "bin" / "python"
        done = subprocess.run(
            [python, HERE / "forks.py"],
            cwd=copy.folder,
            env=variables | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},  # a fork takes no threads along
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    whole, *results = json.loads(done.stdout)

    assert whole == []
    unnoticed = [
        (*slip, failed) for slip, failed in zip(slips, results, strict=True) if f"call {slip[3]}" not in failed
    ]
    assert unnoticed == []
    assert not [failed for failed in results if any(not each.startswith("call ") for each in failed)]
