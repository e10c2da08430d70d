"""What the notebook itself predicts: run it with its witness, and read what the witness wrote down."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from promote import disk
from promote.environment.processes import Finished
from promote.model.answers import Archetype
from promote.model.notebook import Notebook
from promote.readers import READERS
from promote.verify.instrument import WITNESS, Setting, instrument, instrument_module
from promote.verify.report import Cause
from promote.verify.run import Failure, Run, Testimony
from promote.verify.workshop import RungFailed, RungNotReached, Workshop

_WITNESS = "promote.verify.witness"
_BESIDE = 0.1
"""The part of its time that one cell may take which the prediction does not need."""


def take(bench: Workshop) -> Testimony:
    """Return what the notebook's witness saw. The notebook is run once."""
    if bench.run is None:
        bench.run = run(bench)
    if bench.run.testimony is None:
        raise RungNotReached(bench.run.problem, cause=Cause.NOTEBOOK if bench.run.is_notebooks else Cause.PROJECT)
    return bench.run.testimony


def fault(bench: Workshop) -> Failure | None:
    """Return the failure that keeps the notebook from its prediction, or a job's from its end, if it is the notebook's own."""
    try:
        take(bench)
    except (RungNotReached, RungFailed):
        if bench.run is None or not bench.run.is_notebooks:
            return None
        is_job = bench.project.archetype is Archetype.JOB
        return next((each for each in bench.run.failures if each.name), None) if is_job else bench.run.obstacle
    return None


def run(bench: Workshop, *, on_sample: bool = False) -> Run:
    """Run the notebook of a project with its witness, on its own data or on the sample that the tests have of it."""
    folder = bench.scratch.parent / "witness"
    bench.need_data()
    disk.remove(folder)
    _prepare(bench, folder, on_sample=on_sample)
    done = _start(bench, folder)
    failures = _failures(done)
    try:
        (text,) = disk.read_files(folder, ("testimony.json",)).values()
    except FileNotFoundError:
        ran = done.ok or done.timed_out
        return Run(testimony=None, problem=_why_not(bench, done, failures), is_notebooks=ran, failures=failures)
    document = json.loads(text)
    problem = document.pop("problem")
    return Run(testimony=None if problem else Testimony.from_document(document), problem=problem, failures=failures)


def _prepare(bench: Workshop, folder: Path, *, on_sample: bool) -> None:
    parity = bench.project.parity
    setting = Setting(
        witness_folder=str(folder),
        output=str(folder / "testimony.json"),
        paths={each.literal: str(bench.scratch / (each.sample if on_sample else each.path)) for each in parity.inputs},
    )
    _put_where_named(bench, setting.paths)
    here = Path(__file__).parent
    disk.write_files(
        folder,
        {
            **{
                # In the notebook's environment there is no promote.
                f"{WITNESS}/{path.name}": path.read_text(encoding="utf-8").replace(_WITNESS, WITNESS)
                for path in (here / "witness").glob("*.py")
            },
            "kernel.py": (here / "kernel.py").read_text(encoding="utf-8"),
            "notebook.ipynb": instrument(_notebook(bench), parity, setting),
        },
    )
    home = (bench.scratch / bench.project.notebook).parent
    modules = {file: instrument_module(file, text, parity, setting) for file, text in _modules(bench).items()}
    disk.write_files(home, modules)


def _modules(bench: Workshop) -> dict[str, str]:
    """The modules that lie beside the notebook, as the project has them."""
    notebook = bench.project.folder / bench.project.notebook
    names = (name for name in disk.listing(notebook.parent) if name.endswith(".py") and name != notebook.name)
    return disk.read_files(notebook.parent, names)


def _put_where_named(bench: Workshop, paths: Mapping[str, str]) -> None:
    """Copy a file to where the notebook looks for it, if the notebook puts its name together and nothing can be replaced."""
    written = bench.scratch / bench.project.notebook
    text = "\n".join([written.read_text(encoding="utf-8-sig"), *_modules(bench).values()])
    for name, path in paths.items():
        target = written.parent / name
        if (
            PurePosixPath(name).name in text
            and name not in text
            and target.resolve().is_relative_to(bench.scratch.resolve())
        ):
            disk.copy_data(Path(path), target, limit=sys.maxsize)


def _notebook(bench: Workshop) -> Notebook:
    path = bench.scratch / bench.project.notebook
    return READERS[path.suffix](path.read_text(encoding="utf-8-sig"), path.name)


def _start(bench: Workshop, folder: Path) -> Finished:
    environment = bench.notebook_environment()
    jupyter = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    isolated = {**environment.variables, **jupyter, "IPYTHONDIR": str(folder / "ipython"), "MPLBACKEND": "Agg"}
    home = (bench.scratch / bench.project.notebook).parent
    runner = replace(environment, variables=isolated)
    seconds = str(bench.timeout * _BESIDE)
    return runner.run("python", str(folder / "kernel.py"), str(folder / "notebook.ipynb"), str(home), seconds)


def _failures(done: Finished) -> tuple[Failure, ...]:
    if not done.ok:
        return ()
    return tuple(Failure(**each) for each in json.loads(done.stdout.strip().splitlines()[-1]))


def _why_not(bench: Workshop, done: Finished, failures: tuple[Failure, ...]) -> str:
    """Say why the notebook did not come to its prediction: the first error of a cell that the prediction needs."""
    if done.timed_out:
        return f"the notebook ran longer than {bench.timeout:g} s"
    if not done.ok:
        return f"the notebook cannot be run: {done.last_words}"
    failure = next((each for each in failures if each.needed), None)
    if failure is not None:
        return f"the notebook fails in cell {failure.cell}: {failure}"
    return "the notebook did not come to its prediction"
