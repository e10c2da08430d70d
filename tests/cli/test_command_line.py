"""Arguments, exit codes and words, in a process of its own."""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.workflow import fakes

VERBS = ["inspect", "verify", "sync", "update", "status", "diff", "overlay", "template"]
DRIVER = Path(__file__).with_name("driver.py")
Finished = subprocess.CompletedProcess[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a notebook, its data, a small template and a temporary folder of its own."""
    fakes.write_notebook(tmp_path)
    fakes.write_template(tmp_path / ".template")
    (tmp_path / ".tmp").mkdir()
    return tmp_path


def surroundings(folder: Path) -> dict[str, str]:
    """Let a run stage in the test's own temporary folder."""
    return {**os.environ, "TMPDIR": str(folder / ".tmp")}


def promote(folder: Path, *arguments: str) -> Finished:
    """Run the command line to its end."""
    command = [sys.executable, str(DRIVER), *arguments]
    return subprocess.run(
        command, cwd=folder, env=surroundings(folder), capture_output=True, text=True, check=False, timeout=60
    )


def test_the_first_verb_needs_no_name(folder: Path) -> None:
    """Whether an option or the notebook comes first."""
    done = promote(folder, "churn.ipynb", "--template", ".template")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Promoted `churn.ipynb` to `customer-churn`" in done.stderr

    done = promote(folder, "--template", ".template", "--quiet", "churn.ipynb", "other")
    assert (done.returncode, done.stdout) == (0, "")
    assert (folder / "other" / "README.md").exists()
    assert "Promoted" not in done.stderr


def test_inspect_is_a_verb(folder: Path) -> None:
    """Its result is data."""
    done = promote(folder, "inspect", "churn.ipynb", "--format", "json")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('{\n  "notebook": "churn.ipynb"')


def test_a_notebook_may_have_the_name_of_a_verb(folder: Path) -> None:
    """As a path."""
    (folder / "inspect").write_text(fakes.NOTEBOOK)

    assert promote(folder, "./inspect", "new", "--template", ".template").returncode == 0


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_shows_the_first_verb_and_the_others(arguments: tuple[str, ...], folder: Path) -> None:
    """On one screen, without running anything."""
    done = promote(folder, *arguments)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: promote [OPTIONS] NOTEBOOK [DEST]\n       promote COMMAND")
    assert re.findall(r"^  (\w+) ", done.stdout, re.MULTILINE)[-len(VERBS) :] == VERBS
    assert "--dry-run" in done.stdout


def test_the_help_of_a_verb_names_it(folder: Path) -> None:
    """And the first verb has no name to show."""
    assert promote(folder, "verify", "--help").stdout.startswith("Usage: promote verify [OPTIONS] [PROJECT]")
    assert promote(folder, "x.ipynb", "--help").stdout.startswith("Usage: promote [OPTIONS] ")


def test_the_version_is_data(folder: Path) -> None:
    """One line."""
    assert re.fullmatch(r"promote \d+\.\d+\.\d+\S*\n", promote(folder, "--version").stdout)


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_completion_is_kept(option: str, folder: Path) -> None:
    """As Typer offers it. Without a shell above there is nothing to do."""
    assert "Traceback" not in promote(folder, option).stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("churn.ipynb", "--colour"), "no such option: --colour"),
        (("churn.ipynb", "a", "b"), "unexpected extra argument"),
        (("inspect",), "missing argument 'NOTEBOOK'"),
        (("inspect", "churn.ipynb", "--format", "xml"), "'xml' is not one of"),
        (("churn.ipynb", "--data", "ci"), "`--data ci` is not an answer"),
        (("churn.ipynb", "--data", "cloud=x", "--defaults"), "`cloud` cannot be answered"),
        (("churn.ipynb", "--answers", "no.yml"), "`no.yml` cannot be read"),
        (("verify", "."), "is not a promoted project"),
    ],
)
def test_a_command_line_that_cannot_be_meant_ends_with_2(arguments: tuple[str, ...], words: str, folder: Path) -> None:
    """And says what was wrong with it."""
    done = promote(folder, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert words in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no.ipynb",), "error: `no.ipynb` does not exist"),
        (("churn.ipynb", "."), "error: `.` is not empty"),
        (("churn.ipynb", "--template", "nowhere"), "error: the template cannot be rendered"),
    ],
)
def test_an_expected_failure_ends_with_1(arguments: tuple[str, ...], words: str, folder: Path) -> None:
    """With what happened, and what to do."""
    done = promote(folder, *arguments)

    assert done.returncode == 1
    assert words in done.stderr
    assert "\n\nhint: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistake_of_ours_ends_with_3(folder: Path) -> None:
    """The traceback is in a log, and the message says where to send it."""
    (folder / "bad.ipynb").write_text("mistake")
    done = promote(folder, "bad.ipynb")
    (log,) = re.findall(r"with `(.+?)`", done.stderr)

    assert done.returncode == 3
    assert done.stderr.startswith(
        "error: promote has a bug: KeyError: 'a mistake of ours'\n\nhint: please report it at"
    )
    assert "Traceback" not in done.stderr
    assert "Traceback" in Path(log).read_text()


def test_a_reader_that_goes_away_is_no_error_of_ours(folder: Path) -> None:
    """As in `promote inspect … | head -0`."""
    command = f"{sys.executable} {DRIVER} inspect churn.ipynb; echo $? >code"
    with subprocess.Popen(
        ["sh", "-c", command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()

    assert said == ""
    assert (folder / "code").read_text() == "1\n"


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a run that stands still in the middle, and wait until it is there."""
    command = [sys.executable, str(DRIVER), "--pause", str(folder / ".tmp" / "paused"), *arguments]
    process = subprocess.Popen(command, cwd=folder, env=surroundings(folder), stderr=subprocess.PIPE, text=True)
    wait_for(folder / ".tmp" / "paused")
    return process


def wait_for(path: Path) -> None:
    """Wait until something is there."""
    end = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.02)


def names(folder: Path) -> list[str]:
    """What a person sees in a folder, and what they do not."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_interrupted_run_leaves_nothing(number: signal.Signals, folder: Path) -> None:
    """Neither at the destination nor where it was staged."""
    before = names(folder)
    with start(folder, "churn.ipynb", "--template", ".template") as process:
        process.send_signal(number)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said == "error: interrupted\n"
    assert names(folder) == before
    assert names(folder / ".tmp") == ["paused"]


def test_a_killed_run_leaves_nothing_where_it_matters(folder: Path) -> None:
    """And the next run sweeps up the rest."""
    before = names(folder)
    with start(folder, "churn.ipynb", "--template", ".template") as process:
        process.kill()
    assert names(folder) == before
    assert len(names(folder / ".tmp")) == 2

    (folder / ".tmp" / "paused").unlink()
    assert promote(folder, "churn.ipynb", "--template", ".template").returncode == 0
    assert names(folder / ".tmp") == []
    assert (folder / "customer-churn" / "README.md").exists()


def type_into(folder: Path, keys: Sequence[tuple[str, str]], *arguments: str) -> tuple[int, str]:
    """Run on a terminal: wait for a text, type a text, and so on. Returns exit code and screen."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.update(surroundings(folder), TERM="xterm")
        os.execv(sys.executable, [sys.executable, str(DRIVER), *arguments])  # noqa: S606 - the driver
    screen = b""
    for expected, typed in (*keys, ("\0", "")):
        while expected.encode() not in screen:
            try:
                read = os.read(terminal, 4096)
            except OSError:
                break
            if not read:
                break
            screen += read
            if b"\x1b[6n" in read:
                os.write(terminal, b"\x1b[1;1R")
        if typed:
            os.write(terminal, typed.encode())
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), screen.decode(errors="replace")


def test_on_a_terminal_copier_asks_what_the_template_asks(folder: Path) -> None:
    """Our suggestions are the defaults, and facts are no questions."""
    keys = [("project_name", "\r"), ("description", "\r"), ("ci", "\x1b[B\r")]
    code, screen = type_into(folder, keys, "churn.ipynb", "--template", ".template")

    assert code == 0, screen
    assert "Customer churn" in screen
    assert "package_name" not in screen
    assert (folder / "customer-churn" / "README.md").read_text() == "# Customer churn on gitlab\n"


def test_on_a_terminal_an_overlay_asks_what_the_template_did_not(folder: Path) -> None:
    """After the template, and nothing that was answered on the command line."""
    fakes.write_overlay(folder / ".overlay")
    layers = ["--template", ".template", "--overlay", ".overlay"]
    keys = [("project_name", "\r"), ("description", "\r"), ("ci", "\r"), ("team", "\x15growth\r")]
    code, screen = type_into(folder, keys, "churn.ipynb", *layers)
    assert code == 0, screen
    assert (folder / "customer-churn" / "TEAM").read_text() == "growth\n"

    code, screen = type_into(folder, keys[:3], "churn.ipynb", "other", *layers, "--data", "team=orders")
    assert code == 0, screen
    assert (folder / "other" / "TEAM").read_text() == "orders\n"


def test_ctrl_c_at_a_question_writes_nothing(folder: Path) -> None:
    """And says so."""
    code, screen = type_into(folder, [("project_name", "\x03")], "churn.ipynb", "--template", ".template")

    assert code == 130, screen
    assert "Traceback" not in screen
    assert not (folder / "customer-churn").exists()


def test_defaults_ask_nothing_on_a_terminal(folder: Path) -> None:
    """Neither do answers that are given."""
    code, screen = type_into(folder, [], "churn.ipynb", "--template", ".template", "--defaults")

    assert code == 0, screen
    assert (folder / "customer-churn" / "README.md").read_text() == "# Customer churn on github\n"


def test_help_costs_little_more_than_typer(tmp_path: Path) -> None:
    """At most twice the processor time of the smallest command: nothing heavy is imported for it."""
    hello = tmp_path / "hello.py"
    hello.write_text(
        "import typer\napp = typer.Typer(rich_markup_mode=None)\n"
        "@app.command()\ndef hello(name: str) -> None:\n    '''Say hello.'''\napp()\n"
    )
    ours = min(_processor_time(sys.executable, "-m", "promote", "--help") for _ in range(5))
    bare = min(_processor_time(sys.executable, str(hello), "--help") for _ in range(5))

    assert ours < 2 * bare


def _processor_time(*command: str) -> float:
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
