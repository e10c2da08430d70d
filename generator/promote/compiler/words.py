"""What the service takes and answers, in the words of the report."""

from collections.abc import Iterable, Mapping

from promote.model.plan import MIXED, Contract, DataFile, Field, Horizon
from promote.model.promotion import FieldSummary, SampleSummary
from promote.model.sample import Sample

FORECAST_IN_WORDS = (
    "a forecast: what comes after the end of the series, step by step, in the scale that the model was fitted on"
)
"""What a service answers that continues a series."""

_TYPES = {"Day": "date", "Moment": "datetime", MIXED: "number or text"}
_ANSWERS = {"int": "a whole number", "float": "a number", "str": "a label", "bool": "yes or no"}


def fields_in_words(fields: Iterable[Field]) -> tuple[FieldSummary, ...]:
    """Say what a record holds."""
    return tuple(
        FieldSummary(
            name=field.column,
            type=_TYPES.get(field.type, field.type),
            nullable=field.nullable,
            constraint=_constraint(field),
        )
        for field in fields
    )


def _constraint(field: Field) -> str:
    if field.values:
        return f"one of {', '.join(field.values)}"
    parts = [
        *(["as `2024-01-31`"] if field.type == "Day" else []),
        *(["as `2024-01-31 10:15:00`"] if field.type == "Moment" else []),
        *([f"of the form `{field.pattern}`"] if field.pattern else []),
        *([f"at least {field.minimum:g}"] if field.minimum is not None else []),
        *([f"{field.seen} in the data"] if field.seen else []),
    ]
    return ", ".join(parts)


def horizon_in_words(horizon: Horizon) -> tuple[FieldSummary, ...]:
    """Say what the request for a forecast holds."""
    example = f"{horizon.steps} in the notebook" if horizon.is_known else f"{horizon.steps} for example"
    constraint = f"at least 1, at most {horizon.maximum}, {example}"
    return (FieldSummary(name="steps", type="int", nullable=False, constraint=constraint),)


def output_in_words(contract: Contract) -> str:
    """Say what one answer is."""
    kind = _ANSWERS.get(contract.output, "a label")
    of = f", the `{contract.target}` of a record" if contract.target else ""
    return f"{kind}{of}" + (", with the probability of each label" if contract.probabilities else "")


def samples_in_words(
    data: Iterable[DataFile], samples: Mapping[str, Sample] | None = None
) -> tuple[SampleSummary, ...]:
    """Say what the tests run on in the place of each data file that lies beside the notebook."""
    return tuple(_sample(each, (samples or {}).get(each.file_name)) for each in data if each.found)


def _sample(file: DataFile, sample: Sample | None) -> SampleSummary:
    path = f"tests/data/{file.file_name}"
    if sample is None:
        return SampleSummary(path=path, rows=0, of=0, is_whole=True)
    return SampleSummary(path=path, rows=sample.rows, of=sample.of, replaced=sample.replaced)
