"""Rung 4: the service boots, is ready, and answers a real request. A job ran, and left what it writes."""

from promote import disk
from promote.model.answers import Archetype
from promote.verify import service
from promote.verify.workshop import LOCK, Workshop

_SHOWN = 5
_WORDS = 200


def check(bench: Workshop) -> str:
    """Send the contract's own example to the running service."""
    if bench.project.archetype is Archetype.JOB:
        return _ran(bench)
    contract = service.contract(bench)
    with service.running(bench) as client:
        answer = service.predict(client, [contract.example])
    given = repr(answer["predictions"][0])
    return f"ready, and the example gives {given if len(given) <= _WORDS else f'{given[:_WORDS]}…'}"


def _ran(bench: Workshop) -> str:
    """Say what the job left behind: the rung below ran it."""
    before = {*disk.listing(bench.project.folder), LOCK}
    written = [name for name in disk.listing(bench.scratch) if name not in before]
    left = f"it wrote {', '.join(f'`{name}`' for name in written[:_SHOWN])}" if written else "it wrote no file"
    return f"a job has no service; `python -m {bench.project.package}.job` ran to its end, and {left}"
