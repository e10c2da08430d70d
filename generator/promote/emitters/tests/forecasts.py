"""Tests of a model that continues a series: a request says how far, and nothing else."""

from string import Template

from promote.emitters.draft import Draft
from promote.emitters.tests.trained import trained
from promote.emitters.tests.training import training_module
from promote.model.files import Files

_CONFTEST = Template('''"""A model trained on the data beside the tests, once for all of them."""

from pathlib import Path
from typing import Any

import pytest

from $package.artefact import save
from $package.contract import EXAMPLE
from $package.predict import Model
from $package.settings import Settings
from $package.train import train

DATA = Path(__file__).parent / "data"


$trained

@pytest.fixture(scope="session")
def example() -> dict[str, Any]:
    """Return what a caller would send."""
    return EXAMPLE
''')

_TEST_CONTRACT = Template('''"""The contract: what is taken, and what is refused with its field named."""

import pytest
from pydantic import ValidationError

from $package.contract import EXAMPLE, PredictionInput


def refused(request: dict[str, object]) -> set[str]:
    """Return the fields because of which a request is refused."""
    with pytest.raises(ValidationError) as refusal:
        PredictionInput.model_validate(request)
    return {str(error["loc"][0]) for error in refusal.value.errors()}


def test_example_is_valid() -> None:
    """The example comes back as it went in."""
    assert PredictionInput.model_validate(EXAMPLE).model_dump() == EXAMPLE


@pytest.mark.parametrize("steps", [0, -1, $too_many, 1.5, "a word", None])
def test_refused_steps(steps: object) -> None:
    """A forecast has a whole number of steps, at least one and not too many."""
    assert refused({"steps": steps}) == {"steps"}


def test_missing_steps() -> None:
    """How far to look ahead must be said."""
    assert refused({}) == {"steps"}


def test_unknown_field() -> None:
    """A field that nobody knows is refused: it may be a misspelt one."""
    assert refused(EXAMPLE | {"nobody knows": 1}) == {"nobody knows"}
''')

_TEST_PREDICT = Template('''"""Forecasts: as long as asked for, one after the other, and the same alone as among others."""

import math

from $package.contract import EXAMPLE, PredictionInput
from $package.predict import Model, predict


def test_length(model: Model) -> None:
    """A forecast has as many steps as were asked for, and none of them is missing."""
    (forecast,) = predict(model, [PredictionInput.model_validate(EXAMPLE)]).predictions

    assert len(forecast) == EXAMPLE["steps"]
    assert all(math.isfinite(point.value) for point in forecast)


def test_steps_follow_each_other(model: Model) -> None:
    """No two steps have the same date or number."""
    (forecast,) = predict(model, [PredictionInput(steps=24)]).predictions

    assert len({point.at for point in forecast}) == 24


def test_order(model: Model) -> None:
    """Each instance gets the forecast of its own length, wherever it stands."""
    lengths = [3, 1, 5]
    output = predict(model, [PredictionInput(steps=steps) for steps in lengths])

    assert [len(forecast) for forecast in output.predictions] == lengths


def test_a_longer_forecast_begins_as_a_shorter_one(model: Model) -> None:
    """How far somebody looks ahead changes nothing about the steps before."""
    (short,) = predict(model, [PredictionInput(steps=2)]).predictions
    (long,) = predict(model, [PredictionInput(steps=6)]).predictions

    assert [point.at for point in short] == [point.at for point in long[:2]]
    for one, other in zip(short, long[:2], strict=True):
        assert math.isclose(one.value, other.value, rel_tol=1e-6, abs_tol=1e-9)
''')

_REPEATABLE = '''

def test_training_is_repeatable(saved: Path, model: Model) -> None:
    """The same data gives the same forecast."""
    again, _ = load(saved, allow_pickle=True)
    instances = [PredictionInput.model_validate(EXAMPLE)]

    assert predict(again, instances) == predict(model, instances)
'''


def emit_forecast_tests(draft: Draft) -> Files:
    """Emit the tests of the derived modules."""
    plan, package = draft.plan, draft.plan.package
    maximum = plan.horizon.maximum if plan.horizon is not None else 0
    return {
        "tests/conftest.py": _CONFTEST.substitute(
            package=package, trained=trained(draft, "read the data of the tests and touch nothing outside them")
        ),
        "tests/test_contract.py": _TEST_CONTRACT.substitute(package=package, too_many=maximum + 1),
        "tests/test_predict.py": _TEST_PREDICT.substitute(package=package),
        "tests/test_train.py": training_module(package, _REPEATABLE if plan.repeatable else ""),
    }
