"""A service in operation: a real process, real connections, and what is done to it there."""

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.template.environments import Environments, run
from tests.template.rendering import Project

pytestmark = pytest.mark.slow

PATIENCE = 60.0
"""Seconds within which a service must be ready."""
CALLERS = 16


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Message
    body: bytes


@contextmanager
def serving(
    project: Project, variables: dict[str, str], *program: str
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Train a model, serve it, by another program if one is given, and wait until the service is ready."""
    run(["uv", "run", "--quiet", "python", "-m", f"{project.package}.train"], project.folder, variables)
    with running(project, variables, *program) as (service, port):
        wait_until(port, "/readyz")
        yield service, port


@contextmanager
def running(
    project: Project, variables: dict[str, str], *program: str
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start the service with what lies there, and wait until it answers at all. Its log is `service.log`."""
    package = project.package
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    python = Path(variables["UV_PROJECT_ENVIRONMENT"]) / "bin" / "python"
    log = (project.folder / "service.log").open("ab")
    usual = {f"{package.upper()}_PORT": str(port), f"{package.upper()}_ENVIRONMENT": "production"}
    with (
        log,
        subprocess.Popen(
            [python, *(program or ("-m", f"{package}.service"))],
            cwd=project.folder,
            env=usual | variables,
            stdout=log,
            stderr=log,
        ) as service,
    ):
        try:
            wait_until(port, "/livez")
            yield service, port
        finally:
            service.kill()


def wait_until(port: int, path: str) -> None:
    """Ask until the answer is yes."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if ask(port, "GET", path) == 200:
                return
        except OSError:
            pass
        assert time.monotonic() < end, f"{path} never said yes"
        time.sleep(0.05)


def ask(port: int, method: str, path: str, body: bytes | None = None) -> int:
    """Send one request on a connection of its own, and return the status."""
    return request(port, method, path, body).status


def request(
    port: int, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Reply:
    """Send one request on a connection of its own."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json", **(headers or {})})
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())


@pytest.fixture
def example(default: Project) -> bytes:
    """A request for one prediction."""
    return json.dumps({"instances": [record(default)]}).encode()


def record(project: Project) -> dict[str, object]:
    """The example of a project's contract."""
    scope: dict[str, Any] = {}
    exec((project.folder / f"src/{project.package}/contract.py").read_text(), scope)  # noqa: S102 - its own code
    return dict(scope["EXAMPLE"])


def test_no_request_is_lost_when_the_service_is_told_to_stop(
    default: Project, environments: Environments, tmp_path: Path, example: bytes
) -> None:
    """Under load: whoever was let in gets an answer, and whoever comes later finds the door closed."""
    copy = default.copied(tmp_path)
    outcomes: Counter[str] = Counter()
    stopping = threading.Event()

    def call(port: int) -> None:
        while True:
            try:
                outcomes[str(ask(port, "POST", "/predict", example))] += 1
            except ConnectionRefusedError:
                outcomes["refused"] += 1
                return
            except (OSError, http.client.HTTPException) as error:
                # A connection that waited to be accepted when the door closed was never let in.
                outcomes["reset" if stopping.is_set() and isinstance(error, ConnectionResetError) else repr(error)] += 1
                return

    with environments.ready(copy) as variables, serving(copy, variables) as (service, port):
        callers = started(call, port, CALLERS)
        while outcomes["200"] < 10 * CALLERS:
            time.sleep(0.01)
        stopping.set()
        service.send_signal(signal.SIGTERM)
        joined(callers)
        assert service.wait(timeout=PATIENCE) in {0, -signal.SIGTERM}

    assert outcomes.keys() <= {"200", "refused", "reset"}
    assert outcomes["refused"] + outcomes["reset"] == CALLERS


def test_a_new_model_takes_over_without_a_break(
    default: Project, environments: Environments, tmp_path: Path, example: bytes
) -> None:
    """Train again under load, then damage what lies there: every request is answered with 200."""
    copy = default.copied(tmp_path)
    statuses: Counter[int] = Counter()
    done = threading.Event()

    def call(port: int) -> None:
        while not done.is_set():
            statuses[ask(port, "POST", "/predict", example)] += 1

    refresh = {f"{copy.package.upper()}_MODEL_REFRESH": "0.1"}
    with environments.ready(copy) as variables, serving(copy, variables | refresh) as (service, port):
        callers = started(call, port, 4)
        log, models = copy.folder / "service.log", copy.folder / "models"
        os.utime(models / "manifest.json")
        wait_for(log, b"model_loaded", 2)
        manifest = json.loads((models / "manifest.json").read_text())
        (models / manifest["file"]).write_bytes(b"half a model")
        os.utime(models / "manifest.json")
        wait_for(log, b"model_refused", 1)
        assert ask(port, "GET", "/readyz") == 200
        done.set()
        joined(callers)
        assert service.poll() is None

    assert statuses.keys() == {200}


def test_two_processes_answer_and_one_that_dies_is_replaced(
    default: Project, environments: Environments, tmp_path: Path, example: bytes
) -> None:
    """Only who was in the hands of the one that died notices."""
    copy = default.copied(tmp_path)
    outcomes: Counter[str] = Counter()
    done = threading.Event()

    def call(port: int) -> None:
        while not done.is_set():
            try:
                outcomes[str(ask(port, "POST", "/predict", example))] += 1
            except (OSError, http.client.HTTPException):
                outcomes["cut off"] += 1

    with environments.ready(copy) as variables, serving(copy, variables | {"WEB_CONCURRENCY": "2"}) as (service, port):
        log, first = copy.folder / "service.log", two_workers(service)
        wait_for(log, b"model_loaded", 2)
        callers = started(call, port, CALLERS)
        while outcomes["200"] < CALLERS:
            time.sleep(0.01)
        os.kill(min(first), signal.SIGKILL)
        wait_for(log, b"model_loaded", 3)
        assert two_workers(service) - first
        done.set()
        joined(callers)
        service.send_signal(signal.SIGTERM)
        assert service.wait(timeout=PATIENCE) in {0, -signal.SIGTERM}

    assert outcomes.keys() <= {"200", "cut off"}
    assert outcomes["cut off"] <= CALLERS


def test_what_is_counted_is_counted_by_one_process(
    everything: Project, environments: Environments, tmp_path: Path
) -> None:
    """Platforms set the variable unasked: two would count limits and metrics twice, and write one chain of audits."""
    copy = everything.copied(tmp_path)
    with environments.ready(copy) as variables, running(copy, variables | {"WEB_CONCURRENCY": "2"}) as (service, _):
        assert workers(service) == set()


def two_workers(service: subprocess.Popen[bytes]) -> set[int]:
    """Wait until there are two, and return their process numbers."""
    end = time.monotonic() + PATIENCE
    while len(found := workers(service)) != 2:
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


def workers(service: subprocess.Popen[bytes]) -> set[int]:
    """Return the processes that a service has started to answer."""
    children = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()
    return {int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()}


def started(call: Callable[[int], None], port: int, count: int) -> list[threading.Thread]:
    """Let so many callers call at once."""
    callers = [threading.Thread(target=call, args=[port]) for _ in range(count)]
    for caller in callers:
        caller.start()
    return callers


def joined(callers: list[threading.Thread]) -> None:
    """Wait until they have finished."""
    for caller in callers:
        caller.join(timeout=PATIENCE)


def wait_for(log: Path, event: bytes, times: int) -> None:
    """Wait until an event is in the log so many times."""
    end = time.monotonic() + PATIENCE
    while log.read_bytes().count(event) < times:
        assert time.monotonic() < end, f"{event.decode()} never came"
        time.sleep(0.02)
