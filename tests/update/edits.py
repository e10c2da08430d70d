"""What teams do to their projects, each with the lines that must still be there after an update."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.update.releases import change, git

PACKAGE = "src/churn"


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that a team does. `marks` are lines of theirs; `gone` are paths that they removed."""

    name: str
    apply: Callable[[Path], None]
    marks: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def append(path: str, line: str) -> Callable[[Path], None]:
    """Add a line at the end of a file."""
    return lambda project: change(project / path, lambda text: f"{text}{line}\n")


def insert(path: str, before: str, line: str) -> Callable[[Path], None]:
    """Add a line before another one."""
    return lambda project: change(project / path, lambda text: text.replace(before, f"{line}\n{before}", 1))


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Change a part of a line."""
    return lambda project: change(project / path, lambda text: text.replace(old, new, 1))


def write(path: str, text: str) -> Callable[[Path], None]:
    """Add a file."""

    def apply(project: Path) -> None:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)

    return apply


def move(old: str, new: str) -> Callable[[Path], None]:
    """Move a file or a folder."""

    def apply(project: Path) -> None:
        (project / new).parent.mkdir(parents=True, exist_ok=True)
        git(project, "mv", old, new)

    return apply


def remove(path: str) -> Callable[[Path], None]:
    """Delete a file."""
    return lambda project: (project / path).unlink()


def each(*steps: Callable[[Path], None]) -> Callable[[Path], None]:
    """Do one thing after the other."""

    def apply(project: Path) -> None:
        for step in steps:
            step(project)

    return apply


def reformat(project: Path) -> None:
    """Let lines be longer, and format everything anew."""
    replace("pyproject.toml", "line-length = 100", "line-length = 140")(project)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", "."], cwd=project, check=True)


def picture(project: Path) -> None:
    """Add a file that is no text."""
    (project / "docs" / "ours.png").write_bytes(b"\x89PNG\x00\xff ours-bytes")


def add_dependency(project: Path) -> None:
    """Add a library as people do it."""
    command = [sys.executable, "-m", "uv", "add", "--quiet", "--frozen", "tenacity>=9"]
    subprocess.run(command, cwd=project, check=True)


EDITS = (
    Edit("a line beside one that the template adds", append("Makefile", "# ours: at the end"), ("# ours: at the end",)),
    Edit("the same line", replace("pyproject.toml", "mypy>=1", "mypy==1.19.1,>1"), ("mypy==1.19.1",)),
    Edit("a page renamed", each(move("docs/runbook.md", "docs/operations.md"), append("docs/operations.md", "ours: call Ann")),
         ("ours: call Ann",), ("docs/runbook.md",)),
    Edit("a module renamed", each(
        move(f"{PACKAGE}/service/routes.py", f"{PACKAGE}/service/endpoints.py"),
        append(f"{PACKAGE}/service/endpoints.py", "# ours: endpoints"),
        replace(f"{PACKAGE}/service/app.py", "routes", "endpoints"),
    ), ("# ours: endpoints",), (f"{PACKAGE}/service/routes.py",)),
    Edit("all code reformatted", reformat, ("line-length = 140",)),
    Edit("a file deleted", remove("compose.yaml"), (), ("compose.yaml",)),
    Edit("a file deleted that changes", remove("docs/runbook.md"), (), ("docs/runbook.md",)),
    Edit("a file edited that the template deletes", append("docs/model-card.md", "ours: reviewed by Bo"),
         ("ours: reviewed by Bo",)),
    Edit("a module edited that the template renames", append(f"{PACKAGE}/service/errors.py", "OURS = 1  # a constant of ours"),
         ("OURS = 1  # a constant of ours",)),
    Edit("a module edited inside that the template renames",
         insert(f"{PACKAGE}/service/errors.py", "def ", "LIMIT = 7  # ours\n\n"), ("LIMIT = 7  # ours",)),
    Edit("a dependency added", add_dependency, ("tenacity>=9",)),
    Edit("a derived module moved", each(
        move(f"{PACKAGE}/train.py", f"{PACKAGE}/training.py"), append(f"{PACKAGE}/training.py", "# ours: moved")),
        ("# ours: moved",), (f"{PACKAGE}/train.py",)),
    Edit("a derived function edited", insert(f"{PACKAGE}/features.py", '        df["gender"] = df', "        # ours: why"),
         ("        # ours: why",)),
    Edit("a derived test deleted", remove("tests/test_train.py"), (), ("tests/test_train.py",)),
    Edit("the report edited", append("PROMOTION.md", "ours: agreed with Cy"), ("ours: agreed with Cy",)),
    Edit("a module of their own", write(f"{PACKAGE}/ours.py", '"""Ours."""\n'), ('"""Ours."""',)),
    Edit("a file where the template adds one", write("docs/support.md", "# Ours\n\nAsk Di.\n"), ("Ask Di.",)),
    Edit("the README rewritten", write("README.md", "# Ours\n\nWritten anew by us.\n"), ("Written anew by us.",)),
    Edit("a line at the end", append(".gitignore", "/ours/"), ("/ours/",)),
    Edit("a setting", append(".env.example", "# OURS=1"), ("# OURS=1",)),
    Edit("the workflow", append(".github/workflows/ci.yml", "# ours: workflow"), ("# ours: workflow",)),
    Edit("a section of the README", insert("README.md", "\n## ", "\nours: a sentence"), ("ours: a sentence",)),
    Edit("a package renamed", each(
        move(f"{PACKAGE}/service", f"{PACKAGE}/web"), append(f"{PACKAGE}/web/errors.py", "# ours: web")),
        ("# ours: web",), (f"{PACKAGE}/service/app.py",)),
    Edit("a script made executable", each(
        write("ours.sh", "#!/bin/sh\necho ours\n"), lambda project: (project / "ours.sh").chmod(0o755)), ("echo ours",)),
    Edit("a picture", picture, ("ours-bytes",)),
    Edit("nothing", each()),
)  # fmt: skip

ANYWHERE = Edit(
    "a little of everything",
    each(
        append("Dockerfile", "# ours: the end"),
        append(".gitignore", "/ours/"),
        write("ours/notes.md", "ours: notes\n"),
        replace("pyproject.toml", "# yours: add below this line", '# yours: add below this line\n  "tenacity>=9",'),
        append("pyproject.toml", "# ours: settings"),
    ),
    ("# ours: the end", "/ours/", "ours: notes", "tenacity>=9", "# ours: settings"),
)
"""What makes sense in every variant."""
