"""What is compared: how each is started, what it is asked, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Kinds = Mapping[str, str]
"""What each field holds: `float`, `int` or `str`."""
Answer = list[float]
"""The probability of each class."""

PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A way to serve a model."""

    name: str
    command: tuple[str, ...]
    path: str
    body: Callable[[Record, Kinds], object]
    """A record, as a request spells it."""
    answer: Callable[[Any], Answer]
    """The answer in the JSON of a response."""
    batches: bool = False
    """Whether requests that come at once are answered by one call."""


def _script(name: str) -> tuple[str, ...]:
    return ("uv", "run", "--quiet", "--script", str(PEERS / f"{name}.py"))


OURS = Candidate(
    name="promote",
    command=(".venv/bin/python", "-m", "PACKAGE.service"),
    path="/predict",
    body=lambda record, _: {"instances": [record]},
    answer=lambda response: list(response["probabilities"][0].values()),
    batches=True,
)
EMPTY = Candidate(
    name="an empty application",
    command=(".venv/bin/python", str(PEERS / "empty.py")),
    path="/predict",
    body=OURS.body,
    answer=OURS.answer,
)
"""What FastAPI and uvicorn take for themselves."""

DATATYPES = {"float": "FP64", "int": "INT64", "str": "BYTES"}


def _inference_request(record: Record, kinds: Kinds) -> object:
    """Spell a record in the Open Inference Protocol: a tensor for each column."""
    inputs = [
        {"name": name, "shape": [1, 1], "datatype": DATATYPES[kinds[name]], "data": [value]}
        for name, value in record.items()
    ]
    return {"parameters": {"content_type": "pd"}, "inputs": inputs, "outputs": [{"name": "predict_proba"}]}


OTHERS = (
    Candidate(
        name="FastAPI, as in tutorials",
        command=_script("fastapi_tutorial"),
        path="/predict",
        body=lambda record, _: record,
        answer=lambda response: response,
    ),
    Candidate(
        name="LitServe",
        command=_script("litserve_batching"),
        path="/predict",
        body=lambda record, _: record,
        answer=lambda response: response,
        batches=True,
    ),
    Candidate(
        name="MLServer",
        command=_script("mlserver_batching"),
        path="/v2/models/model/infer",
        body=_inference_request,
        answer=lambda response: response["outputs"][0]["data"],
        batches=True,
    ),
    Candidate(
        name="BentoML",
        command=_script("bentoml_batching"),
        path="/predict",
        body=lambda record, _: {"records": [record]},
        answer=lambda response: response[0],
        batches=True,
    ),
    Candidate(
        name="MLflow",
        command=_script("mlflow_serving"),
        path="/invocations",
        body=lambda record, _: {"dataframe_records": [record]},
        answer=lambda response: response["predictions"][0],
    ),
)
