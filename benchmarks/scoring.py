"""Whole files, scored by the command, and the model alone, which is given the same rows as one table of the right types.

The time that passes, and not that of the processor, because several processes share the work. What the command needs to
start is left out, as for the model: it is the difference between a long file and a short one.
"""

import shutil
import subprocess
import sys
import time
from functools import cached_property, partial
from pathlib import Path

import uv

from benchmarks.measure import Benchmark, command
from promote.environment.uv import surroundings

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).parent
NOTEBOOKS = {
    "churn": ROOT / "examples" / "churn" / "churn.ipynb",
    "mixed": HERE / "serving" / "notebooks" / "mixed.py",
}
FORMATS = ("csv", "parquet", "jsonl")
SHORT, LONG = 20_000, 220_000

FILES = """
import importlib, sys
from pathlib import Path
import pandas as pd

package, *sizes = sys.argv[1:]
contract = importlib.import_module(f"{package}.contract")
names = [field.alias or name for name, field in contract.PredictionInput.model_fields.items()]
sample = pd.read_csv(f"data/{package}.csv")[names]
for size in sizes:
    frame = sample.sample(int(size), replace=True, random_state=0)
    frame.to_csv(f"{size}.csv", index=False)
    frame.to_parquet(f"{size}.parquet", index=False)
    frame.to_json(f"{size}.jsonl", orient="records", lines=True)
"""
ALONE = """
import importlib, sys, time
from pathlib import Path
import pandas as pd

package, size = sys.argv[1:]
artefact = importlib.import_module(f"{package}.artefact")
model, manifest = artefact.load(Path("models"))
frame = pd.read_csv(f"data/{package}.csv")[list(model.dtypes)].astype(model.dtypes)

def ask(frame):
    if hasattr(model, "features"):
        frame = model.scaler.transform(model.features.transform(frame).drop(columns=manifest.target))
    return model.estimator.predict(frame), model.estimator.predict_proba(frame)

ask(frame)
frame = frame.sample(int(size), replace=True, random_state=0)
begun = time.perf_counter()
ask(frame)
print(time.perf_counter() - begun)
"""


class Project:
    """A notebook, promoted and trained, with files to score."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.source, self.folder = name, folder / "notebook", folder / "project"
        self.source.mkdir(parents=True)

    @cached_property
    def python(self) -> str:
        """Make the project, and return its interpreter."""
        notebook = Path(shutil.copy(NOTEBOOKS[self.name], self.source))
        table = notebook.with_suffix(".csv")
        if (made := NOTEBOOKS[self.name].with_suffix(".csv")).exists():
            shutil.copy(made, table)
        else:
            command([sys.executable, str(HERE / "serving" / "notebooks" / "table.py"), str(table)])
        options = ["--defaults", "--quiet", "--data", "capabilities=batch_scoring"]
        command([sys.executable, "-m", "promote", str(notebook), str(self.folder), *options])
        (self.folder / "data").mkdir(exist_ok=True)
        shutil.copy(table, self.folder / "data")
        command([uv.find_uv_bin(), "sync", "--quiet", "--compile-bytecode", f"--project={self.folder}"])
        python = str(self.folder / ".venv" / "bin" / "python")
        for words in (("-m", f"{self.name}.train"), ("-c", FILES, self.name, str(SHORT), str(LONG))):
            self.run(python, *words)
        return python

    def alone(self) -> float:
        """Seconds of the model for as many rows as a long file has more than a short one."""
        return float(self.run(self.python, "-c", ALONE, self.name, str(LONG - SHORT)))

    def scored(self, form: str) -> float:
        """Seconds of the command for these rows."""
        return self.seconds(f"{LONG}.{form}") - self.seconds(f"{SHORT}.{form}")

    def seconds(self, file: str) -> float:
        """Seconds of the command for a file, into one of the same format."""
        python = self.python
        begun = time.perf_counter()
        self.run(python, "-m", f"{self.name}.score", file, f"scored.{file}")
        return time.perf_counter() - begun

    def run(self, *words: str) -> str:
        """Run a command in the project, and return what it prints."""
        done = subprocess.run(words, cwd=self.folder, env=surroundings(), check=True, capture_output=True, text=True)
        return done.stdout


def scoring(folder: Path) -> tuple[Benchmark, ...]:
    """Compare each format with each model: half as many rows a second is the goal."""
    projects = [Project(name, folder / f"scored-{name}") for name in NOTEBOOKS]
    return tuple(
        Benchmark(
            title=f"score {LONG - SHORT:,} rows of {project.name}.{form} / the model alone",
            ours=partial(project.scored, form),
            reference=project.alone,
            budget=2.0,
            rounds=5,
        )
        for project in projects
        for form in FORMATS
    )
