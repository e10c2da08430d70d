"""Measurements: two candidates in turn, round after round, and the medians of their processor time.

Processor time, user and system, of a process and all that it started: what else the machine does hardly matters.
In turn, so that a slow minute hits both.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Measure = Callable[[], float]
"""Does the thing once and returns the seconds that it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Something of ours against something to compare with, and how many times as long it may take."""

    title: str
    ours: Measure
    reference: Measure
    budget: float
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Medians in seconds."""

    benchmark: Benchmark
    ours: float
    reference: float

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.reference

    @property
    def kept(self) -> bool:
        """Whether that is within the budget."""
        return self.ratio <= self.benchmark.budget


def run(benchmark: Benchmark) -> Result:
    """Warm up once, then measure in interleaved rounds."""
    benchmark.ours()
    benchmark.reference()
    rounds = [(benchmark.ours(), benchmark.reference()) for _ in range(benchmark.rounds)]
    ours, reference = (statistics.median(times) for times in zip(*rounds, strict=True))
    return Result(benchmark=benchmark, ours=ours, reference=reference)


def command(words: Sequence[str]) -> float:
    """Processor seconds of a command and its descendants."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}: {said}")
    return usage.ru_utime + usage.ru_stime


def call(function: Callable[[], object]) -> float:
    """Processor seconds of a call in this process."""
    start = time.process_time()
    function()
    return time.process_time() - start
