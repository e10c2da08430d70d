"""A service that is asked for twice what it can do: how long those wait who are let in, and how soon the others know.

The model takes the same time for each record, so what is measured is the queue, and not how fast this machine is.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from functools import cached_property
from pathlib import Path

import uv

from benchmarks.measure import Benchmark, command
from promote.environment.processes import background
from promote.environment.uv import surroundings
from promote.verify.client import Client, free_port

CALLERS = 128
"""As many as may wait. All of them ask without a pause: that is the capacity."""
SECONDS = 5.0
PATIENCE = 60.0

DRIVER = """
import time, uvicorn
from churn.service.app import from_environment
from churn.service.settings import load_settings

app = from_environment()
predict = app.state.model.predict

def slowly(model, instances):
    time.sleep(0.004 * len(instances))
    return predict(model, instances)

app.state.model.predict = slowly
uvicorn.run(app, port=load_settings().port, log_config=None, access_log=False)
"""
EXAMPLE = "import json; from churn.contract import EXAMPLE; print(json.dumps({'instances': [EXAMPLE]}))"


class Service:
    """The example, promoted, and served with a model that takes its time."""

    def __init__(self, notebook: Path, project: Path) -> None:
        self.notebook = notebook
        self.project = project
        self.python = (uv.find_uv_bin(), "run", "--quiet", f"--project={project}", "python")

    @cached_property
    def request(self) -> bytes:
        """Promote, train, and spell a request for one prediction."""
        command([sys.executable, "-m", "promote", str(self.notebook), str(self.project), "--defaults", "--quiet"])
        (self.project / "driver.py").write_text(DRIVER)
        self._run("-m", "churn.train")
        body = self._run("-c", EXAMPLE)
        head = f"POST /predict HTTP/1.1\r\nHost: service\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
        return head.encode() + b"Content-Type: application/json\r\n\r\n" + body

    @cached_property
    def capacity(self) -> float:
        """Requests that are answered in a second."""
        return len(self.times(200)) / SECONDS

    def percentile(self, status: int, load: float | None = None) -> float:
        """The 99th percentile of the times."""
        return statistics.quantiles(self.times(status, load), n=100)[98]

    def times(self, status: int, load: float | None = None) -> list[float]:
        """Serve, ask so many times the capacity, or as much as `CALLERS` can, and return how long such answers took."""
        port, request = free_port(), self.request
        rate = self.capacity * load if load else None
        variables = surroundings() | {"CHURN_PORT": str(port), "CHURN_ENVIRONMENT": "production"}
        with background([*self.python, "driver.py"], folder=self.project, environment=variables) as running:
            client = Client(url=f"http://127.0.0.1:{port}")
            assert client.wait_until_ready("/readyz", lambda: not running.ended(), PATIENCE).ok, running.said()
            answers = asyncio.run(_evenly(port, request, rate) if rate else _again_and_again(port, request))
        assert {each for each, _ in answers} <= {200, 503}
        return [seconds for each, seconds in answers if each == status]

    def _run(self, *words: str) -> bytes:
        done = subprocess.run(
            [*self.python, *words], cwd=self.project, env=surroundings(), check=True, capture_output=True
        )
        return done.stdout


async def _evenly(port: int, request: bytes, rate: float) -> list[tuple[int, float]]:
    """Ask so many times a second, whether those before were answered or not."""
    begun, asked = time.perf_counter(), []
    for number in range(int(rate * SECONDS)):
        await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        asked.append(asyncio.create_task(_ask(port, request)))
    return await asyncio.gather(*asked)


async def _again_and_again(port: int, request: bytes) -> list[tuple[int, float]]:
    """Ask as so many callers do who wait for one answer and then ask for the next."""
    answers: list[tuple[int, float]] = []
    end = time.perf_counter() + SECONDS

    async def call() -> None:
        while time.perf_counter() < end:
            answers.append(await _ask(port, request))

    await asyncio.gather(*(call() for _ in range(CALLERS)))
    return answers


async def _ask(port: int, request: bytes) -> tuple[int, float]:
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    status = int(answer.split(maxsplit=2)[1])
    assert status == 200 or b"retry-after: 1\r\n" in answer
    return status, time.perf_counter() - begun


def overload(folder: Path, notebook: Path) -> tuple[Benchmark, Benchmark]:
    """Compare the example at twice its capacity with the same at its capacity."""
    service = Service(notebook, folder / "overloaded")
    return (
        Benchmark(
            title="the slowest of a hundred answers, at twice the capacity / at the capacity",
            ours=lambda: service.percentile(200, load=2),
            reference=lambda: service.percentile(200),
            budget=2.0,
            rounds=3,
        ),
        Benchmark(
            title="the slowest of a hundred refusals at twice the capacity / the answers at the capacity",
            ours=lambda: service.percentile(503, load=2),
            reference=lambda: service.percentile(200),
            budget=0.2,
            rounds=3,
        ),
    )
