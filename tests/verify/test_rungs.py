"""The rungs that need no environment."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from promote.verify import run, service
from promote.verify.client import Answer, Client
from promote.verify.project import load
from promote.verify.run import Run
from promote.verify.rungs import faithful, read, rendered, served, trained
from promote.verify.workshop import RungFailed, RungNotReached, Workshop
from tests.verify import tiny


@pytest.fixture
def bench(tmp_path: Path) -> Workshop:
    """A project that is its own scratch copy."""
    return bench_of(tiny.write(tmp_path))


def bench_of(folder: Path) -> Workshop:
    """Load what is there now."""
    return Workshop(project=load(folder), scratch=folder, timeout=10)


def test_a_notebook_is_read(bench: Workshop) -> None:
    """And its cells are counted."""
    assert read.check(bench) == "notebooks/tiny.ipynb, 8 cells"


@pytest.mark.parametrize("text", [None, "", "{", '{"metadata": {}}'])
def test_a_notebook_that_cannot_be_read_fails(text: str | None, bench: Workshop) -> None:
    """With the reason."""
    path = bench.scratch / "notebooks" / "tiny.ipynb"
    path.unlink()
    if text is not None:
        path.write_text(text)
    with pytest.raises(RungFailed, match=r"tiny\.ipynb"):
        read.check(bench)


def test_a_project_that_never_had_a_notebook_is_out_of_reach(bench: Workshop) -> None:
    """Which is no failure."""
    (bench.scratch / ".promote" / "parity.json").unlink()
    (bench.scratch / ".copier-answers.yml").write_text("package_name: tiny\n")
    with pytest.raises(RungNotReached, match="was not made from a notebook"):
        read.check(bench_of(bench.scratch))


BRACES = """\
on: ${{ github.ref }}
alert: "{{ $labels.job }} {{ printf \\"%.2f\\" $value }}"
docker: '{{.State}}'
"""


def test_a_rendered_project_parses(bench: Workshop) -> None:
    """The braces of other tools are theirs, and so are the tags of their YAML."""
    (bench.scratch / "braces.yml").write_text(BRACES + "ref: !Ref thing\n---\nsecond: document\n")
    (bench.scratch / "picture.png").write_bytes(b"\x89PNG\xff")

    assert rendered.check(bench) == "14 files, 12 parsed, nothing left unrendered"


def test_a_script_in_percent_format_may_hold_what_only_ipython_reads(bench: Workshop) -> None:
    """It is the notebook, and rung 0 has read it."""
    (bench.scratch / "notebooks" / "tiny.py").write_text("# %%\n%matplotlib inline\n!ls\n")

    assert rendered.check(bench)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.py", "def (", "`a.py` does not parse"),
        ("a.json", "{", "`a.json` does not parse"),
        ("a.toml", "a =", "`a.toml` does not parse"),
        ("a.yaml", "a: [", "`a.yaml` does not parse"),
        ("b/notebook.ipynb", "", "does not parse"),
        ("README.md", "one\n{{ package_name }}", "`README.md` line 2 is left unrendered: `{{ package_name`"),
        ("README.md", "{%- if is_service %}", "line 1 is left unrendered"),
        ("Makefile", "{% endraw %}", "line 1 is left unrendered"),
        ("README.md.jinja", "", "is an unrendered name"),
        ("{{ package_name }}.txt", "", "is an unrendered name"),
        ("{% if is_job %}x", "", "is an unrendered name"),
    ],
)
def test_what_is_left_unrendered_or_broken_fails(name: str, text: str, words: str, bench: Workshop) -> None:
    """With the file and the line."""
    path = bench.scratch / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    with pytest.raises(RungFailed) as caught:
        rendered.check(bench)

    assert words in caught.value.evidence


@pytest.mark.parametrize("name", ["notebooks/notes.md", "data/a.json", "PROMOTION.md", "src/tiny/derived.md"])
def test_braces_in_files_that_the_template_did_not_write_are_fine(name: str, bench: Workshop) -> None:
    """A notebook about Jinja is a notebook too."""
    base = bench.scratch / ".promote" / "base" / "src" / "tiny" / "derived.md.txt"
    base.parent.mkdir(parents=True)
    base.touch()
    (bench.scratch / name).write_text("{{ package_name }} {% if x %}")

    assert rendered.check(bench)


def test_training_without_data_is_out_of_reach(bench: Workshop) -> None:
    """And says which file is missing."""
    (bench.scratch / "data" / "tiny.csv").unlink()
    with pytest.raises(RungNotReached, match=r"`data/tiny\.csv` is missing"):
        trained.check(bench)


def test_a_job_is_served_by_having_run(tmp_path: Path) -> None:
    """It has no service. What it left behind is the evidence."""
    project, scratch = tiny.write(tmp_path / "tiny"), tiny.write(tmp_path / "scratch")
    (project / ".copier-answers.yml").write_text("package_name: tiny\narchetype: job\n")
    bench = Workshop(project=load(project), scratch=scratch, timeout=10)
    assert served.check(bench).endswith("ran to its end, and it wrote no file")

    (scratch / "report.csv").touch()
    assert served.check(bench).endswith("ran to its end, and it wrote `report.csv`")


@pytest.mark.parametrize(
    ("change", "answers", "words"),
    [
        ({"predict": None}, "", "makes no prediction"),
        ({"cut": None}, "", "there is no raw record to send"),
        ({}, "archetype: job\n", "a job makes no predictions"),
    ],
)
def test_what_cannot_be_compared_is_out_of_reach(
    change: dict[str, None], answers: str, words: str, bench: Workshop
) -> None:
    """With the reason, and not a failure."""
    (bench.scratch / ".promote" / "parity.json").write_text(json.dumps(tiny.PARITY | change))
    if answers:
        (bench.scratch / ".copier-answers.yml").write_text(f"package_name: tiny\n{answers}")
    with pytest.raises(RungNotReached, match=words):
        faithful.check(bench_of(bench.scratch))


def test_a_record_is_sent_as_the_contract_wants_it() -> None:
    """Known fields only. A missing value makes floats of whole numbers, which they are not."""
    fields: dict[str, dict[str, Any]] = {
        "count": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "price": {"type": "number"},
        "either": {"anyOf": [{"type": "integer"}, {"type": "number"}]},
    }
    record = {"count": 3.0, "price": 3.0, "either": 3.0, "target": "yes"}
    sent = faithful.fitting(record, fields)

    assert sent == {"count": 3, "price": 3.0, "either": 3.0}
    assert [type(each) for each in sent.values()] == [int, float, float]
    assert faithful.fitting({"count": 3.5}, fields) == {"count": 3.5}
    assert faithful.fitting({"count": None}, fields) == {"count": None}


class Echo(Client):
    """A service that gives back a field of each record."""

    def post(self, path: str, document: object) -> Answer:
        """Answer with the field."""
        assert path == service.PREDICT
        assert isinstance(document, dict)
        return Answer(status=200, document={"predictions": [each["x"] for each in document["instances"]]})


def guess(
    numbers: list[int], predictions: list[int], others: tuple[run.Testimony, ...] = (), **more: object
) -> run.Testimony:
    """Rows that are taken for the records of these numbers."""
    records = [{"x": each} for each in numbers]
    said: dict[str, Any] = {"rows": len(numbers), "predictions": predictions, "is_sure": False, **more}
    return run.Testimony(records=records, probabilities=None, classes=None, others=others, **said)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (guess([*range(9)], [*range(9)]), "9 of 9 rows equal"),
        (guess([*range(9)], [*range(9)], strays=2), "9 of 9 rows equal; 2 rows that the notebook made itself left out"),
        (guess([8, *range(8)], [*range(9)], (guess([*range(9)], [*range(9)]),)), "9 of 9 rows equal"),
        (guess([3, 3, 3], [3, 3, 3], is_sure=True), "3 of 3 rows equal"),
    ],
    ids=["telling", "strays", "the other guess", "sure"],
)
def test_rows_that_are_guessed_are_compared(
    seen: run.Testimony, words: str, bench: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By each guess, until one fits."""
    assert _faithful(seen, bench, monkeypatch) == words


def test_a_guess_that_proves_nothing_is_no_proof(bench: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of one and the same answer are equal however they are taken for records."""
    with pytest.raises(RungNotReached, match="too alike to tell"):
        _faithful(guess([3] * 50, [3] * 50), bench, monkeypatch)


def test_a_guess_that_does_not_fit_says_that_it_is_one(bench: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the best one is shown."""
    other = guess([0, 1, 3, 2], [0, 1, 2, 3])
    with pytest.raises(RungFailed, match=r"2 of 4 rows equal; row 3: .*taken for records by their number and order"):
        _faithful(guess([3, 0, 1, 2], [0, 1, 2, 3], (other,)), bench, monkeypatch)


def _faithful(seen: run.Testimony, bench: Workshop, monkeypatch: pytest.MonkeyPatch) -> str:
    """Compare what a witness has seen with a service that echoes."""
    bench.run = Run(testimony=seen)
    monkeypatch.setattr(service, "contract", lambda _: service.Contract(example={}, fields={}))
    monkeypatch.setattr(service, "running", lambda _: nullcontext(Echo(url="")))
    return faithful.check(bench)
