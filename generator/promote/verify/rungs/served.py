"""Rung 4: the service boots, is ready, and answers a real request. A job ran, and left what it writes."""

from promote.model.answers import Archetype
from promote.verify import service
from promote.verify.workshop import Workshop


def check(bench: Workshop) -> str:
    """Send the contract's own example to the running service."""
    if bench.project.archetype is Archetype.JOB:
        return f"a job has no service; `python -m {bench.project.package}.job` ran to its end"
    contract = service.contract(bench)
    with service.running(bench) as client:
        answer = service.predict(client, [contract.example])
    return f"ready, and the example gives {answer['predictions'][0]!r}"
