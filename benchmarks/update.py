"""A newer template in a project, by promote and by Copier alone: the same change, merged with renames or as a patch."""

import itertools
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import Benchmark, command

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "examples" / "churn" / "churn.ipynb"
PYTHON = sys.executable
IDENTITY = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost")


def update(folder: Path) -> Benchmark:
    """What it takes to bring a project from one release of its template to the next."""
    template = folder / "released-template"
    shutil.copytree(ROOT / "template", template / "template", symlinks=True)
    shutil.copyfile(ROOT / "copier.yml", template / "copier.yml")
    _git(template, "init", "--quiet")
    _release(template, "v0.1.0")
    readme = template / "template" / "{% if is_service %}README.md{% endif %}.jinja"
    readme.write_text(readme.read_text() + "\nOne more line.\n")
    _release(template, "v0.2.0")

    project = folder / "released-project"
    source = ["--template", f"{template}@v0.1.0", "--defaults", "--quiet"]
    command([PYTHON, "-m", "promote", str(NOTEBOOK), str(project), *source])
    copies = (shutil.copytree(project, folder / f"updated-{number}", symlinks=True) for number in itertools.count())
    return Benchmark(
        title="promote update / copier update",
        ours=lambda: command([PYTHON, "-m", "promote", "update", "--quiet", str(next(copies))]),
        reference=lambda: command(
            [PYTHON, "-m", "copier", "update", "--quiet", "--defaults", str(next(copies))],
        ),
        budget=1.0,
        rounds=7,
    )


def _release(folder: Path, tag: str) -> None:
    _git(folder, "add", "--all", "--force")
    _git(folder, *IDENTITY, "commit", "--quiet", "--message", tag)
    _git(folder, *IDENTITY, "tag", "--annotate", "--message", tag, tag)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)
