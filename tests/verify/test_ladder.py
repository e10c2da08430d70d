"""The climb, with rungs made by hand."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from promote.console import Console
from promote.errors import UsageError
from promote.verify import ladder, project
from promote.verify.ladder import RUNGS, Rung
from promote.verify.report import Beside, Cause, Found, Outcome, Report, Status, Tried
from promote.verify.workshop import RungFailed, RungNotReached, Workshop
from tests.verify import tiny


def passes(bench: Workshop) -> str:
    """Pass with evidence."""
    return f"{len(list(bench.scratch.iterdir()))} entries"


def fails(bench: Workshop) -> str:
    """Fail, having made a mess."""
    (bench.scratch / "pyproject.toml").write_text("mess")
    raise RungFailed("no good", "line 1\nline 2")


def is_out_of_reach(bench: Workshop) -> str:
    """Need something."""
    raise RungNotReached("no data", cause=Cause.DATA)


def climb(folder: Path, *rungs: Rung) -> Report:
    """Climb with a tiny project."""
    return ladder.verify(tiny.write(folder), Console(), timeout=10, rungs=rungs)


def test_the_rungs_are_those_of_the_promise() -> None:
    """In this order, and each needs lower ones only."""
    names = [rung.name for rung in RUNGS]

    assert names == ["read", "rendered", "green", "trained", "served", "faithful"]
    assert all(set(rung.needs) <= set(names[:number]) for number, rung in enumerate(RUNGS))


def test_a_rung_that_fails_does_not_end_the_climb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what needs it is not tried."""
    report = climb(
        tmp_path,
        Rung(name="read", check=passes),
        Rung(name="rendered", check=fails),
        Rung(name="green", check=is_out_of_reach),
        Rung(name="trained", check=passes, needs=("rendered",)),
        Rung(name="served", check=passes, needs=("read",)),
    )

    assert [(each.status, each.evidence, each.cause) for each in report.rungs] == [
        (Status.PASSED, "7 entries", None),
        (Status.FAILED, "no good", Cause.PROJECT),
        (Status.NOT_REACHED, "no data", Cause.DATA),
        (Status.NOT_REACHED, "needs `rendered`", Cause.PROJECT),
        (Status.PASSED, "7 entries", None),
    ]
    assert (report.rung, report.failed) == (0, True)
    assert "    line 1\n    line 2\n" in capsys.readouterr().err


def test_the_project_is_left_as_it_was(tmp_path: Path) -> None:
    """Whatever a rung does, it does to a copy, and the copy is gone."""
    seen: list[Path] = []

    def look(bench: Workshop) -> str:
        seen.append(bench.scratch)
        return ""

    tiny.write(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    climb(tmp_path, Rung(name="read", check=fails), Rung(name="rendered", check=look))

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not seen[0].exists()


def test_caches_and_trained_models_stay_behind(tmp_path: Path) -> None:
    """What is served was trained in the climb."""
    for name in (".venv/x", ".git/x", "models/old.pkl", "src/__pycache__/x.pyc", "data/kept.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "dangling").symlink_to("nowhere")
    seen: list[str] = []

    def look(bench: Workshop) -> str:
        seen.extend(path.relative_to(bench.scratch).as_posix() for path in bench.scratch.rglob("*"))
        return ""

    climb(tmp_path, Rung(name="read", check=look))

    assert "data/kept.csv" in seen
    assert not {".venv", ".git", "models", "src/__pycache__", "dangling"} & set(seen)


def outcome(rung: int, status: Status) -> Outcome:
    """Make an outcome."""
    return Outcome(rung=rung, name=f"r{rung}", status=status, seconds=1.25, evidence="e")


@pytest.mark.parametrize(
    ("statuses", "rung", "failed"),
    [
        ("ppp", 2, False),
        ("pnp", 0, False),
        ("pfp", 0, True),
        ("npp", None, False),
        ("fpp", None, True),
        ("", None, False),
    ],
)
def test_the_rung_is_the_highest_without_a_gap(statuses: str, *, rung: int | None, failed: bool) -> None:
    """One that was not reached is a gap, but no failure."""
    kinds = {"p": Status.PASSED, "f": Status.FAILED, "n": Status.NOT_REACHED}
    rungs = tuple(outcome(number, kinds[letter]) for number, letter in enumerate(statuses))
    report = Report(project="p", rungs=rungs)

    assert (report.rung, report.failed) == (rung, failed)


def test_a_report_is_one_line_per_rung_or_json() -> None:
    """With the same content."""
    report = Report(
        project="p", rungs=(outcome(0, Status.PASSED), replace(outcome(1, Status.NOT_REACHED), cause=Cause.DATA))
    )

    assert report.to_text() == "0 r0        passed         1.2 s  e\n1 r1        not-reached    1.2 s  e"
    assert json.loads(report.to_json()) == {
        "project": "p",
        "rung": 0,
        "rungs": [
            {"rung": 0, "name": "r0", "status": "passed", "seconds": 1.25, "evidence": "e", "cause": None},
            {
                "rung": 1,
                "name": "r1",
                "status": "not-reached",
                "seconds": 1.25,
                "evidence": "e",
                "cause": "data",
            },
        ],
        "versions": None,
        "beside": [],
    }


def test_a_project_says_what_it_is(tmp_path: Path) -> None:
    """From its answers and anchors."""
    loaded = project.load(tiny.write(tmp_path))

    assert (loaded.package, loaded.prefix, loaded.notebook) == ("tiny", "TINY_", "notebooks/tiny.ipynb")
    assert loaded.parity.predict
    assert loaded.questions == ("archetype", "notebook", "package_name")


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (".copier-answers.yml", None, "is not a promoted project"),
        (".copier-answers.yml", "a: [", "cannot be read"),
        (".copier-answers.yml", "- a", "holds no answers"),
        (".copier-answers.yml", "project_name: x", "is not a promoted project"),
        (".copier-answers.yml", "package_name: x\narchetype: magic", "archetype"),
        (".promote/parity.json", "{", "cannot be read"),
        (".promote/parity.json", "{}", "cannot be read"),
    ],
)
def test_a_folder_that_is_no_project_is_said_in_words(file: str, text: str | None, words: str, tmp_path: Path) -> None:
    """With the file that is missing or broken."""
    tiny.write(tmp_path)
    (tmp_path / file).unlink()
    if text is not None:
        (tmp_path / file).write_text(text)
    with pytest.raises(UsageError) as caught:
        project.load(tmp_path)

    assert words in f"{caught.value.what} {caught.value.why}"


def test_a_project_without_a_notebook_can_climb_too(tmp_path: Path) -> None:
    """It has nothing to be compared with."""
    tiny.write(tmp_path)
    (tmp_path / ".promote" / "parity.json").unlink()
    (tmp_path / ".copier-answers.yml").write_text("package_name: tiny\nnotebook: ''\n")

    assert project.load(tmp_path).notebook == ""


def test_a_report_tells_the_versions_and_what_failed_beside() -> None:
    """After the rungs: what newer versions failed with, what there is now, and what stopped nothing."""
    report = Report(
        project="p",
        rungs=(),
        versions=Found(
            environment="before pandas 3",
            requirements=("pandas<3", "scikit-learn<1.8"),
            newer=(Tried(environment="newest", problem="cell 3: KeyError: 0"),),
            left_out=("fbprophet",),
        ),
        beside=(Beside(cell=5, problem="NameError: x"),),
    )

    assert report.to_text().splitlines() == [
        "versions    newest: cell 3: KeyError: 0",
        "versions    before pandas 3: pandas<3, scikit-learn<1.8",
        "versions    not to be had together with these: fbprophet",
        "beside      cell 5 fails, and no prediction depends on it: NameError: x",
    ]
    document = json.loads(report.to_json())
    assert document["versions"]["newer"] == [{"environment": "newest", "problem": "cell 3: KeyError: 0"}]
    assert document["beside"] == [{"cell": 5, "problem": "NameError: x"}]


def test_versions_that_are_the_newest_need_no_words() -> None:
    """Nothing failed, so there is nothing to tell."""
    assert not Report(project="p", rungs=(), versions=Found(environment="newest", requirements=("pandas",))).to_text()
