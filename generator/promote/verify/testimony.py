"""What the notebook itself predicts: run it with its witness, and read what the witness wrote down."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from promote import disk
from promote.environment.processes import Finished
from promote.model.notebook import CellKind, Notebook
from promote.readers import READERS
from promote.verify.instrument import WITNESS, Setting, instrument
from promote.verify.report import Cause
from promote.verify.workshop import RungNotReached, Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """Raw records, and what the notebook predicted for each. `rows` counts those that it predicted in all."""

    rows: int
    records: list[dict[str, Any]]
    predictions: list[Any]
    probabilities: list[list[float]] | None
    classes: list[Any] | None

    def probabilities_of(self, row: int) -> dict[str, float] | None:
        """Return the probability of each class, by the class's name."""
        if self.probabilities is None or self.classes is None:
            return None
        return {str(name): value for name, value in zip(self.classes, self.probabilities[row], strict=True)}


def take(bench: Workshop) -> Testimony:
    """Run the notebook of a project, and return what its witness saw."""
    folder = bench.scratch.parent / "witness"
    bench.need_data()
    _prepare(bench, folder)
    done = _run(bench, folder)
    try:
        (text,) = disk.read_files(folder, ("testimony.json",)).values()
    except FileNotFoundError:
        raise RungNotReached(_why_not(bench, done), cause=Cause.NOTEBOOK) from None
    document = json.loads(text)
    problem = document.pop("problem")
    if problem:
        raise RungNotReached(problem)
    return Testimony(**document)


def _prepare(bench: Workshop, folder: Path) -> None:
    parity = bench.project.parity
    assert parity.cut is not None and parity.predict is not None  # noqa: S101, PT018 - the rung looked before
    setting = Setting(
        witness_folder=str(folder),
        output=str(folder / "testimony.json"),
        paths={each.literal: str(bench.scratch / each.path) for each in parity.inputs},
    )
    here = Path(__file__).parent
    disk.write_files(
        folder,
        {
            f"{WITNESS}.py": (here / "witness.py").read_text(encoding="utf-8"),
            "kernel.py": (here / "kernel.py").read_text(encoding="utf-8"),
            "notebook.ipynb": instrument(_notebook(bench), parity.cut, parity.predict, setting),
        },
    )


def _notebook(bench: Workshop) -> Notebook:
    path = bench.scratch / bench.project.notebook
    return READERS[path.suffix](path.read_text(encoding="utf-8-sig"), path.name)


def _run(bench: Workshop, folder: Path) -> Finished:
    environment = bench.notebook_environment()
    jupyter = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    isolated = {**environment.variables, **jupyter, "IPYTHONDIR": str(folder / "ipython"), "MPLBACKEND": "Agg"}
    home = (bench.scratch / bench.project.notebook).parent
    runner = replace(environment, variables=isolated)
    done = runner.run("python", str(folder / "kernel.py"), str(folder / "notebook.ipynb"), str(home))
    if done.timed_out:
        raise RungNotReached(f"the notebook ran longer than {bench.timeout:g} s", cause=Cause.NOTEBOOK)
    return done


def _why_not(bench: Workshop, done: Finished) -> str:
    """Say why the notebook did not come to its prediction: the first error of a cell that the prediction needs."""
    if not done.ok:
        return f"the notebook cannot be run: {done.last_words}"
    errors = json.loads(done.stdout.strip().splitlines()[-1])
    needed = bench.project.parity.path_cells
    numbers = [cell.number for cell in _notebook(bench).cells if cell.kind is CellKind.CODE]
    for error in errors:
        cell = numbers[error["cell"] - 1] if error["cell"] else 0
        if cell in needed or not needed:
            return f"the notebook fails in cell {cell}: {error['name']}: {error['message']}".splitlines()[0]
    return "the notebook did not come to its prediction"
