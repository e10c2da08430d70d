"""Processes that never outlive the run that started them.

Each is started in a session of its own, so that a Ctrl-C reaches `promote` alone, which then ends the whole group: first
politely, then for certain. What left its group (a Jupyter kernel does) is found by a mark in its environment.
"""

import os
import re
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from promote.errors import ToolError

_MARK = "_PROMOTE_PROCESS"
_TRACEBACK = "Traceback (most recent call last)"
_ERROR = re.compile(r"[^\W\d][\w.]*(?::|$)")
"""The line below a traceback, which begins with the name of the error."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_GRACE = 3.0
"""Seconds between asking a process to end and ending it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A process that ended, or that was ended when its time was over."""

    command: tuple[str, ...]
    returncode: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool = False

    @property
    def ok(self) -> bool:
        """Whether it ended by itself and well."""
        return self.returncode == 0 and not self.timed_out

    @property
    def last_words(self) -> str:
        """What it said in the end: the error that it named with its first cause, else the last line that says something."""
        said = _COLOUR.sub("", self.stderr.strip() or self.stdout.strip())
        raised = _raised(said)
        if raised:
            return raised
        lines = [line.strip() for line in said.splitlines() if _says_something(line)]
        for line, below in zip(lines, [*lines[1:], ""], strict=False):
            if line.startswith("error:"):
                cause = below.removeprefix("cause:").strip() if below.startswith("cause:") else ""
                return line.removeprefix("error:").strip() + (f": {cause}" if cause else "")
        return lines[-1] if lines else f"it ended with code {self.returncode}"


def _raised(said: str) -> str:
    """Say the error of the last traceback in one line: some libraries draw a frame around what they say, or add advice."""
    _, found, rest = said.rpartition(_TRACEBACK)
    if not found:
        return ""
    lines = iter(rest.splitlines()[1:])
    error = next((line for line in lines if _ERROR.match(line)), "")
    name, _, message = error.partition(":")
    first = message if _says_something(message) else next(filter(_says_something, lines), "")
    return ": ".join(filter(None, [name.strip(), first.strip()]))


def _says_something(line: str) -> bool:
    return any(map(str.isalnum, line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A process under way."""

    process: subprocess.Popen[bytes]
    output: IO[bytes]

    def ended(self) -> bool:
        """Whether it is over."""
        return self.process.poll() is not None

    def said(self) -> str:
        """Return what it printed so far, on both streams."""
        self.output.seek(0)
        return self.output.read().decode("utf-8", errors="replace")


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str], timeout: float) -> Finished:
    """Run a command to its end, or to the end of its time."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with _started(command, folder, environment, out, err) as process:
            timed_out = not _ends_within(process, timeout)
        streams = [_text(stream) for stream in (out, err)]
    return Finished(
        command=tuple(command),
        returncode=-signal.SIGKILL if process.returncode is None else process.returncode,
        stdout=streams[0],
        stderr=streams[1],
        seconds=time.monotonic() - start,
        timed_out=timed_out,
    )


@contextmanager
def background(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> Iterator[Running]:
    """Keep a command running for as long as the block lasts."""
    with tempfile.TemporaryFile() as output, _started(command, folder, environment, output, output) as process:
        yield Running(process=process, output=output)


@contextmanager
def _started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], out: IO[bytes], err: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    mark = uuid.uuid4().hex
    try:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**environment, _MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
    except OSError as error:
        raise ToolError(f"`{Path(command[0]).name}` cannot be started", why=str(error)) from error
    try:
        yield process
    finally:
        _end(process, mark)


def _ends_within(process: subprocess.Popen[bytes], timeout: float) -> bool:
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen[bytes], mark: str) -> None:
    if process.poll() is None:
        _signal_group(process.pid, signal.SIGTERM)
        _ends_within(process, _GRACE)
    _signal_group(process.pid, signal.SIGKILL)
    _ends_within(process, _GRACE)  # and no longer: what the kernel does not let go cannot be waited for
    for pid in _marked(mark):
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _marked(mark: str) -> list[int]:
    """Find the processes that inherited the mark. Where there is no `/proc`, the group has to do."""
    needle = f"{_MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if needle in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
    return found


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", errors="replace")
