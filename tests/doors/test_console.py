"""Results on one stream, talk on the other, and words that need no colour."""

import pytest

from promote.console import Console, counted, finding_text
from promote.errors import DestinationError
from promote.model.diagnostic import Diagnostic, Place, Severity

FINDING = Diagnostic(
    code="PN101",
    name="hardcoded-secret",
    severity=Severity.WARNING,
    message="a secret",
    hint="remove it",
    place=Place(cell=3, line=2),
)


def test_data_and_talk_do_not_mix(capsys: pytest.CaptureFixture[str]) -> None:
    """Data can be piped."""
    Console().data("data")
    Console().say("talk")

    assert capsys.readouterr() == ("data\n", "talk\n")


def test_quiet_keeps_data_warnings_and_failures(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else."""
    console = Console(quiet=True)
    console.say("talk")
    console.finding(FINDING)
    console.milestone("reached")
    console.data("data")
    console.warn("careful")
    console.failure(DestinationError("no"))

    assert capsys.readouterr() == ("data\n", "warning: careful\nerror: no\n")


def test_a_failure_says_what_why_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """In that order."""
    Console().failure(DestinationError("`x` is not empty", why="it is full", hint="name another"))

    assert capsys.readouterr().err == "error: `x` is not empty: it is full\n\nhint: name another\n"


def test_a_finding_reads_like_a_message_of_a_compiler() -> None:
    """Severity, code, place, message, hint."""
    assert finding_text(FINDING) == "warning[PN101] cell 3, line 2: a secret\n  hint: remove it"


def test_things_are_counted_in_words() -> None:
    """One is not many."""
    assert [counted(1, "file"), counted(1409, "row"), counted(2, "entry", "entries")] == [
        "1 file",
        "1,409 rows",
        "2 entries",
    ]


def test_what_is_under_way_is_for_terminals_only(capsys: pytest.CaptureFixture[str]) -> None:
    """A log gets the milestones instead."""
    Console().passing("2 green …")
    Console().milestone("2 green passed")

    assert capsys.readouterr().err == "2 green passed\n"


def test_nothing_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """What would move its cursor or turn its text is spelled out; letters, spaces and line ends are as they are."""
    Console().data("é 🚀\t\x1b[2J\x9b\u202e\r\n")
    Console().warn("a\x07b")

    assert capsys.readouterr() == ("é 🚀\t\\u001b[2J\\u009b\\u202e\\u000d\n", "warning: a\\u0007b\n")
