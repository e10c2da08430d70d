"""Rung 3: the notebook's own training code runs in the project, and writes an artefact."""

from promote.model.answers import Archetype
from promote.verify.workshop import RungFailed, Workshop

_WORDS = 200


def check(bench: Workshop) -> str:
    """Train, or run the job, on the data that the project holds."""
    bench.need_data()
    is_job = bench.project.archetype is Archetype.JOB
    module = f"{bench.project.package}.{'job' if is_job else 'train'}"
    done = bench.check(bench.environment().run("python", "-m", module), f"`python -m {module}`")
    said = " ".join(done.stdout.split())
    if not said and not is_job:
        raise RungFailed(f"`python -m {module}` printed no scores")
    return said if len(said) <= _WORDS else f"{said[:_WORDS]}…"
