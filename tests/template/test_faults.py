"""What goes wrong in operation, done to a real service: each fault ends as the runbook says, and then all is well again."""

import json
import os
import resource
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.template.environments import Environments
from tests.template.rendering import Project
from tests.template.test_build import need
from tests.template.test_operation import (
    PATIENCE,
    Reply,
    ask,
    example,
    joined,
    record,
    request,
    running,
    serving,
    started,
    wait_for,
    wait_until,
)

__all__ = ["example"]

pytestmark = pytest.mark.slow

KEY = {"X-API-Key": "a key of the tests"}
SLOW = 2.0
"""Seconds that the slow model takes."""
SECRET = "the table is in postgres://ann:hunter2@db"  # noqa: S105 - nobody's

DRIVER = f"""
import dataclasses, math, os, pathlib, time, uvicorn
from {{package}}.service.app import from_environment

app = from_environment()
predict = app.state.model.predict
fault = pathlib.Path("fault")

def with_fault(model, instances):
    kind = fault.read_text() if fault.exists() else ""
    if kind == "slow":
        time.sleep({SLOW})
    if kind == "raises":
        raise RuntimeError("{SECRET}")
    if kind == "is not a number":
        estimator = type(model.estimator)()
        vars(estimator).update(vars(model.estimator), coef_=model.estimator.coef_ * math.nan)
        model = dataclasses.replace(model, estimator=estimator)
    return predict(model, instances)

app.state.model.predict = with_fault
uvicorn.run(app, port=int(os.environ["{{prefix}}_PORT"]), log_config=None, access_log=False)
"""
"""The service, whose model has the fault that the file `fault` names."""

KILLED_TRAINING = """
import os, signal
from {package} import train
synced = 0

def fsync(file):
    global synced
    synced += 1
    if synced == {file}:
        os.kill(os.getpid(), signal.SIGKILL)

os.fsync = fsync
train.main()
"""
"""The training, which is killed before it has put a file in its place."""

LOG_IS_FULL = """
import os
os.dup2(os.open("/dev/full", os.O_WRONLY), 1)
from {package}.service.__main__ import main
main()
"""
"""The service, which nobody can write a log for."""


def driven(project: Project) -> str:
    """Write the program that gives the service a model with faults."""
    text = DRIVER.format(package=project.package, prefix=project.package.upper())
    (project.folder / "driver.py").write_text(text)
    return "driver.py"


def problem(reply: Reply) -> str:
    """What a refusal says. It is a problem document that tells nothing of what went on inside."""
    assert reply.headers["Content-Type"] == "application/problem+json"
    for inside in (b"hunter2", b"Traceback", b"RuntimeError", b".py"):
        assert inside not in reply.body
    document = json.loads(reply.body)
    assert document["status"] == reply.status
    return str(document["detail"])


def test_a_model_that_fails_breaks_one_request(
    default: Project, environments: Environments, tmp_path: Path, example: bytes
) -> None:
    """One that is too slow is a 503, one that raises or answers no number is a 500; the service lives and recovers."""
    copy = default.copied(tmp_path)
    fault = copy.folder / "fault"
    expected = {
        "slow": (503, "The model took too long.", "1"),
        "raises": (500, "The service failed. The log says why.", None),
        "is not a number": (500, "The service failed. The log says why.", None),
    }
    impatient = {f"{copy.package.upper()}_REQUEST_TIMEOUT": "0.5"}
    with environments.ready(copy) as variables, serving(copy, variables | impatient, driven(copy)) as (_, port):
        for kind, outcome in expected.items():
            fault.write_text(kind)
            asked = time.monotonic()
            reply = request(port, "POST", "/predict", example)
            waited = time.monotonic() - asked
            assert (reply.status, problem(reply), reply.headers["Retry-After"]) == outcome, kind
            assert waited < SLOW
            assert (ask(port, "GET", "/livez"), ask(port, "GET", "/readyz")) == (200, 200)
            fault.unlink()
            wait_until_answered(port, example)
        log = [json.loads(line) for line in (copy.folder / "service.log").read_text().splitlines()]

    failures = {event["exception"][0]["exc_type"] for event in log if event.get("status") == 500}
    assert failures == {"RuntimeError", "ValidationError"}
    assert "hunter2" not in json.dumps(log)


def test_a_full_queue_refuses_at_once(
    default: Project, environments: Environments, tmp_path: Path, example: bytes
) -> None:
    """Who comes when enough wait is sent away before the model has answered anybody, and told when to come back."""
    copy = default.copied(tmp_path)
    small = {f"{copy.package.upper()}_MAX_WAITING": "2"}
    replies: list[tuple[float, Reply]] = []

    def call(port: int) -> None:
        asked = time.monotonic()
        reply = request(port, "POST", "/predict", example)
        replies.append((time.monotonic() - asked, reply))

    with environments.ready(copy) as variables, serving(copy, variables | small, driven(copy)) as (_, port):
        (copy.folder / "fault").write_text("slow")
        callers = started(call, port, 1)
        time.sleep(SLOW / 4)  # the first one is with the model now
        callers += started(call, port, 8)
        joined(callers)

    refused = [(waited, reply) for waited, reply in replies if reply.status != 200]
    assert len(replies) - len(refused) == 3
    for waited, reply in refused:
        assert problem(reply) == "Too many requests are waiting for the model."
        assert (reply.status, reply.headers["Retry-After"]) == (503, "1")
        assert waited < SLOW * 0.7


def test_a_killed_service_comes_back_as_it_was(everything: Project, environments: Environments, tmp_path: Path) -> None:
    """With the same model and a whole audit log, in which every request that was answered has its line."""
    copy = everything.copied(tmp_path)
    body, keys = audited(copy)
    answered: list[str] = []
    versions: set[str] = set()

    def call(port: int) -> None:
        with suppress(OSError, HTTPException):
            while True:
                reply = request(port, "POST", "/predict", body, KEY)
                answered.append(reply.headers["X-Request-ID"])
                versions.add(json.loads(reply.body)["model"]["version"])

    with environments.ready(copy) as variables:
        variables.update(keys)
        with serving(copy, variables) as (service, port):
            callers = started(call, port, 8)
            while len(answered) < 100:
                time.sleep(0.01)
            service.send_signal(signal.SIGKILL)
            joined(callers)
        with running(copy, variables) as (service, port):
            wait_until(port, "/readyz")
            reply = request(port, "POST", "/predict", body, KEY)
            answered.append(reply.headers["X-Request-ID"])
            versions.add(json.loads(reply.body)["model"]["version"])
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=PATIENCE)
        lines = verified(copy, variables)

    assert len(versions) == 1
    assert set(answered) <= {line.get("request_id") for line in lines}
    assert [line["event"] for line in lines].count("opened") == 2


@pytest.mark.parametrize("file", [1, 2], ids=["the model", "its manifest"])
def test_a_killed_training_leaves_the_model_of_before(
    default: Project, environments: Environments, tmp_path: Path, example: bytes, file: int
) -> None:
    """Whichever file it was writing, the service serves on, and so does the next one."""
    copy = default.copied(tmp_path)
    program = KILLED_TRAINING.format(package=copy.package, file=file)
    refresh = {f"{copy.package.upper()}_MODEL_REFRESH": "0.1", f"{copy.package.upper()}_TEST_SIZE": "0.3"}
    versions = []
    with environments.ready(copy) as variables:
        python = f"{variables['UV_PROJECT_ENVIRONMENT']}/bin/python"
        with serving(copy, variables) as (_, port):
            versions.append(json.loads(request(port, "POST", "/predict", example).body)["model"])
        with running(copy, variables | refresh) as (_, port):
            wait_until(port, "/readyz")
            done = subprocess.run([python, "-c", program], cwd=copy.folder, env=variables | refresh, check=False)
            assert done.returncode == -signal.SIGKILL
            time.sleep(0.5)  # several looks for a new model
            versions.append(json.loads(request(port, "POST", "/predict", example).body)["model"])
        with running(copy, variables) as (_, port):
            wait_until(port, "/readyz")
            versions.append(json.loads(request(port, "POST", "/predict", example).body)["model"])

    assert versions == versions[:1] * 3


def test_a_damaged_model_is_never_served(
    default: Project, environments: Environments, tmp_path: Path, example: bytes
) -> None:
    """At the start the service is alive and not ready until a whole one comes. Once it serves, it needs the files no more."""
    copy = default.copied(tmp_path)
    models, kept = copy.folder / "models", tmp_path / "kept"
    refresh = {f"{copy.package.upper()}_MODEL_REFRESH": "0.1"}
    with environments.ready(copy) as variables:
        with serving(copy, variables):
            shutil.copytree(models, kept)
        for damaged in ("manifest.json", json.loads((models / "manifest.json").read_text())["file"]):
            shutil.copytree(kept, models, dirs_exist_ok=True)
            os.truncate(models / damaged, 100)
            with running(copy, variables | refresh) as (_, port):
                ready = request(port, "GET", "/readyz")
                assert (ready.status, damaged in str(json.loads(ready.body)["checks"]["model"])) == (503, True)
                reply = request(port, "POST", "/predict", example)
                assert (reply.status, problem(reply)) == (503, "There is no model to answer with.")
                shutil.copytree(kept, models, dirs_exist_ok=True)
                os.utime(models / "manifest.json")
                wait_until(port, "/readyz")
                shutil.rmtree(models)
                wait_for(copy.folder / "service.log", b"model_refused", 1)
                assert (ask(port, "POST", "/predict", example), ask(port, "GET", "/readyz")) == (200, 200)
            (copy.folder / "service.log").unlink()


def test_a_full_disk_leaves_the_model_of_before(default: Project, environments: Environments, tmp_path: Path) -> None:
    """Training fails and says so; what was there is there, and nothing beside it."""
    copy = default.copied(tmp_path)
    with environments.ready(copy) as variables:
        python = f"{variables['UV_PROJECT_ENVIRONMENT']}/bin/python"
        train = [python, "-m", f"{copy.package}.train"]
        subprocess.run(train, cwd=copy.folder, env=variables, check=True, capture_output=True)
        before = contents(copy.folder / "models")
        longer = variables | {f"{copy.package.upper()}_TEST_SIZE": "0.3"}
        for largest in (100, max(map(len, before.values())) - 100):
            done = subprocess.run(
                ["prlimit", f"--fsize={largest}", *train], cwd=copy.folder, env=longer, check=False, capture_output=True
            )
            assert done.returncode != 0
            assert b"File too large" in done.stderr
            assert contents(copy.folder / "models") == before


def test_a_full_disk_closes_what_must_be_recorded(
    everything: Project, environments: Environments, tmp_path: Path
) -> None:
    """A request that cannot be recorded is not answered, the service is not ready, and goes on when there is room."""
    copy = everything.copied(tmp_path)
    body, keys = audited(copy)
    with environments.ready(copy) as variables:
        variables.update(keys)
        with serving(copy, variables) as (service, port):
            assert request(port, "POST", "/predict", body, KEY).status == 200
            (log,) = (copy.folder / "outputs/audit").iterdir()
            hard = resource.prlimit(service.pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (log.stat().st_size + 50, hard))
            reply = request(port, "POST", "/predict", body, KEY)
            assert (reply.status, problem(reply)) == (503, "The request cannot be recorded.")
            assert (ask(port, "GET", "/livez"), ask(port, "GET", "/readyz")) == (200, 503)
            resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (hard, hard))
            wait_until(port, "/readyz")
            assert request(port, "POST", "/predict", body, KEY).status == 200
        lines = verified(copy, variables)

    assert [line["status"] for line in lines if line["event"] == "request"] == [200, 200]


def test_a_log_that_cannot_be_written_stops_nothing(
    default: Project, environments: Environments, tmp_path: Path, example: bytes
) -> None:
    """Requests are answered, and what could not be written is not told in another place, where nothing is redacted."""
    copy = default.copied(tmp_path)
    program = LOG_IS_FULL.format(package=copy.package)
    with environments.ready(copy) as variables, serving(copy, variables, "-c", program) as (_, port):
        assert ask(port, "POST", "/predict", example) == 200
        assert ask(port, "GET", "/ann@example.com") == 404
        assert ask(port, "GET", "/readyz") == 200

    assert b"ann@example.com" not in (copy.folder / "service.log").read_bytes()


def test_a_clock_that_jumps_harms_nobody(everything: Project, environments: Environments, tmp_path: Path) -> None:
    """A day forward or back: nobody waits, nobody is locked out for longer than a limit says, and the audit log holds."""
    need("faketime")
    copy = everything.copied(tmp_path)
    body, keys = audited(copy)
    clock = copy.folder / "clock"
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")
    faked = {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        f"{copy.package.upper()}_RATE_LIMIT": "3/minute",
    }
    with environments.ready(copy) as variables:
        variables.update(keys)
        clock.write_text("+0")
        with serving(copy, variables | faked) as (_, port):
            for jump in ("+0", "+1d", "-1d"):
                clock.write_text(jump)
                replies = [request(port, "POST", "/predict", body, KEY) for _ in range(4)]
                assert [reply.status for reply in replies] == [200, 200, 200, 429], jump
                assert 0 < int(replies[-1].headers["Retry-After"]) <= 60
        lines = verified(copy, variables)

    assert len({str(line["time"])[:10] for line in lines if line["event"] == "request"}) == 3


def audited(project: Project) -> tuple[bytes, dict[str, str]]:
    """A request for one prediction, and what lets it in."""
    body = json.dumps({"instances": [record(project)]}).encode()
    prefix = project.package.upper()
    return body, {
        f"{prefix}_API_KEY_HASHES": sha256(KEY["X-API-Key"].encode()).hexdigest(),
        f"{prefix}_RATE_LIMIT": "100000/minute",
    }


def verified(project: Project, variables: dict[str, str]) -> list[dict[str, object]]:
    """The lines of the audit log, once the project's own verifier has found nothing wrong."""
    (log,) = (project.folder / "outputs/audit").iterdir()
    python = Path(variables["UV_PROJECT_ENVIRONMENT"]) / "bin" / "python"
    subprocess.run(
        [python, "-m", f"{project.package}.service.capabilities.audit", log],
        env=variables,
        check=True,
        cwd=project.folder,
    )
    return [json.loads(line) for line in log.read_text().splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def wait_until_answered(port: int, body: bytes) -> None:
    """Ask until the model answers."""
    end = time.monotonic() + PATIENCE
    while ask(port, "POST", "/predict", body) != 200:
        assert time.monotonic() < end, "the model never recovered"
        time.sleep(0.1)
