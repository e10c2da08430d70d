"""From a notebook to a project on disk, around a compiler made by hand."""

import dataclasses
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from promote import workflow
from promote.console import Console
from promote.errors import DestinationError, NotebookError, PromoteError, TemplateError, UsageError
from promote.model.promotion import DataCopy, Promotion
from promote.model.source import Source
from promote.workflow import Request
from tests.workflow import fakes

New = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a notebook, its data and a small template, where a person stands."""
    fakes.write_notebook(tmp_path)
    fakes.write_template(tmp_path / ".template")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def new(folder: Path) -> New:
    """Promote the notebook, and return the default destination."""

    def promote(compiler: Callable[[Source], Promotion] = fakes.promotion, **options: object) -> Path:
        defaults: dict[str, object] = {"notebook": Path("churn.ipynb"), "template": ".template"}
        request = Request(**(defaults | options))  # type: ignore[arg-type]
        workflow.new(request, compiler, Console())
        return folder / "customer-churn"

    return promote


def git(project: Path, *arguments: str) -> str:
    """Ask git about a project."""
    return subprocess.run(["git", *arguments], cwd=project, capture_output=True, text=True, check=True).stdout.strip()


def test_a_project_holds_everything(new: New) -> None:
    """Template, derived files, pristine copies of these, anchors, data and notebook, in one commit."""
    project = new()

    assert git(project, "ls-files").splitlines() == [
        ".copier-answers.yml",
        ".promote/base/PROMOTION.md.txt",
        ".promote/base/notebooks/churn.ipynb.txt",
        ".promote/base/src/customer_churn/predict.py.txt",
        ".promote/parity.json",
        "PROMOTION.md",
        "README.md",
        "data/churn.csv",
        "notebooks/churn.ipynb",
        "pyproject.toml",
        "src/customer_churn/predict.py",
    ]
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "log", "--format=%s") == "Promote churn.ipynb"


def test_derived_code_is_in_the_projects_own_style(new: New) -> None:
    """Formatted, without unused imports, and with a word for what cannot be mended. The base is the same."""
    project = new()
    code = (project / "src/customer_churn/predict.py").read_text()

    assert code == (
        "import json  # noqa: D100\n\n\ndef predict(x):  # noqa: ANN001, ANN201\n"
        '    """Predict."""\n    return json.dumps(x)\n'
    )
    assert (project / ".promote/base/src/customer_churn/predict.py.txt").read_text() == code


def test_code_that_ruff_cannot_read_is_no_project(new: New, folder: Path) -> None:
    """It would be a mistake of the compiler, and nothing is written."""

    def broken(source: Source) -> Promotion:
        return dataclasses.replace(fakes.promotion(source), files={"src/a.py": "def ("})

    with pytest.raises(PromoteError, match="ruff"):
        new(broken)

    assert not (folder / "customer-churn").exists()


def test_the_end_says_what_to_do(new: New, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings, then three commands. All of it is talk."""
    new()
    out, err = capsys.readouterr()

    assert out == ""
    assert err.startswith("warning[PN101] cell 2, line 1: the cell holds a secret\n")
    assert err.endswith("Next:\n  cd customer-churn\n  make setup\n  promote verify\n")


def test_a_dry_run_shows_everything_and_writes_nothing(
    new: New, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan and the tree are its result."""
    before = sorted(folder.rglob("*"))
    new(dry_run=True)
    out = capsys.readouterr().out

    assert sorted(folder.rglob("*")) == before
    assert out.startswith("churn.ipynb: 2 cells, archetype `predict`, package `customer_churn`\n")
    assert "customer-churn/\n  .promote/\n    base/\n" in out
    assert "    customer_churn/\n      predict.py\n" in out


def test_answers_reach_the_template(new: New) -> None:
    """With the facts of the notebook."""
    project = new(given={"ci": "gitlab"})

    assert (project / "README.md").read_text() == "# Customer churn on gitlab\n"


def test_a_destination_inside_a_repository_is_not_committed(
    new: New, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That repository is the team's, and a commit is theirs to make."""
    git(folder, "init", "--quiet")
    project = new(destination=Path("services/churn")).parent / "services" / "churn"

    assert (project / "README.md").exists()
    assert not (project / ".git").exists()
    assert "nothing was committed" in capsys.readouterr().err


def test_without_git_there_is_a_project_all_the_same(
    new: New, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a word about the repository."""
    monkeypatch.setenv("PATH", str(folder))
    project = new()

    assert (project / "README.md").exists()
    assert "git is not installed" in capsys.readouterr().err


def test_data_that_is_not_there_is_a_note(new: New, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The service can be made without it."""
    (folder / "churn.csv").unlink()
    project = new()

    assert not (project / "data").exists()
    assert "warning: `churn.csv` was not copied: it is not there" in capsys.readouterr().err


def test_large_data_stays_where_it_is(new: New, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A hole of 201 MB costs the test nothing."""
    with (folder / "churn.csv").open("wb") as file:
        file.truncate(201 * 2**20)
    project = new()

    assert not (project / "data").exists()
    assert "it is larger than 200 MB" in capsys.readouterr().err


def test_data_cannot_leave_the_project(new: New, folder: Path) -> None:
    """Whatever the compiler says."""

    def escaping(source: Source) -> Promotion:
        data = (DataCopy(source="churn.csv", destination="../stolen.csv"),)
        return dataclasses.replace(fakes.promotion(source), data=data)

    with pytest.raises(ValueError, match="not a path inside"):
        new(escaping)

    assert not list(folder.rglob("stolen.csv"))


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"notebook": Path("missing.ipynb")}, NotebookError),
        ({"destination": Path("churn.ipynb")}, DestinationError),
        ({"destination": Path()}, DestinationError),
        ({"given": {"cloud": "x"}}, UsageError),
        ({"given": {"ci": "jenkins"}}, UsageError),
        ({"template": "no-such-template"}, TemplateError),
    ],
)
def test_a_run_that_cannot_go_on_leaves_the_disk_alone(
    options: dict[str, object], kind: type[PromoteError], new: New, folder: Path
) -> None:
    """Every expected failure."""
    before = sorted(folder.rglob("*"))
    with pytest.raises(kind):
        new(**options)

    assert sorted(folder.rglob("*")) == before


def test_a_template_that_renders_a_derived_file_is_refused(new: New, folder: Path) -> None:
    """A path has one owner."""
    (folder / ".template" / "template" / "PROMOTION.md").write_text("mine")
    with pytest.raises(TemplateError, match=r"renders `PROMOTION.md`"):
        new()


def test_a_folder_beside_is_not_touched_by_a_relative_destination(new: New, folder: Path) -> None:
    """Deep destinations are made, and shown as they were meant."""
    new(destination=Path("a/b/c"))

    assert (folder / "a/b/c/README.md").exists()
    assert sorted(path.name for path in folder.iterdir()) == [".template", "a", "churn.csv", "churn.ipynb"]


def test_answers_are_merged() -> None:
    """The command line wins over the file."""
    assert workflow.parse_given(("a=1", "b=x=y", "c="), None) == {"a": "1", "b": "x=y", "c": ""}
    for pair in ("a", "=1"):
        with pytest.raises(UsageError, match="is not an answer"):
            workflow.parse_given((pair,), None)
