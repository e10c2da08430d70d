"""A promoted project lives on with stock Copier: no trust, and promote not installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.template import rendering
from tests.template.rendering import Project, stock
from tests.template.variants import read_rows

pytestmark = pytest.mark.slow

OURS = "# The team wrote this line.\n"
THEIRS = "\n<!-- A later version of the template wrote this line. -->\n"


def git(folder: Path, *words: str) -> str:
    """Run git in a folder."""
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def release(home: Path, tag: str) -> None:
    """Commit everything and tag it, as a release of the template does."""
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message", tag)
    git(home, "tag", "--annotate", tag, "--message", tag)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A repository of the template with one release."""
    folder = tmp_path / "home"
    folder.mkdir()
    rendering.export(folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    release(folder, "v0.1.0")
    return folder


@pytest.fixture
def promoted(home: Path, tmp_path: Path) -> Project:
    """The example notebook, promoted, as if it had been rendered from the release in `home`."""
    rows = read_rows()
    project = rendering.render("default", rows["default"], home, tmp_path / "project")
    path = project.folder / ".copier-answers.yml"
    recorded = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump(recorded | {"_src_path": str(home), "_commit": "v0.1.0"}))
    if not (project.folder / ".git").exists():
        git(project.folder, "init", "--quiet", "--initial-branch=main")
    git(project.folder, "add", "--all")
    git(project.folder, "commit", "--quiet", "--message", "Point to the test's own home")
    return project


def copier_update(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `copier update` in a process that cannot see promote."""
    isolated = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    program = (
        "import sys; sys.modules['promote'] = None\n"
        "from copier._cli import CopierApp\n"
        "CopierApp.run(['copier', 'update', '--defaults'], exit=True)"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=folder, env=isolated, capture_output=True, text=True, check=False
    )


def derived_file(project: Project) -> Path:
    """A file that was written from the notebook."""
    return next(project.folder.glob("src/*/features.py"))


def test_an_update_keeps_the_edits_of_the_team(home: Path, promoted: Project) -> None:
    """In a file of the template that changed, and in a derived file that the template knows nothing of."""
    owned = promoted.folder / "Makefile"
    owned.write_text(OURS + owned.read_text())
    derived = derived_file(promoted)
    derived.write_text(derived.read_text() + OURS)
    before = derived.read_text()
    git(promoted.folder, "commit", "--quiet", "--all", "--message", "Edit")

    source = next((home / "template").glob("*is_service*README.md*"))
    source.write_text(source.read_text() + THEIRS)
    makefile = next((home / "template").glob("*is_service*Makefile*"))
    makefile.write_text(makefile.read_text() + "\n# A later version of the template wrote this line.\n")
    release(home, "v0.2.0")

    done = copier_update(promoted.folder)

    assert done.returncode == 0, done.stdout + done.stderr
    assert owned.read_text().startswith(OURS)
    assert "A later version of the template" in owned.read_text()
    assert (promoted.folder / "README.md").read_text().endswith(THEIRS)
    assert derived.read_text() == before
    assert promoted.answers["_commit"] == "v0.2.0"
    assert not list(promoted.folder.rglob("*.rej"))


def test_an_update_without_changes_changes_nothing_but_the_version(home: Path, promoted: Project) -> None:
    """No derived file is touched, and no answer is lost."""
    before = {name: value for name, value in promoted.answers.items() if not name.startswith("_commit")}
    (home / "NOTES.md").write_text("Outside the template.\n")
    release(home, "v0.2.0")

    done = copier_update(promoted.folder)
    changed = git(promoted.folder, "status", "--porcelain").split()

    assert done.returncode == 0, done.stdout + done.stderr
    assert changed == ["M", ".copier-answers.yml"]
    assert {name: value for name, value in promoted.answers.items() if not name.startswith("_commit")} == before


def test_a_new_version_of_the_derived_files_is_never_shipped(home: Path, promoted: Project) -> None:
    """The template's own example may change in every way; a promoted project does not hear of it."""
    for path in (home / "template").glob("src/*/features.py*"):
        path.write_text(path.read_text() + OURS)
    release(home, "v0.2.0")
    before = derived_file(promoted).read_text()

    done = copier_update(promoted.folder)

    assert done.returncode == 0, done.stdout + done.stderr
    assert derived_file(promoted).read_text() == before


def test_an_example_project_is_updated_like_any_other(home: Path, tmp_path: Path) -> None:
    """Without a notebook everything belongs to the template, and edits are merged."""
    folder = tmp_path / "example"
    stock(home, folder, {"project_name": "Parcel Times"})
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Render")
    features = next(folder.glob("src/*/features.py"))
    features.write_text(features.read_text() + OURS)
    git(folder, "commit", "--quiet", "--all", "--message", "Edit")
    source = next((home / "template").glob("src/*/features.py*"))
    source.write_text(OURS.replace("team", "template") + source.read_text())
    release(home, "v0.2.0")

    done = copier_update(folder)

    assert done.returncode == 0, done.stdout + done.stderr
    assert features.read_text().startswith(OURS.replace("team", "template"))
    assert features.read_text().endswith(OURS)


def test_the_template_is_found_by_its_tag(home: Path, tmp_path: Path) -> None:
    """Stock `copier copy` of a release renders the example and records the tag."""
    folder = tmp_path / "example"
    stock(home, folder, {})

    assert yaml.safe_load((folder / ".copier-answers.yml").read_text())["_commit"] == "v0.1.0"
    shutil.rmtree(folder)
