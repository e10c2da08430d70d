"""Homes of templates with releases, and projects that were promoted from them, for tests of what overlays do."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from promote.cli import run
from tests.template import rendering

ROOT = rendering.ROOT
EXAMPLE = ROOT / "examples" / "overlay"
NOTEBOOK = ROOT / "examples" / "churn" / "churn.ipynb"


def git(folder: Path, *words: str) -> str:
    """Run git in a folder."""
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


@dataclass(frozen=True, slots=True)
class Home:
    """The repository of a template."""

    folder: Path

    def replace(self, name: str, old: str, new: str) -> "Home":
        """Change a text in the one file that the pattern finds."""
        (path,) = self.folder.glob(name)
        text = path.read_text()
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1))
        return self

    def append(self, name: str, text: str) -> "Home":
        """Add to the one file that the pattern finds."""
        (path,) = self.folder.glob(name)
        path.write_text(path.read_text() + text)
        return self

    def write(self, name: str, text: str) -> "Home":
        """Write one more file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return self

    def release(self, tag: str) -> str:
        """Commit everything, tag it, and name it as a source."""
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", tag)
        git(self.folder, "tag", "--annotate", tag, "--message", tag)
        return f"{self.folder}@{tag}"


def base_home(folder: Path) -> Home:
    """A home of our own template, with nothing released."""
    folder.mkdir()
    rendering.export(folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return Home(folder)


def overlay_home(folder: Path) -> Home:
    """A home of the example overlay, likewise."""
    shutil.copytree(EXAMPLE, folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return Home(folder)


@dataclass(frozen=True, slots=True)
class Project:
    """A promoted project, in a repository of its own."""

    folder: Path

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return (self.folder / name).read_text()

    def answers(self, layer: str = "") -> dict[str, object]:
        """Return what Copier recorded of a layer."""
        found: dict[str, object] = yaml.safe_load(self.read(f".copier-answers{'.' if layer else ''}{layer}.yml"))
        return found

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.folder / name).exists()

    def status(self) -> list[str]:
        """What is not committed, as git says it in short."""
        return git(self.folder, "status", "--porcelain").splitlines()

    def commit(self, message: str = "Go on") -> None:
        """Commit everything."""
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--message", message)

    def edit(self, name: str, text: str) -> None:
        """Put a text in front of a file, and commit that."""
        path = self.folder / name
        path.write_text(text + path.read_text())
        self.commit(f"Edit {name}")


def promoted(folder: Path, base: str, *overlays: str) -> Project:
    """Promote the example notebook."""
    options = [word for overlay in overlays for word in ("--overlay", overlay)]
    code = run([str(NOTEBOOK), str(folder), "--defaults", "--quiet", "--template", base, *options])
    assert code == 0, f"promote ended with {code}"
    return Project(folder)


def moved(original: Path, folder: Path) -> Project:
    """Copy a project that was promoted from homes beside it, as if it came from those beside its copy."""
    shutil.copytree(original, folder)
    for path in folder.glob(".copier-answers*.yml"):
        path.write_text(path.read_text().replace(f"_src_path: {original.parent}/", f"_src_path: {folder.parent}/"))
    project = Project(folder)
    project.commit("Point to the homes of the test")
    return project
