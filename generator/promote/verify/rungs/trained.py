"""Rung 3: the notebook's own training code runs in the project, and writes an artefact."""

from promote.model.answers import Archetype
from promote.verify import testimony
from promote.verify.report import Cause
from promote.verify.workshop import RungFailed, RungNotReached, Workshop

_WORDS = 200


def check(bench: Workshop) -> str:
    """Train, or run the job, on the data that the project holds."""
    bench.need_data()
    is_job = bench.project.archetype is Archetype.JOB
    module = f"{bench.project.package}.{'job' if is_job else 'train'}"
    what = f"`python -m {module}`"
    environment = bench.environment()
    if bench.unfetched:
        raise RungNotReached(bench.unfetched, cause=Cause.DATA)
    done = environment.run("python", "-m", module)
    if not done.ok and not done.timed_out:
        _ask_the_notebook(bench, f"{what}: {done.last_words}", done.stderr)
    bench.check(done, what)
    said = " ".join(_own(done.stdout).split())
    if not said and not is_job:
        raise RungFailed(f"{what} printed no scores")
    return said if len(said) <= _WORDS else f"{said[:_WORDS]}…"


def _ask_the_notebook(bench: Workshop, evidence: str, details: str) -> None:
    """Fail with what the notebook says, if it does not come as far either: then it is the notebook's own fault."""
    fault = testimony.fault(bench)
    if fault is not None and (bench.project.archetype is not Archetype.JOB or fault.name in evidence):
        said = f"{evidence}; the notebook fails in cell {fault.cell}: {fault} too"
        raise RungFailed(said, details, cause=Cause.NOTEBOOK)


def _own(output: str) -> str:
    """What the project says at the end, behind what the notebook's own code printed on the way."""
    start = output.rfind("\nsaved ")
    return output[start + 1 :]
