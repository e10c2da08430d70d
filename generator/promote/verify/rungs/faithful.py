"""Rung 5: for the notebook's own rows, the service gives what the notebook gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from promote.console import counted
from promote.model.answers import Archetype
from promote.verify import golden, service, testimony
from promote.verify.client import Client
from promote.verify.compare import are_telling, batches, same
from promote.verify.run import Testimony
from promote.verify.service import Contract
from promote.verify.workshop import RungFailed, RungNotReached, Workshop

BATCH = 100
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row on which the notebook and the service do not agree."""

    row: int
    words: str

    def __str__(self) -> str:
        """Say the row, counted from 1."""
        return f"row {self.row + 1}: {self.words}"


def check(bench: Workshop) -> str:
    """Run the notebook, ask the service about the same rows, and compare."""
    _need_something_to_compare(bench)
    seen = testimony.take(bench)
    contract = service.contract(bench)
    with service.running(bench) as client:
        seen, differences = _likeliest(client, contract, seen, bench.project.parity.target)
        _need_telling_answers(seen, differences)
        is_new = not differences and golden.is_wanted(bench)
        text = _golden(bench, client, contract) if is_new else ""
    total = len(seen.records)
    if differences and bench.project.parity.is_forecast:
        raise RungFailed(f"the forecasts differ: {differences[0].words}")
    if differences:
        shown = "\n".join(map(str, differences[:_SHOWN]))
        guessed = "" if seen.is_sure else "; rows are taken for records by their number and order"
        raise RungFailed(f"{total - len(differences):,} of {total:,} rows equal; {differences[0]}{guessed}", shown)
    if bench.project.parity.is_forecast:
        return f"a forecast of {counted(len(seen.predictions[0]), 'step')} is equal"
    of = f"{total:,} of {total:,} rows equal"
    if seen.rows != total:
        of += f", chosen evenly from {seen.rows:,}"
    if seen.strays:
        of += f"; {counted(seen.strays, 'row')} that the notebook made itself left out"
    if not bench.project.parity.seeded:
        of += ", with one seed for both, since the notebook has none"
    return of + (golden.record(bench, text) if is_new else "")


def _golden(bench: Workshop, client: Client, contract: Contract) -> str:
    """Write down what the notebook predicts for records of the sample that the service takes; empty where it cannot run."""
    seen = golden.answers(bench)
    if seen is None:
        return ""
    sent = [
        (row, fitting(seen.records[row], contract.fields, bench.project.parity.target)) for row in golden.evenly(seen)
    ]
    taken = [each for each in sent if client.post(service.PREDICT, {"instances": [each[1]]}).ok]
    return golden.as_text(seen, taken) if taken else ""


def _need_something_to_compare(bench: Workshop) -> None:
    parity = bench.project.parity
    if bench.project.archetype is Archetype.JOB:
        raise RungNotReached("nothing to compare: a job makes no predictions")
    if parity.predict is None:
        raise RungNotReached("nothing to compare: the notebook makes no prediction")
    if parity.cut is None and not parity.is_forecast:
        raise RungNotReached(
            "the service takes a later stage of the notebook as its input, so there is no raw record to send"
        )


def _likeliest(client: Client, contract: Contract, seen: Testimony, target: str) -> tuple[Testimony, list[Difference]]:
    """Compare. Where rows are taken for records by a guess, compare by each, and go on with the one that fits best."""
    best = seen, _differences(client, contract, seen, target)
    for other in seen.others:
        if best[1]:
            differences = _differences(client, contract, other, target)
            best = min(best, (other, differences), key=lambda each: len(each[1]) / len(each[0].records))
    return best


def _need_telling_answers(seen: Testimony, differences: Sequence[Difference]) -> None:
    """Leave the rung where rows are guessed to be records, and wrong ones would be as equal."""
    answers = [(each, seen.probabilities_of(row)) for row, each in enumerate(seen.predictions)]
    if not differences and not seen.is_sure and not are_telling(answers):
        raise RungNotReached(
            "rows can be taken for records by their number and order only, and the predictions are too alike to tell"
        )


def _differences(client: Client, contract: Contract, seen: Testimony, target: str) -> list[Difference]:
    found: list[Difference] = []
    for rows in batches(range(len(seen.records)), BATCH):
        sent = [fitting(seen.records[row], contract.fields, target) for row in rows]
        found += _compare(client, rows, sent, seen)
    return found


def _compare(client: Client, rows: Sequence[int], sent: list[dict[str, Any]], seen: Testimony) -> list[Difference]:
    answer = client.post(service.PREDICT, {"instances": sent})
    if not answer.ok and len(rows) > 1:
        # One record that is refused refuses its batch: ask for each alone to know which.
        return [each for row, one in zip(rows, sent, strict=True) for each in _compare(client, [row], [one], seen)]
    if not answer.ok:
        return [Difference(row=rows[0], words=f"the service refuses the record, {answer.problem}")]
    pairs = (_difference(row, seen, answer.document, at) for at, row in enumerate(rows))
    return [each for each in pairs if each is not None]


def _difference(row: int, seen: Testimony, answer: object, at: int) -> Difference | None:
    expected, prediction = seen.predictions[row], _at(answer, "predictions", at)
    if not same(_single(expected), _single(prediction)):
        return Difference(row=row, words=f"the notebook gives {expected!r}, the service {prediction!r}")
    likely, probabilities = seen.probabilities_of(row), _at(answer, "probabilities", at)
    if likely is not None and isinstance(probabilities, dict) and not same(likely, probabilities):
        return Difference(row=row, words=f"the notebook's probabilities are {likely}, the service's {probabilities}")
    return None


def fitting(record: dict[str, Any], fields: Mapping[str, Mapping[str, Any]], target: str = "") -> dict[str, Any]:
    """Take the fields that the contract knows; a whole number that a missing neighbour made a float is whole again.

    A contract without fields of its own takes the record as it is, without the target.
    """
    if not fields:
        return {name: value for name, value in record.items() if name != target}
    return {name: _whole(value, fields[name]) for name, value in record.items() if name in fields}


def _whole(value: object, field: Mapping[str, Any]) -> object:
    if isinstance(value, float) and value.is_integer() and _wants_integer(field):
        return int(value)
    return value


def _wants_integer(field: Mapping[str, Any]) -> bool:
    kinds = {each.get("type") for each in (field, *field.get("anyOf", ()))}
    return "integer" in kinds and "number" not in kinds


def _single(value: object) -> object:
    """Unpack a row of one column, as neural networks predict it."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _at(document: object, key: str, position: int) -> object:
    values = document.get(key) if isinstance(document, dict) else None
    return values[position] if isinstance(values, list) and position < len(values) else None
