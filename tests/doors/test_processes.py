"""No process outlives the run that started it."""

import os
import sys
import time
from pathlib import Path

import pytest

from promote.environment.processes import Finished, background, run
from promote.errors import ToolError

_TRACEBACK = "Traceback (most recent call last)"
SLEEPS = "import time; time.sleep(60)"


def is_gone(pid: int, patience: float = 5.0) -> bool:
    """Whether a process ends soon."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[0] == "Z":
                return True
            os.kill(pid, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def test_both_streams_and_the_time_are_kept(tmp_path: Path) -> None:
    """As text."""
    program = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    done = run((sys.executable, "-c", program), folder=tmp_path, environment=os.environ, timeout=30)

    assert (done.stdout, done.stderr, done.returncode, done.ok) == ("out\n", "err\n", 3, False)
    assert done.last_words == "err"
    assert 0 < done.seconds < 30


def test_a_silent_process_has_last_words(tmp_path: Path) -> None:
    """Its exit code."""
    done = run((sys.executable, "-c", "raise SystemExit(4)"), folder=tmp_path, environment=os.environ, timeout=30)

    assert done.last_words == "it ended with code 4"


def test_a_process_is_ended_with_its_time(tmp_path: Path) -> None:
    """And says so."""
    done = run((sys.executable, "-c", SLEEPS), folder=tmp_path, environment=os.environ, timeout=0.3)

    assert done.timed_out
    assert not done.ok
    assert done.seconds < 10


def test_a_command_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    """Without a traceback."""
    with pytest.raises(ToolError, match="`nothing-like-it` cannot be started"):
        run(("nothing-like-it",), folder=tmp_path, environment=os.environ, timeout=1)


@pytest.mark.parametrize("flags", ["", ", start_new_session=True"], ids=["in its group", "in a session of its own"])
def test_children_are_ended_too(flags: str, tmp_path: Path) -> None:
    """Even one that left the group, as a Jupyter kernel does, and one that does not listen."""
    child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    program = (
        "import pathlib, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}]{flags})\n"
        "pathlib.Path('pid.tmp').write_text(str(child.pid)); pathlib.Path('pid.tmp').rename('pid')\n"
        "time.sleep(60)\n"
    )
    with background((sys.executable, "-c", program), folder=tmp_path, environment=os.environ) as running:
        end = time.monotonic() + 10
        while not (tmp_path / "pid").exists() and time.monotonic() < end:
            time.sleep(0.02)
        assert not running.ended()

    assert is_gone(int((tmp_path / "pid").read_text()))
    assert running.ended()


def test_what_a_background_process_says_can_be_read_meanwhile(tmp_path: Path) -> None:
    """Both streams, as they come."""
    program = "import sys, time; print('ready', flush=True); time.sleep(60)"
    with background((sys.executable, "-c", program), folder=tmp_path, environment=os.environ) as running:
        end = time.monotonic() + 10
        while "ready" not in running.said() and time.monotonic() < end:
            time.sleep(0.02)

        assert running.said() == "ready\n"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("warning: x\nerror: Request failed\n  cause: no network\n  cause: dns\n", "Request failed: no network"),
        ("error: no solution\n", "no solution"),
        ("Traceback …\n  line\nValueError: bad\n", "ValueError: bad"),
        ("it went on\n-----\n  \x1b[31m***\x1b[0m\n", "it went on"),
        (
            f"{_TRACEBACK}:\n  line\nLookupError: \n*****\n  Resource words not found.\n\n  Searched in:\n    - '/x'\n*****\n",
            "LookupError: Resource words not found.",
        ),
        (f"{_TRACEBACK}:\n  line\nValueError: bad\nfor more see there\n", "ValueError: bad"),
        (f"{_TRACEBACK}:\nKeyError: 1\n\nDuring that\n\n{_TRACEBACK}:\n  x\nlib.Wrong: 2\n", "lib.Wrong: 2"),
        (f"{_TRACEBACK}:\n  line\nAssertionError\n", "AssertionError"),
    ],
)
def test_last_words_name_the_error(said: str, words: str) -> None:
    """And its first cause, as uv tells it, or the first line of what Python raised: the rest is advice, or a frame."""
    done = Finished(command=("x",), returncode=1, stdout="out", stderr=said, seconds=0)

    assert done.last_words == words
