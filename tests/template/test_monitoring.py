"""Rules and dashboard in operation: a real Prometheus, a real service, real requests, and a real burst of errors."""

import json
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.template.conftest import ROWS
from tests.template.environments import Environments, run
from tests.template.rendering import Project, render
from tests.template.test_build import need
from tests.template.test_operation import PATIENCE, ask, record, serving

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("predict-promoted-3.11")]

DRIVER = """
import os, pathlib, uvicorn
from {package}.service.app import from_environment

app = from_environment()
predict = app.state.model.predict

def predict_or_fail(model, instances):
    if pathlib.Path("broken").exists():
        raise RuntimeError("broken")
    return predict(model, instances)

app.state.model.predict = predict_or_fail
uvicorn.run(app, port=int(os.environ["{prefix}_PORT"]), log_config=None, access_log=False)
"""
"""The service, whose model fails as long as a file is there."""


@pytest.fixture
def monitored(template: Path, tmp_path: Path) -> Project:
    """The default variant with what watches it."""
    return render(
        "monitored", {**ROWS["default"], "metrics": "yes", "prometheus": "yes"}, template, tmp_path / "monitored"
    )


def test_alerts_fire_and_stay_quiet(monitored: Project) -> None:
    """The project's own unit tests of its rules, by promtool."""
    need("promtool")
    assert (
        "SUCCESS"
        in subprocess.run(["make", "alerts"], cwd=monitored.folder, capture_output=True, text=True, check=True).stdout
    )


def test_a_wrong_story_is_noticed(monitored: Project) -> None:
    """An alert that no longer fires fails the project's tests of its rules."""
    need("promtool")
    rules = monitored.folder / "deploy/prometheus/rules.yml"
    rules.write_text(rules.read_text().replace("model_ready", "model_reddy"))
    done = subprocess.run(["make", "alerts"], cwd=monitored.folder, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "ModelNotReady" in done.stdout + done.stderr


def test_every_expression_has_an_answer_and_a_burst_raises_the_alarm(
    monitored: Project, environments: Environments, tmp_path: Path
) -> None:
    """Nothing in rules or dashboard asks for a number that is not there, and errors are noticed within seconds."""
    need("prometheus", "promtool")
    package = monitored.package
    (monitored.folder / "driver.py").write_text(DRIVER.format(package=package, prefix=package.upper()))
    request = json.dumps({"instances": [record(monitored)]}).encode()
    with (
        environments.ready(monitored) as variables,
        serving(monitored, variables, "driver.py") as (_, port),
        watching(monitored, port, tmp_path / "prometheus") as address,
    ):
        asked = expressions(monitored)
        deadline = time.monotonic() + PATIENCE
        while silent := [each for each in asked if not answered(address, each)]:
            assert time.monotonic() < deadline, silent
            assert ask(port, "POST", "/predict", request) == 200
            assert ask(port, "POST", "/predict", b'{"instances": []}') == 422
        assert "PredictionsFail" not in firing(address)

        (monitored.folder / "broken").touch()
        deadline = time.monotonic() + PATIENCE
        while "PredictionsFail" not in firing(address):
            assert time.monotonic() < deadline
            assert ask(port, "POST", "/predict", request) == 500
            time.sleep(0.1)


@contextmanager
def watching(project: Project, port: int, folder: Path) -> Iterator[str]:
    """Run Prometheus with the rules of the project, in which days have become seconds."""
    shutil.copytree(project.folder / "deploy/prometheus", folder)
    rules = folder / "rules.yml"
    hurried = re.sub(r"\[\d+[mhd]\]", "[10s]", rules.read_text())
    rules.write_text(re.sub(r"for: \d+[mh]", "for: 1s", hurried))
    settings = folder / "prometheus.yml"
    configuration = yaml.safe_load(settings.read_text())
    configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    configuration["scrape_configs"][0]["static_configs"] = [{"targets": [f"127.0.0.1:{port}"]}]
    settings.write_text(yaml.safe_dump(configuration))
    run(
        ["promtool", "check", "config", str(settings)],
        folder,
        {"PATH": str(Path(shutil.which("promtool") or "").parent)},
    )
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    command = ["prometheus", f"--config.file={settings}", f"--storage.tsdb.path={folder}/data"]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen([*command, f"--web.listen-address={address}"], stdout=log, stderr=log) as prometheus,
    ):
        try:
            yield f"http://{address}/api/v1"
        finally:
            prometheus.kill()


def expressions(project: Project) -> set[str]:
    """Every expression, with comparisons that answer 0 or 1: those of an alert have no answer as long as all is well."""
    rules = yaml.safe_load((project.folder / "deploy/prometheus/rules.yml").read_text())
    dashboard = json.loads((project.folder / "deploy/grafana/dashboard.json").read_text())
    asked = {rule["expr"] for group in rules["groups"] for rule in group["rules"]}
    asked |= {target["expr"] for panel in dashboard["panels"] for target in panel["targets"]}
    short = {re.sub(r"\[\d+[mhd]\]", "[10s]", each).replace("absent(", "(") for each in asked}
    return {re.sub(r" (>|==) ", r" \1 bool ", each) for each in short}


def answered(address: str, expression: str) -> bool:
    """Whether an expression has an answer."""
    return bool(fetch(f"{address}/query?{urllib.parse.urlencode({'query': expression})}").get("result"))


def firing(address: str) -> set[str]:
    """Names of the alerts that are out."""
    alerts = fetch(f"{address}/alerts").get("alerts", [])
    return {alert["labels"]["alertname"] for alert in alerts if alert["state"] == "firing"}


def fetch(url: str) -> dict[str, Any]:
    """Ask Prometheus. It has no data until it has started."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            data: dict[str, Any] = json.load(answer)["data"]
            return data
    except urllib.error.URLError:
        return {}
