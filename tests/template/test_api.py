"""A served API keeps to its own description, whatever it is asked: schemathesis asks.

It is not held to accepting all that its schema allows, as a contract refuses more than a schema can say: of whole numbers, JSON
Schema cannot tell `8.0` from `8`.
"""

import json
import re
import subprocess
import sys
import urllib.request
from hashlib import sha256
from pathlib import Path

import pytest

from tests.template.environments import Environments
from tests.template.rendering import Project
from tests.template.test_operation import serving

pytestmark = pytest.mark.slow

KEY = "a key of the tests"
KEYS = {"CHURN_API_KEY_HASHES": sha256(KEY.encode()).hexdigest()}
LEAST = 100
"""Requests that a run makes at least."""


def fuzz(folder: Path, description: str, *options: str) -> None:
    """Run every phase and every check of schemathesis with what it sends by default, always the same."""
    done = subprocess.run(
        [Path(sys.executable).parent / "schemathesis", "run", description, "--no-color", "--seed=1", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = re.findall(r"(\d+) generated", done.stdout)
    assert int(made) >= LEAST


def test_the_api_answers_as_described(default: Project, environments: Environments, tmp_path: Path) -> None:
    """No failure, no status, no type and no shape that is not documented, and none but the documented methods."""
    copy = default.copied(tmp_path)
    with environments.ready(copy) as variables, serving(copy, variables) as (_, port):
        fuzz(tmp_path, f"http://127.0.0.1:{port}/openapi.json", "--exclude-checks=positive_data_acceptance")
        statuses = set(re.findall(r'"status":(\d+)', (copy.folder / "service.log").read_text()))

    assert statuses >= {"200", "405", "422"}
    assert not [status for status in statuses if status >= "500"]


def test_the_api_answers_as_described_behind_keys(
    everything: Project, environments: Environments, tmp_path: Path
) -> None:
    """With a key likewise, and no answer without one: not even the methods are told, so that check is left out."""
    copy = everything.copied(tmp_path)
    description = tmp_path / "openapi.json"
    with environments.ready(copy) as variables, serving(copy, variables | KEYS) as (_, port):
        address = f"http://127.0.0.1:{port}"
        asked = urllib.request.Request(f"{address}/openapi.json", headers={"X-API-Key": KEY})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            description.write_bytes(answer.read())
        where = (str(description), f"--url={address}")
        fuzz(tmp_path, *where, f"--header=X-API-Key: {KEY}", "--exclude-checks=positive_data_acceptance")
        log = copy.folder / "service.log"
        known = len(log.read_text())
        fuzz(tmp_path, *where, "--exclude-checks=positive_data_acceptance,unsupported_method")
        events = [json.loads(line) for line in log.read_text()[known:].splitlines()]

    predictions = {event["status"] for event in events if event.get("path") == "/predict"}
    assert predictions == {401}
    assert not re.search(r'"status":5', log.read_text())
