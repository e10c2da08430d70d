"""The benchmark of serving counts what is right, measures what runs, and leaves nothing behind."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.serving.candidates import EMPTY, OTHERS, OURS, Answer, Candidate, Kinds, Record
from benchmarks.serving.cases import Case
from benchmarks.serving.load import Load, is_running
from benchmarks.serving.rounds import Equality, Result, Turn, compare, serve
from benchmarks.serving.table import section

FAKE = Path(__file__).with_name("fake_peer.py")


def body(record: Record, kinds: Kinds) -> object:
    """A record as it is."""
    return record


def answer(response: Answer) -> Answer:
    """The answer as it is."""
    return response


PEER = Candidate(name="a peer", command=(sys.executable, str(FAKE)), path="/", body=body, answer=answer, batches=True)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A project that is nothing but a checksum, and sixteen records."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "manifest.json").write_text('{"name": "none", "version": "1", "sha256": "0"}')
    (tmp_path / "output.json").write_text("{}")
    records: list[Record] = [{"number": number} for number in range(16)]
    kinds = {"number": "int"}
    answers = [[0.5, 0.5]] * 16
    return Case(package="none", project=tmp_path, folder=tmp_path, records=records, answers=answers, kinds=kinds)


@pytest.mark.skipif(not shutil.which("wrk"), reason="wrk is not installed")
def test_a_peer_is_measured(case: Case) -> None:
    """Two of sixteen answers are wrong, the work is done by a child, and every round is there."""
    (result,) = compare(case, [PEER], [1, 2], rounds=2, seconds=1)

    assert (result.equality.alone, result.equality.together) == (14, 14)
    assert result.equality.furthest == pytest.approx(0.2)
    assert len(result.turns) == 2
    for turn in result.turns:
        assert turn.first_answer > 0
        assert turn.memory > 5
        assert [load.clients for load in turn.loads.values()] == [1, 2]
        assert all(load.requests > 10 and load.failed == 0 and load.cpu > 10 for load in turn.loads.values())
        assert all(0 < load.p50 <= load.p99 for load in turn.loads.values())


def test_nothing_is_left(case: Case) -> None:
    """A worker in a session of its own ends with the process that started it."""
    with serve(case, PEER) as server:
        processes = server.processes()
        assert len(processes) == 2

    assert not [pid for pid in processes if is_running(pid)]


def test_a_server_that_does_not_start(case: Case) -> None:
    """A peer that ends is named, with the file that says why."""
    broken = replace(PEER, name="broken", command=(sys.executable, "-c", "raise SystemExit('no')"))
    with pytest.raises(RuntimeError, match=r"gave no answer: see .*broken/server\.log"), serve(case, broken):
        pass


def test_the_goals_compare_with_the_best(case: Case) -> None:
    """Of several peers, the quickest counts; the empty application is no peer."""

    def showing(candidate: Candidate, rate: float, *, alone: int = 16) -> Result:
        loads = {
            clients: Load(clients=clients, requests=100, rate=rate, p50=1, p99=1e3 / rate, cpu=1e6 / rate, failed=0)
            for clients in (1, 64)
        }
        equality = Equality(alone=alone, together=16, furthest=0.0)
        turn = Turn(first_answer=1, loads=loads, memory=100)
        return Result(candidate=candidate, equality=equality, turns=[turn])

    page = section(
        case,
        [
            showing(OURS, 600, alone=15),
            showing(EMPTY, 800),
            showing(PEER, 50),
            showing(replace(PEER, name="best"), 100),
        ],
    )

    assert "| times the requests of the best peer with batching, at 64 clients | 6.00 | >= 5 | reached |" in page
    assert "| times the requests of the best peer, at one client | 6.00 | >= 10 | MISSED |" in page
    assert "| of the requests of an empty application, at 64 clients | 0.75 | >= 0.8 | MISSED |" in page
    assert "| of the answers equal to the last bit, alone | 0.94 | >= 1 | MISSED |" in page


def test_every_peer_names_its_packages() -> None:
    """A script that uv installs by itself says what it needs."""
    scripts = [Path(each.command[-1]) for each in OTHERS]

    assert all(script.read_text().startswith("# /// script\n") for script in scripts)
    assert all(os.access(script, os.R_OK) for script in scripts)
