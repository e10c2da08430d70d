"""The whole climb, with real environments, a real kernel and a real service."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from uv import find_uv_bin

from tests.verify import tiny

pytestmark = pytest.mark.slow


def verify(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `promote verify` to its end."""
    command = [sys.executable, "-m", "promote", "verify", str(project), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.xdist_group("climb")
def test_a_faithful_project_reaches_the_top(tmp_path: Path) -> None:
    """Every rung passes, and the lock that was made is the project's."""
    project = tiny.write(tmp_path / "tiny")
    done = verify(project, "--format", "json")
    report = json.loads(done.stdout)

    assert [each["status"] for each in report["rungs"]] == ["passed"] * 6, done.stderr
    assert (done.returncode, report["rung"]) == (0, 5)
    assert report["rungs"][5]["evidence"] == "48 of 48 rows equal"
    assert (project / "uv.lock").exists()
    assert not (project / "models").exists()
    assert len(done.stderr.splitlines()) == 6


LITTER = """\
import os, pathlib, tempfile
for place in (pathlib.Path.home(), os.path.expanduser("~/.config"), os.environ["HOME"], "..", "."):
    os.makedirs(place, exist_ok=True)
    pathlib.Path(place, "litter").write_text("litter")
tempfile.mkstemp(prefix="litter")
while input_was_never_asked:
    pass
"""


@pytest.mark.xdist_group("climb")
def test_a_notebook_that_writes_everywhere_does_so_in_the_copy(tmp_path: Path) -> None:
    """Neither the person's home, nor the temporary folder, nor the project keeps anything of it."""
    project = tiny.write(tmp_path / "tiny")
    path = project / "notebooks" / "tiny.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][3]["source"] = LITTER
    path.write_text(json.dumps(notebook))
    with (project / "src" / "tiny" / "features.py").open("a") as file:
        file.write(
            f"\n\nif __import__('sys').argv[0].endswith('train.py'):\n    exec({LITTER.partition('while')[0]!r})\n"
        )
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    cache = subprocess.run([find_uv_bin(), "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()
    places = {"HOME": str(home), "TMPDIR": str(temporary), "UV_CACHE_DIR": cache}
    command = [sys.executable, "-m", "promote", "verify", str(project), "--format", "json"]
    done = subprocess.run(
        command, env={**os.environ, **places}, capture_output=True, text=True, check=False, timeout=600
    )
    rungs = json.loads(done.stdout)["rungs"]

    assert rungs[5]["evidence"].startswith("48 of 48 rows equal")
    assert [
        path for path in (*home.rglob("*"), *temporary.rglob("*"), *project.rglob("*")) if "litter" in path.name
    ] == []


@pytest.mark.xdist_group("climb")
def test_an_unfaithful_project_is_found_out(tmp_path: Path) -> None:
    """All its own checks pass, and yet it does not do what the notebook does."""
    done = verify(tiny.write(tmp_path / "tiny", faithful=False), "--quiet")
    lines = done.stdout.splitlines()

    assert done.returncode == 1
    assert [line.split()[2] for line in lines[:6]] == ["passed"] * 5 + ["failed"]
    assert "of 48 rows equal; row " in lines[5]
    assert lines[6].startswith("beside      cell 4 fails, and no prediction depends on it: RuntimeError: a plot that")


@pytest.mark.xdist_group("climb")
def test_a_notebook_that_does_not_run_is_named(tmp_path: Path) -> None:
    """Training fails as the notebook itself does: that is not the project's doing."""
    project = tiny.write(tmp_path / "tiny")
    data = project / "data" / "tiny.csv"
    data.write_text(data.read_text().replace("tenure", "months"))
    report = json.loads(verify(project, "--quiet", "--format", "json").stdout)

    assert [(each["status"], each["cause"]) for each in report["rungs"][3:5]] == [
        ("failed", "notebook"),
        ("not-reached", "project"),
    ]
    assert "; the notebook fails in cell " in report["rungs"][3]["evidence"]


@pytest.mark.xdist_group("climb")
@pytest.mark.parametrize(("where", "number"), [("training", signal.SIGTERM), ("notebook", signal.SIGINT)])
def test_an_interrupted_climb_leaves_nothing(where: str, number: signal.Signals, tmp_path: Path) -> None:
    """No process, no kernel, no scratch copy."""
    project = tiny.write(tmp_path / "tiny")
    reached = tmp_path / "reached"
    stand_still = (
        f"import os, pathlib, time\npathlib.Path({str(reached)!r}).write_text(str(os.getpid()))\ntime.sleep(600)\n"
    )
    if where == "training":
        with (project / "src" / "tiny" / "features.py").open("a") as file:
            file.write(f"\n\nif __import__('sys').argv[0].endswith('train.py'):\n    exec({stand_still!r})\n")
    else:
        path = project / "notebooks" / "tiny.ipynb"
        notebook = json.loads(path.read_text())
        notebook["cells"][3]["source"] = stand_still
        path.write_text(json.dumps(notebook))
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "promote", "verify", str(project)]
    surroundings = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    with subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        wait_for(reached, process)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said.endswith("error: interrupted\n")
    assert is_gone(Path(f"/proc/{reached.read_text()}"))
    assert [path.name for path in (tmp_path / "tmp").iterdir() if "promote" in path.name] == []


def is_gone(process: Path) -> bool:
    """Whether a process that was killed is gone, once the system came to it."""
    for _ in range(100):
        if not process.exists():
            return True
        time.sleep(0.1)
    return False


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until the climb stands where it is wanted."""
    end = time.monotonic() + 300
    while not (path.exists() and path.read_text()):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "it never came there"
        time.sleep(0.1)


@pytest.mark.xdist_group("climb")
def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    """Training has a time too."""
    project = tiny.write(tmp_path / "tiny")
    (project / "src" / "tiny" / "train.py").write_text("import time\n\ntime.sleep(600)\n")
    done = verify(project, "--timeout", "60", "--format", "json")
    rungs = json.loads(done.stdout)["rungs"]

    assert rungs[3]["status"] == "failed"
    assert rungs[3]["evidence"] == "`python -m tiny.train` took longer than 60 s"
    assert [each["status"] for each in rungs[4:]] == ["not-reached"] * 2
