"""No edit is lost: whatever a team does, after an update it is in the tree, or in a conflict that was reported.

The same edits go through stock `copier update`. What that loses is known, and listed in the guide for teams.
"""

import itertools
import subprocess
import sys
from pathlib import Path

import copier
import pytest
import yaml

from promote.cli import run
from tests.template.rendering import NOTEBOOKS, choices
from tests.template.variants import read_rows
from tests.update.conftest import Made, committed, copied
from tests.update.edits import ANYWHERE, EDITS, Edit
from tests.update.releases import NEWS, TAGS, git

ROWS = read_rows()
PAIRS = tuple(itertools.combinations(TAGS, 2))
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "keep-up-to-date.md"

pytestmark = pytest.mark.slow


def found(project: Path, line: str) -> bool:
    """Whether a line is in any file of a project."""
    files = (path for path in project.rglob("*") if path.is_file() and ".git" not in path.parts)
    return any(line.encode() in path.read_bytes() for path in files)


def unmerged(project: Path) -> set[str]:
    """Files that git knows to be in conflict."""
    return {line.split("\t")[1] for line in git(project, "ls-files", "--unmerged").splitlines()}


def marked(project: Path) -> set[str]:
    """Files with conflict markers in them."""
    done = subprocess.run(
        ["git", "grep", "-l", "-I", "-E", "^(<<<<<<<|>>>>>>>) "],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    return set(done.stdout.split())


def lost(project: Path, edit: Edit, reported: set[str]) -> list[str]:
    """What of an edit is neither in the tree nor in a conflict."""
    lines = [mark for mark in edit.marks if not found(project, mark)]
    return lines + [path for path in edit.gone if (project / path).exists() and path not in reported]


@pytest.mark.parametrize("edit", EDITS, ids=[edit.name.replace(" ", "-") for edit in EDITS])
@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_no_edit_is_lost(
    promoted: Made, tmp_path: Path, old: str, new: str, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the exit code tells the truth."""
    project = copied(promoted(old), tmp_path / "churn")
    edit.apply(project)
    committed(project)
    code = run(["update", str(project), "--ref", new])
    said = capsys.readouterr().err
    conflicts = unmerged(project)

    assert lost(project, edit, conflicts) == []
    assert code == (1 if conflicts else 0), said
    assert all(path in said for path in conflicts)
    assert marked(project) <= conflicts
    assert conflicts or found(project, NEWS[new]) or any(path in edit.gone for path in ("docs/runbook.md",))


def stock_update(project: Path, tag: str) -> int:
    """Bring a project up to date with Copier alone, as somebody does who does not have promote."""
    command = [sys.executable, "-m", "copier", "update", "--defaults", "--quiet", "--vcs-ref", tag]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False).returncode


@pytest.mark.parametrize("edit", EDITS, ids=[edit.name.replace(" ", "-") for edit in EDITS])
def test_what_stock_copier_loses_is_known(promoted: Made, tmp_path: Path, edit: Edit) -> None:
    """It needs no trust, leaves derived files alone, and loses what the guide for teams lists, and nothing else."""
    project = copied(promoted("v0.1.0"), tmp_path / "churn")
    edit.apply(project)
    committed(project)
    code = stock_update(project, "v1.0.0")
    is_listed = f"| {edit.name} |" in GUIDE.read_text()

    assert code == 0
    assert found(project, NEWS["v0.2.0"]) or marked(project)
    assert bool(lost(project, edit, unmerged(project))) == is_listed


@pytest.fixture(params=ROWS)
def variant(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Path:
    """A project of the first release, in one variant of the covering array."""
    row = ROWS[request.param]
    folder = tmp_path / "variant"
    if row["notebook"] == "promoted":
        answers = tmp_path / "answers.yml"
        answers.write_text(yaml.safe_dump(choices(row)))
        source = ["--template", f"{template}@v0.1.0", "--answers", str(answers)]
        assert run(["-q", "--defaults", *source, str(NOTEBOOKS[row["archetype"]]), str(folder)]) == 0
    else:
        data = choices(row) | {"archetype": row["archetype"]}
        copier.run_copy(str(template), folder, data=data, defaults=True, quiet=True, vcs_ref="v0.1.0")
        git(folder, "init", "--quiet")
    return folder


def test_every_variant_survives(variant: Path) -> None:
    """With edits that make sense in each of them, and by both ways."""
    ANYWHERE.apply(variant)
    committed(variant)
    by_copier = copied(variant, variant.with_name("by_copier"))

    assert run(["update", "-q", str(variant), "--ref", "v1.0.0"]) == 0
    assert stock_update(by_copier, "v1.0.0") == 0
    for project in (variant, by_copier):
        assert lost(project, ANYWHERE, set()) == []
        assert marked(project) == set()
        assert (project / "docs" / "support.md").is_file()
