"""The project's service, running for as long as a block lasts, and the contract that it keeps."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from promote.environment.processes import background
from promote.verify.access import access
from promote.verify.client import Answer, Client, free_port
from promote.verify.workshop import RungFailed, Workshop

READY, PREDICT = "/readyz", "/predict"
_DOOR = """\
import json
from {package} import contract

def plain(value):
    return value.item() if hasattr(value, "item") else str(value)

example = contract.EXAMPLE
if not example:
    # Only the trained model knows the fields.
    from {package} import artefact, settings

    model, _ = artefact.load(settings.Settings().model_dir, allow_pickle=True)
    example = {{name: value for name, value in model.typical.items() if name != {target!r}}}
schema = contract.PredictionInput.model_json_schema(by_alias=True)
print(json.dumps({{"example": example, "schema": schema}}, default=plain))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What the service takes: a real record, and the fields by their wire names."""

    example: dict[str, Any]
    fields: dict[str, dict[str, Any]]


def contract(bench: Workshop) -> Contract:
    """Ask the project for its contract, through the door that the service uses itself."""
    program = _DOOR.format(package=bench.project.package, target=bench.project.parity.target)
    done = bench.check(bench.environment().run("python", "-c", program), "the contract")
    document = json.loads(done.stdout.strip().splitlines()[-1])
    return Contract(example=document["example"], fields=document["schema"].get("properties", {}))


@contextmanager
def running(bench: Workshop) -> Iterator[Client]:
    """Start the service on a free port, and wait until it is ready."""
    port = free_port()
    prefix = bench.project.prefix
    environment = bench.environment()
    place = {f"{prefix}HOST": "127.0.0.1", f"{prefix}PORT": str(port)}
    command = environment.command("python", "-m", f"{bench.project.package}.service")
    with (
        access(bench) as (token, variables),
        background(command, folder=bench.scratch, environment={**environment.seen, **place, **variables}) as service,
    ):
        client = Client(url=f"http://127.0.0.1:{port}", bearer=token)
        answer = client.wait_until_ready(READY, lambda: not service.ended(), bench.timeout)
        if not answer.ok:
            said = service.said()
            if answer.status and not service.ended():
                raise RungFailed(f"the service is not ready: {_unready(answer)}", said)
            why = "the service ended" if service.ended() else f"the service was not ready in {bench.timeout:g} s"
            raise RungFailed(f"{why}: {_last_line(said)}", said)
        yield client


def predict(client: Client, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Ask for the predictions of some records. Fails the rung if they are refused or of another shape."""
    answer = client.post(PREDICT, {"instances": records})
    if not answer.ok:
        raise RungFailed(f"`{PREDICT}` refused: {answer.problem}")
    document: dict[str, Any] = answer.document if isinstance(answer.document, dict) else {}
    predictions = document.get("predictions")
    if not isinstance(predictions, list) or len(predictions) != len(records):
        raise RungFailed(f"`{PREDICT}` did not answer with {len(records)} predictions: {answer.problem}")
    return document


def _unready(answer: Answer) -> str:
    """Say what keeps a service from being ready, in its own words."""
    document = answer.document if isinstance(answer.document, dict) else {}
    checks = document.get("checks")
    failed = [str(each) for each in checks.values() if each != "ok"] if isinstance(checks, dict) else []
    return "; ".join(failed) or f"{READY} answers {answer.status}"


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else "it said nothing"
