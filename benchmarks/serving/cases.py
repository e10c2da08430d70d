"""What is served: notebooks, promoted and trained, and what is right for some records."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving.candidates import Answer, Candidate, Record
from benchmarks.serving.load import PORT

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PINNED = {"UV_EXCLUDE_NEWER": "2026-11-20T00:00:00Z", "UV_PYTHON": sys.executable}
"""All environments, ours and those of peers, have the packages of one day."""
PROCESSES = 2
"""That may ask the model at once: as many as there are processors, for everybody."""
NOTEBOOKS = {
    "mixed": HERE / "notebooks" / "mixed.py",
    "churn": ROOT / "examples" / "churn" / "churn.ipynb",
    "pipeline": ROOT / "tests" / "fidelity" / "notebooks" / "pipeline.py",
}
TABLES = {"pipeline": ROOT / "tests" / "fidelity" / "notebooks" / "records.csv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A project with a trained model, and what its peers take."""

    package: str
    project: Path
    folder: Path
    records: list[Record]
    answers: list[Answer]
    kinds: Mapping[str, str]

    def bodies(self, candidate: Candidate) -> list[bytes]:
        """Every record, as a request to a candidate spells it."""
        return [json.dumps(candidate.body(record, self.kinds)).encode() for record in self.records]

    def environment(self, folder: Path) -> dict[str, str]:
        """What a server is told."""
        prefix = self.package.upper()
        manifest = json.loads((self.project / "models" / "manifest.json").read_text())
        answer = json.loads((self.folder / "output.json").read_text())
        answer["model"] = {"name": manifest["name"], "version": manifest["version"]}
        return {
            f"{prefix}_ENVIRONMENT": "production",
            f"{prefix}_MODEL_DIR": str(self.project / "models"),
            f"{prefix}_MODEL_SHA256": manifest["sha256"],
            f"{prefix}_PORT": PORT,
            "ANSWER": json.dumps(answer),
            "FIELDS": "&".join(f"{name}={kind}" for name, kind in self.kinds.items()),
            "FOLDER": str(folder),
            "MODEL": str(self.folder / "model.joblib"),
            "PACKAGE": self.package,
            "PORT": PORT,
            "WEB_CONCURRENCY": str(PROCESSES),
            "PYTHONPATH": f"{self.project / 'src'}{os.pathsep}{HERE}",
            "SAMPLE": str(self.folder / "sample.pickle"),
            **PINNED,
        }

    def command(self, candidate: Candidate) -> list[str]:
        """How a candidate is started from any folder."""
        first, *rest = candidate.command
        program = str(self.project / first) if first.startswith(".venv") else first
        return [program, *(word.replace("PACKAGE", self.package) for word in rest)]


def prepare(name: str, place: Path) -> Case:
    """Promote a notebook, train its model, and keep what is right."""
    source, project, folder = place / "notebook", place / name, place / "kept"
    folder.mkdir(parents=True, exist_ok=True)
    notebook = NOTEBOOKS[name]
    if not (project / ".venv").exists():
        source.mkdir(exist_ok=True)
        shutil.copy(notebook, source)
        if notebook.with_suffix(".csv").exists() or name in TABLES:
            shutil.copy(TABLES.get(name, notebook.with_suffix(".csv")), source)
        else:
            _run([sys.executable, str(HERE / "notebooks" / "table.py"), str(source / f"{name}.csv")])
        _run([sys.executable, "-m", "promote", str(source / notebook.name), str(project), "--defaults"])
        for table in source.glob("*.csv"):
            shutil.copy(table, project / "data")
        _run(["uv", "sync", "--quiet", "--project", str(project)])
        _run([".venv/bin/python", "-m", f"{name}.train"], project)
        _run([".venv/bin/python", str(HERE / "whole.py"), name, str(project), str(folder)], project)
    kept = ("records", "answers", "kinds")
    records, answers, kinds = (json.loads((folder / f"{each}.json").read_text()) for each in kept)
    return Case(package=name, project=project, folder=folder, records=records, answers=answers, kinds=kinds)


def _run(command: list[str], folder: Path | None = None) -> None:
    words = [str(folder / command[0]) if folder and command[0].startswith(".venv") else command[0], *command[1:]]
    subprocess.run(words, cwd=folder, env={**os.environ, **PINNED}, check=True, stdout=sys.stderr)
