"""A folder of notebooks, with a promote made by hand: what is recorded, what is done again, and what the table says."""

import csv
import json
import shutil
import sys
from pathlib import Path

import pytest
from benchmarks.corpus import __main__ as corpus
from benchmarks.corpus import attempt
from benchmarks.corpus.records import Record, append, load
from benchmarks.corpus.table import figures

KINDS = ("faithful", "unfaithful", "red", "without data", "broken", "job", "refused")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one notebook of each kind, and a promote that knows them."""
    fake = tmp_path / "fake" / "promote.py"
    fake.parent.mkdir()
    shutil.copyfile(Path(__file__).with_name("fake_promote.py"), fake)
    monkeypatch.setattr(attempt, "PROMOTE", (sys.executable, str(fake)))
    for kind in KINDS:
        write(tmp_path / "notebooks" / kind / "x.ipynb", kind)
    write(tmp_path / "notebooks" / ".ipynb_checkpoints" / "x.ipynb", "job")
    return tmp_path


def write(path: Path, kind: str) -> None:
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [{"cell_type": "code", "source": text} for text in (kind, "import this\n\nsecond = 'line \x1b[31m'")]
    path.write_text(json.dumps({"cells": cells}))


def run(folder: Path, *options: str) -> int:
    """Run the command on the folder."""
    return corpus.main([str(folder / "notebooks"), "--out", str(folder / "out"), *options])


def calls(folder: Path) -> list[str]:
    """Take the calls of promote that were made until now."""
    file = folder / "fake" / "calls.txt"
    lines = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return lines


def test_every_notebook_gets_a_row(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its rung, its cut, and why it came no further."""
    assert run(folder) == 0
    table = (folder / "out" / "table.csv").read_text().splitlines()
    rows = {row["notebook"].partition("/")[0]: row for row in csv.DictReader(table)}

    assert [(kind, rows[kind]["rung"], rows[kind]["cut"], rows[kind]["reason"]) for kind in KINDS] == [
        ("faithful", "5", "raw", ""),
        ("unfaithful", "4", "df", "3 of 9 rows equal; the cut is late: `merge` reads other rows"),
        ("red", "1", "raw", "`mypy`: 1 error"),
        ("without data", "2", "raw", "`data/x.csv` is missing"),
        ("broken", "2", "raw", "the notebook fails in cell 7"),
        ("job", "4", "none", ""),
        ("refused", "refused", "none", "`x.ipynb` is not a notebook: it has no cells"),
    ]
    assert "7 of 7 notebooks" in (folder / "out" / "table.md").read_text()
    assert len(capsys.readouterr().err.splitlines()) == 7
    assert list((folder / "out" / "projects").rglob("kind")) == []


def test_figures_tell_missing_data_and_broken_notebooks_apart(folder: Path) -> None:
    """A service is only asked of a notebook that predicts, with its data at hand, and running."""
    run(folder)
    told = dict(figures(list(load(folder / "out" / "records.jsonl").values())))

    assert told["read"] == "6 of 7 (86%)"
    assert (told["predictive"], told["… without their data"]) == ("5", "1")
    assert told["… that do not run to their prediction themselves"] == "1"
    assert told["predictive: faithful (rung 5)"] == "1 of 5 (20%)"
    assert told["predictive, with data, and running: served (rung 4)"] == "2 of 3 (67%)"
    assert told["predictive, with data, and running: faithful, from the raw record"] == "1 of 3 (33%)"
    assert told["lines of modules for each line of the notebook: median"] == "0.67"


def test_what_is_finished_is_not_done_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the notebook or promote has changed, or somebody asks for it."""
    run(folder)
    assert len(calls(folder)) == 7 + 2 * 6

    run(folder)
    assert calls(folder) == []

    write(folder / "notebooks" / "red" / "x.ipynb", "faithful")
    run(folder, "--accept-old")
    assert calls(folder) == []
    run(folder)
    assert len(calls(folder)) == 3
    assert load(folder / "out" / "records.jsonl")["red/x.ipynb"].rung == 5

    monkeypatch.setattr(corpus, "commit_of", lambda _: "another")
    run(folder, "--accept-old")
    assert calls(folder) == []
    run(folder)
    assert len(calls(folder)) == 19
    run(folder, "--again")
    assert len(calls(folder)) == 19


def test_a_notebook_that_takes_too_long_is_left(folder: Path) -> None:
    """What it had reached by then counts."""
    shutil.rmtree(folder / "notebooks")
    write(folder / "notebooks" / "slow.ipynb", "slow")
    run(folder, "--limit", "3")
    record = load(folder / "out" / "records.jsonl")["slow.ipynb"]

    assert (record.rung, record.reason) == (1, "the time of the notebook was over")
    assert record.seconds < 30


def test_a_record_that_was_cut_off_is_passed_over(tmp_path: Path) -> None:
    """The run that wrote it was killed, and its notebook is done again."""
    file = tmp_path / "records.jsonl"
    append(file, Record(notebook="a.ipynb", digest="1", commit="c", rung=3))
    append(file, Record(notebook="b.ipynb", digest="1", commit="c"))
    file.write_text(file.read_text()[:-9])

    assert load(file) == {"a.ipynb": Record(notebook="a.ipynb", digest="1", commit="c", rung=3)}


def test_findings_are_sampled_with_their_cells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of each notebook, the line marked, and nothing that a terminal would act on."""
    run(folder)
    capsys.readouterr()
    assert run(folder, "--samples", "PN101") == 0
    shown = capsys.readouterr().out

    assert shown.count("PN101 a-rule, ") == 6
    assert "  >   2 \n      3 second = 'line  [31m'" in shown
    assert run(folder, "--samples", "another-rule") == 0
    assert capsys.readouterr().out.strip() == ""


def test_a_folder_without_notebooks_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is written."""
    assert corpus.main([str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "there is no notebook below" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
