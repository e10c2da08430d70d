"""What is recorded of a climb that reached the top, and when."""

import json
from pathlib import Path

import pytest

from promote.environment.processes import Finished
from promote.verify import golden, run
from promote.verify.project import load
from promote.verify.workshop import Workshop
from tests.verify import tiny


def bench_of(folder: Path, sample: str) -> Workshop:
    """Write a project whose tests have this sample, and its scratch copy."""
    for part in ("project", "scratch"):
        tiny.write(folder / part)
        path = folder / part / ".promote" / "parity.json"
        document = json.loads(path.read_text())
        document["inputs"][0]["sample"] = sample
        path.write_text(json.dumps(document))
    return Workshop(project=load(folder / "project"), scratch=folder / "scratch", timeout=10)


@pytest.mark.parametrize(("sample", "is_wanted"), [("tests/data/tiny.csv", True), ("", False)])
def test_without_a_sample_there_is_nothing_to_record(tmp_path: Path, sample: str, is_wanted: bool) -> None:  # noqa: FBT001
    """Somebody's whole data is kept nowhere."""
    assert golden.is_wanted(bench_of(tmp_path, sample)) is is_wanted


def test_what_is_recorded_is_not_recorded_again(tmp_path: Path) -> None:
    """From then on it is compared."""
    bench = bench_of(tmp_path, "tests/data/tiny.csv")
    (bench.project.folder / golden.GOLDEN).mkdir(parents=True)

    assert not golden.is_wanted(bench)


def test_rows_of_a_testimony() -> None:
    """At most twenty rows, evenly chosen, each with its record, its prediction and the probability of each class."""
    seen = run.Testimony(
        rows=100,
        records=[{"n": n} for n in range(100)],
        predictions=[[n % 2] for n in range(100)],
        probabilities=[[n / 100, 1 - n / 100] for n in range(100)],
        classes=[0, 1],
    )
    chosen = golden.evenly(seen)
    document = json.loads(golden.as_text(seen, [(row, {"n": row}) for row in chosen]))

    assert chosen == list(range(0, 100, 5))
    assert document["records"][1] == {"n": 5}
    assert document["predictions"][1] == 1
    assert document["probabilities"][1] == {"0": 0.05, "1": 0.95}


def test_a_model_without_probabilities() -> None:
    """What the notebook's model does not give is not written down."""
    seen = run.Testimony(rows=1, records=[{"n": 1}], predictions=[2.5], probabilities=None, classes=None)

    assert json.loads(golden.as_text(seen, [(0, {"n": 1})])) == {"records": [{"n": 1}], "predictions": [2.5]}


@pytest.mark.parametrize(
    ("said", "timed_out", "words"),
    [
        (
            "FAILED tests/a.py::test_x[1] - assert 1\nFAILED tests/a.py::test_x[2] - assert 2\n",
            False,
            "tests/a.py::test_x does not hold",
        ),
        (
            "FAILED tests/a.py::test_x - no\nERROR tests/a.py::test_y - no\n",
            False,
            "tests/a.py::test_x and tests/a.py::test_y do",
        ),
        ("ImportError: no\n", False, "do not run: ImportError: no"),
        ("", True, "took too long"),
    ],
)
def test_what_speaks_against_recording_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    timed_out: bool,  # noqa: FBT001
    words: str,
) -> None:
    """Which tests, and that they are no fault."""
    bench = bench_of(tmp_path, "tests/data/tiny.csv")
    (bench.scratch / "tests").mkdir(exist_ok=True)
    (bench.scratch / "tests" / "test_predict.py").write_text("")
    done = Finished(command=("pytest",), returncode=1, stdout=said, stderr="", seconds=0, timed_out=timed_out)

    class Fake:
        """An environment whose tests fail."""

        def run(self, *_: str) -> Finished:
            """Give what was to be given."""
            return done

    monkeypatch.setattr(Workshop, "environment", lambda _: Fake())

    assert words in golden.record(bench, "{}")
