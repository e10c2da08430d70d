"""What an instrumented notebook calls: keep the records, and write down what it predicts for them."""

# ruff: noqa: ANN401 - what passes here belongs to the notebook, and may be of any type

import json
import os
from collections.abc import Callable
from typing import Any

from promote.verify.witness import memory, watching
from promote.verify.witness.memory import Rows
from promote.verify.witness.spelling import evenly, plain, records, scalar
from promote.verify.witness.tracing import LINEAGE, Untraceable, trace

LIMIT = 2000
"""Rows written down at most, evenly chosen."""
HORIZON = 1000
"""Steps of a forecast written down at most: as many as a service takes in any case."""


def begin(output: str) -> None:
    """Start to watch. Called before the notebook imports anything."""
    os.environ["MPLBACKEND"] = "Agg"
    memory.state.output = output
    _stay()
    watching.watch()


def _stay() -> None:
    """Let `exit()` and `quit()` end their cell at most, and not the kernel."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        shell.ask_exit = lambda: None


def keep(frame: Callable[[], Any], *, in_order: bool = False) -> None:
    """Keep the records as they are at the cut. With `in_order`, all of them go to the prediction in their order, or are split."""
    if memory.state.is_held:
        return
    try:
        found = frame()
        kept = found.copy()
        getattr(kept, "attrs", {}).pop(LINEAGE, None)
        memory.state.records_are(kept, found.index, in_order=in_order)
    except Exception as error:  # noqa: BLE001 - a notebook goes on whatever happens here
        _write({"problem": f"the records cannot be kept: {error!r}"})


def hold() -> None:
    """Hold on to the records that a function of the notebook had when it was called last."""
    memory.state.is_held = True


def testify(
    model: Callable[[], Any],
    inputs: Callable[[], Any],
    answer: Callable[[], Any] = lambda: None,  # noqa: PT028 - nothing that pytest runs
    classes: Callable[[], Any] = lambda: None,  # noqa: PT028
) -> None:
    """Write down the records and predictions of the model's inputs: `answer` says them where the model alone does not."""
    try:
        if memory.state.frame is None:
            _write({"problem": "the records were never read"})
            return
        _write(_testimony(model(), inputs(), answer(), classes()))
    except Untraceable as error:
        _write({"problem": str(error)})
    except Exception as error:  # noqa: BLE001
        _write({"problem": f"the notebook's prediction failed: {error!r}"})


def foresee(forecast: Callable[[], Any]) -> None:
    """Write down how a series goes on. What the service is asked for is only how far."""
    try:
        values = forecast()
        named = list(values.items()) if hasattr(values, "items") else list(enumerate(plain(values)))
        points = [{"at": str(at).removesuffix(" 00:00:00"), "value": scalar(value)} for at, value in named[:HORIZON]]
        answers = {"records": [{"steps": len(points)}], "predictions": [points]}
        _write({"problem": "", "rows": 1, **answers, "probabilities": None, "classes": None})
    except Exception as error:  # noqa: BLE001
        _write({"problem": f"the notebook's forecast failed: {error!r}"})


def _testimony(model: Any, inputs: Any, answer: Any, classes: Any) -> dict[str, Any]:
    traced = trace(inputs)
    predictions = plain(model.predict(inputs) if answer is None else answer)
    if len(predictions) != len(traced[0].labels):
        raise Untraceable(f"{len(traced[0].labels)} rows gave {len(predictions)} predictions")
    probabilities = _probabilities(model, inputs)
    said = _classes(model, classes) if probabilities else None
    first, *others = ({**_paired(each, predictions, probabilities), "classes": said} for each in traced)
    return {"problem": "", **first, "others": others}


def _paired(rows: Rows, predictions: list[Any], probabilities: list[Any] | None) -> dict[str, Any]:
    """Put records beside what was predicted for them, without the rows that are none of the records."""
    known = [row for row, label in enumerate(rows.labels) if label is not None]
    chosen = [known[each] for each in evenly(len(known), LIMIT)]
    return {
        "rows": len(known),
        "strays": len(rows.labels) - len(known),
        "is_sure": rows.is_sure,
        "records": records(memory.state.frame, [memory.state.known[rows.labels[each]] for each in chosen]),
        "predictions": [predictions[each] for each in chosen],
        "probabilities": [probabilities[each] for each in chosen] if probabilities else None,
    }


def _classes(model: Any, told: Any) -> list[Any] | None:
    labels = getattr(model, "classes_", None) if told is None else told
    return None if labels is None else plain(labels)


def _probabilities(model: Any, inputs: Any) -> list[Any] | None:
    try:
        return plain(model.predict_proba(inputs))
    except Exception:  # noqa: BLE001 - many models have none, or only say so when asked
        return None


def _write(testimony: dict[str, Any]) -> None:
    with open(memory.state.output, "w", encoding="utf-8") as file:  # noqa: PTH123 - the kernel's own Python may be older
        json.dump(testimony, file)
