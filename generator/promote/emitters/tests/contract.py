"""`tests/test_contract.py`: each rule of the contract is broken once, and the refusal names the field."""

from collections.abc import Iterable
from string import Template

from promote.emitters.literals import spelled
from promote.model.plan import MIXED, Contract, Field

_HEAD = Template('''"""The contract: what is taken, and what is refused with its field named."""

import pytest
from pydantic import ValidationError

from $package.contract import EXAMPLE, PredictionInput$output


def refused(record: dict[str, object]) -> set[str]:
    """Return the fields because of which a record is refused."""
    with pytest.raises(ValidationError) as refusal:
        PredictionInput.model_validate(record)
    return {str(error["loc"][0]) for error in refusal.value.errors()}


def test_example_is_valid() -> None:
    """The example comes back as it went in."""
    assert PredictionInput.model_validate(EXAMPLE).model_dump(by_alias=True) == EXAMPLE


@pytest.mark.parametrize("field", EXAMPLE)
def test_missing_field(field: str) -> None:
    """Every field must be there, even if its value is missing."""
    assert refused({name: value for name, value in EXAMPLE.items() if name != field}) == {field}


def test_unknown_field() -> None:
    """A field that nobody knows is refused: it may be a misspelt one."""
    assert refused(EXAMPLE | {"nobody knows": 1}) == {"nobody knows"}
''')

_OPEN = Template('''"""The contract: a record of the training data is taken, and what is refused has its field named."""

from typing import Any

import pytest
from pydantic import ValidationError

from $package.contract import PredictionInput
from $package.predict import Model, predict


def test_example_is_valid(model: Model, example: dict[str, Any]) -> None:
    """A record of the sample is answered."""
    assert len(predict(model, [PredictionInput.model_validate(example)]).predictions) == 1


@pytest.mark.parametrize("value", [[], {}, float("nan"), float("inf")])
def test_no_cell(example: dict[str, Any], value: object) -> None:
    """A value that no table can hold is refused, whatever the model is."""
    field = next(iter(example))

    with pytest.raises(ValidationError) as refusal:
        PredictionInput.model_validate(example | {field: value})

    assert [error["loc"] for error in refusal.value.errors()] == [(field,)]


def test_unknown_field(model: Model, example: dict[str, Any]) -> None:
    """A field that the model does not know is named."""
    assert refused(model, example, example | {"nobody knows": 1}) == "instances[1].nobody knows"


def test_missing_field(model: Model, example: dict[str, Any]) -> None:
    """A field that is missing is named."""
    missing = next(iter(example))
    record = {name: value for name, value in example.items() if name != missing}

    assert refused(model, record) == f"instances[0].{missing}"


def test_wrong_type(model: Model, example: dict[str, Any]) -> None:
    """A text in the place of a number is refused, and its field is named."""
    numbers = [name for name in example if model.dtypes[name] in {"bool", "int64", "float64"}]

    for name in numbers:
        assert refused(model, example | {name: "a word"}) == f"instances[0].{name}"


def refused(model: Model, *records: dict[str, Any]) -> str:
    """Return the field because of which records are refused."""
    with pytest.raises(ValueError, match="instances") as refusal:
        predict(model, [PredictionInput.model_validate(record) for record in records])
    _, field = refusal.value.args
    return str(field)
''')


def contract_tests(package: str, contract: Contract) -> str:
    """Write the module: over the fields, or over those of the trained model where only that knows them."""
    if not contract.fields:
        return _OPEN.substitute(package=package)
    required = [field.column for field in contract.fields if not field.nullable]
    nullable = [field.column for field in contract.fields if field.nullable]
    tests = [
        _pairs(
            "test_wrong_type",
            "A value of another type is refused; nothing is converted on the way.",
            [(field.column, value) for field in contract.fields for value in _of_another_type(field)],
        ),
        _pairs(
            "test_unknown_value",
            "A value that training has never seen is refused: nobody knows what it means.",
            [(field.column, '"something else"') for field in contract.fields if field.values],
        ),
        _pairs(
            "test_other_form",
            "A text that is written in another way than in the training data is refused.",
            [(field.column, '"something else"') for field in contract.fields if _has_form(field)],
        ),
        _pairs(
            "test_below_minimum",
            "A negative number is refused where the training data has none.",
            [(field.column, _below(field)) for field in contract.fields if field.minimum is not None],
        ),
        _missing("test_no_missing_value", "A value that is always there in training must be there.", required)
        + ("    assert refused(EXAMPLE | {field: None}) == {field}\n" if required else ""),
        _missing("test_missing_value", "A value that is missing in the training data may be missing.", nullable)
        + (
            "    record = PredictionInput.model_validate(EXAMPLE | {field: None})\n\n"
            "    assert record.model_dump(by_alias=True)[field] is None\n"
            if nullable
            else ""
        ),
    ]
    return _HEAD.substitute(package=package, output=_output_name(contract)) + "".join([*tests, _no_number(contract)])


def _output_name(contract: Contract) -> str:
    return ", PredictionOutput" if _no_number(contract) else ""


def _no_number(contract: Contract) -> str:
    if not contract.probabilities and contract.output != "float":
        return ""
    answer = '{"predictions": [float("nan")]}'
    if contract.probabilities:
        answer = '{"predictions": [], "probabilities": [{"0": float("nan")}]}'
    return (
        "\n\ndef test_answer_that_is_no_number() -> None:\n"
        '    """A model that fails quietly fails aloud."""\n'
        '    with pytest.raises(ValidationError, match="finite"):\n'
        f"        PredictionOutput.model_validate({answer})\n"
    )


def _pairs(name: str, docstring: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Write a test of fields, each with a value that is refused; nothing without a field."""
    lines = "".join(f"        ({spelled(column)}, {value}),\n" for column, value in pairs)
    if not lines:
        return ""
    return (
        f'\n\n@pytest.mark.parametrize(\n    ("field", "value"),\n    [\n{lines}    ],\n)\n'
        f'def {name}(field: str, value: object) -> None:\n    """{docstring}"""\n'
        "    assert refused(EXAMPLE | {field: value}) == {field}\n"
    )


def _missing(name: str, docstring: str, fields: list[str]) -> str:
    """Begin a test of fields without a value."""
    if not fields:
        return ""
    return (
        f'\n\n@pytest.mark.parametrize("field", {spelled(fields)})\n'
        f'def {name}(field: str) -> None:\n    """{docstring}"""\n'
    )


def _of_another_type(field: Field) -> tuple[str, ...]:
    if field.type == MIXED:
        return ("True", "[]")
    match field.type:
        case "int":
            return ('"a word"', "0.5")
        case "float":
            return ('"a word"', 'float("nan")')
        case "bool":
            return ('"yes"',)
        case _:
            return ("7",)


def _has_form(field: Field) -> bool:
    return bool(field.pattern) or field.type in {"Day", "Moment"}


def _below(field: Field) -> str:
    least = (field.minimum or 0) - 1
    return f"{least:g}" if field.type == "int" else f"{least:.1f}"
