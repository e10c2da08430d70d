"""The derived modules of a model that continues a series: nobody sends a record, only how far to look ahead."""

from string import Template

from promote.emitters.draft import Draft
from promote.model.files import Files

_CONTRACT = Template('''"""What a caller sends, and what comes back."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class PredictionInput(BaseModel):
    """How far to look ahead. A forecast begins where the training data ends."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    steps: int = Field(ge=1, le=$maximum, description="steps behind the end of the training data")


class Point(BaseModel):
    """One step of a forecast."""

    at: str
    """Its date, or its number where the series has no dates."""
    value: float


class PredictionOutput(BaseModel):
    """One forecast for each instance, in the same order."""

    predictions: list[list[Point]]


EXAMPLE: dict[str, Any] = {"steps": $steps}
"""$example"""
''')

_PREDICT = '''@dataclass(frozen=True)
class Model:
    """What training leaves behind: a fitted model, which knows where its series ends."""

    estimator: Any


def predict(model: Model, instances: Sequence[PredictionInput]) -> PredictionOutput:
    """Continue the series once, as far as anybody asks, and give each instance its part."""
    longest = max(instance.steps for instance in instances)
    forecast = pd.Series(model.estimator.forecast(longest))
    points = [
        # A day is written as a day.
        Point(at=str(at).removesuffix(" 00:00:00"), value=value)
        for at, value in forecast.items()
    ]
    return PredictionOutput(predictions=[points[: instance.steps] for instance in instances])
'''


def emit_forecast(draft: Draft) -> Files:
    """Emit the contract, `Model` and `predict`."""
    plan = draft.plan
    horizon = plan.horizon
    if horizon is None:
        raise AssertionError("a forecast without a horizon")
    names = ("PredictionInput", "PredictionOutput", "Point")
    text = draft.module(
        "Forecasts: how the series goes on that the model was trained on.",
        [*draft.hoisted_in("predict"), _PREDICT],
        {name: f"from {plan.package}.contract import {name}" for name in names},
    )
    example = "As far as the notebook looks ahead." if horizon.is_known else "Any number will do."
    contract = _CONTRACT.substitute(maximum=horizon.maximum, steps=horizon.steps, example=example)
    return {f"{draft.package}/contract.py": contract, f"{draft.package}/predict.py": text}
