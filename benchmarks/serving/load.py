"""Starts a server, asks it, and measures what that takes."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

PATIENCE = 180.0
"""Seconds within which the first answer comes, the installation of a peer included."""
GRACE = 10.0
"""Seconds that a server has to end."""
PORT = "{port}"
"""Stands in an environment for the port to listen to."""
POST = Path(__file__).with_name("post.lua")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What came of a few seconds with so many clients."""

    clients: int
    requests: int
    rate: float
    """Answers in a second."""
    p50: float
    """Milliseconds within which half of the answers came."""
    p99: float
    cpu: float
    """Microseconds of processor time for each answer."""
    failed: int
    """Answers that were refusals or did not come."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, with all processes that it started."""

    process: subprocess.Popen[bytes]
    port: int
    path: str
    first_answer: float = 0.0
    """Seconds from its start to its first answer."""

    def ask(self, bodies: Sequence[bytes], clients: int = 1) -> list[object]:
        """Ask by so many clients at once, and return what came, in the order of the bodies."""
        with ThreadPoolExecutor(clients) as pool:
            return list(pool.map(lambda body: _post(self.port, self.path, body), bodies))

    def load(self, bodies: Path, clients: int, seconds: int) -> Load:
        """Ask as much as so many clients can."""
        before = self.processor_time()
        wrk = ["wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s", "--timeout", "30s"]
        done = subprocess.run(
            [*wrk, "--script", str(POST), f"http://127.0.0.1:{self.port}{self.path}"],
            env={**os.environ, "BODIES": str(bodies)},
            capture_output=True,
            check=True,
        )
        said = json.loads(done.stdout.splitlines()[-1])
        spent, requests = self.processor_time() - before, max(said["requests"], 1)
        return Load(
            clients=clients,
            requests=said["requests"],
            rate=said["requests"] / said["microseconds"] * 1e6,
            p50=said["p50"] / 1000,
            p99=said["p99"] / 1000,
            cpu=spent / requests * 1e6,
            failed=said["refused"] + said["broken"],
        )

    def processor_time(self) -> float:
        """Seconds, user and system, of all its processes."""
        return sum(int(field) for each in self.processes() for field in _stat(each)[11:13]) / TICKS

    def memory(self) -> float:
        """Megabytes of all its processes; what they share counts once."""
        total = 0
        for each in self.processes():
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024

    def processes(self) -> list[int]:
        """The process and all that descend from it."""
        children = defaultdict(list)
        for each in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                children[int(_stat(int(each.name))[1])].append(int(each.name))
        found = [self.process.pid]
        for parent in found:
            found += children[parent]
        return found


def _stat(pid: int) -> list[str]:
    """The fields of `stat` behind the name of the command, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


@contextmanager
def running(
    command: Sequence[str], path: str, body: bytes, folder: Path, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Start a server on the port that is in its environment, and end it with all that it started."""
    port = free_port()
    started = time.monotonic()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **{name: value.replace(PORT, str(port)) for name, value in environment.items()}},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(process, port, path)
    try:
        while isinstance(_post(port, path, body), str):
            if process.poll() is not None or time.monotonic() - started > PATIENCE:
                raise RuntimeError(f"{' '.join(command)} gave no answer: see {folder / 'server.log'}")
            time.sleep(0.05)
        yield replace(server, first_answer=time.monotonic() - started)
    finally:
        _end(server)


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _post(port: int, path: str, body: bytes) -> object:
    """Return the JSON that comes back, or a text that says what came instead."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        read = response.read()
    except (OSError, http.client.HTTPException) as error:
        return repr(error)
    finally:
        connection.close()
    return json.loads(read) if response.status == 200 else f"{response.status}: {read[:500]!r}"


def _end(server: Server) -> None:
    """End all processes: some have a session of their own, and would outlive the one that started them."""
    remaining = server.processes()
    for ending in (signal.SIGTERM, signal.SIGKILL):
        for pid in remaining:
            with suppress(ProcessLookupError):
                os.kill(pid, ending)
        patience = time.monotonic() + GRACE
        while time.monotonic() < patience and (remaining := [pid for pid in remaining if is_running(pid)]):
            time.sleep(0.05)
    server.process.wait()


def is_running(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return _stat(pid)[0] != "Z"
    except OSError:
        return False
