"""Command lines that several threads run at once, and that all end when one asks for it."""

import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

_GRACE = 30.0
"""Seconds that a command has for tidying up once it is asked to end."""


class Stopped(Exception):
    """Nothing is run any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A command that ended: by itself, or because its time was over."""

    returncode: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool


class Commands:
    """Runs command lines. `stop` ends those under way, and refuses others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[str]] = set()
        self._stopped = False

    def run(self, words: Sequence[str], *, limit: float) -> Finished:
        """Run a command to its end, or ask it to end when its time is over. Raises `Stopped` after `stop`."""
        start = time.monotonic()
        process = self._start(words)
        timed_out = False
        try:
            try:
                stdout, stderr = process.communicate(timeout=max(limit, 1))
            except subprocess.TimeoutExpired:
                timed_out = True
                stdout, stderr = _end(process)
        finally:
            with self._lock:
                self._running.discard(process)
        if self._stopped:
            raise Stopped
        seconds = round(time.monotonic() - start, 2)
        return Finished(
            returncode=process.returncode, stdout=stdout, stderr=stderr, seconds=seconds, timed_out=timed_out
        )

    def stop(self) -> None:
        """Ask every command to end. What waits for one is then told that it was stopped."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                with suppress(ProcessLookupError):
                    process.send_signal(signal.SIGTERM)

    def _start(self, words: Sequence[str]) -> subprocess.Popen[str]:
        with self._lock:
            if self._stopped:
                raise Stopped
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
            )
            self._running.add(process)
            return process


def _end(process: subprocess.Popen[str]) -> tuple[str, str]:
    process.terminate()
    try:
        return process.communicate(timeout=_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()
