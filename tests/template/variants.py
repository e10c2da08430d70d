"""The variants that are tested: a covering array of the choices in variants.yml.

    Dimensions = name -> values          Row = name -> value          Rows = name of the row -> Row

The rows are generated once and committed, so that a test keeps its name when an unrelated choice is added.
`recount` knows nothing of the generator: it lists the pairs that no row holds.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import covertable
import yaml

HERE = Path(__file__).parent
ROWS = HERE / "rows.yml"

Row = Mapping[str, str]

HEADER = "# Generated from variants.yml by `python -m tests.template.variants`. Do not edit.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Implication:
    """Where every value of `condition` is chosen, every value of `consequence` must be."""

    condition: Row
    consequence: Row

    def allows(self, row: Row) -> bool:
        """Tell whether a complete row is possible."""
        return not _holds(self.condition, row) or _holds(self.consequence, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """All variants that there could be."""

    dimensions: Mapping[str, tuple[str, ...]]
    constraints: tuple[Implication, ...]
    pinned: Mapping[str, Row]

    def possible(self) -> Iterator[Row]:
        """Every complete row that the constraints allow."""
        for values in itertools.product(*self.dimensions.values()):
            row = dict(zip(self.dimensions, values, strict=True))
            if all(constraint.allows(row) for constraint in self.constraints):
                yield row


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What may stand in a project only where a value is chosen."""

    words: tuple[str, ...]
    """In lower case."""
    paths: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Files in which a word may stand all the same."""

    def allowed(self, name: str) -> bool:
        """Whether the words may stand in a file of any project."""
        return any(PurePosixPath(name).match(pattern) for pattern in self.unless)


def _holds(part: Row, row: Row) -> bool:
    return all(row[name] == value for name, value in part.items())


def read_space() -> Space:
    """The space of variants.yml."""
    data = yaml.safe_load((HERE / "variants.yml").read_text())
    return Space(
        dimensions={name: tuple(values) for name, values in data["dimensions"].items()},
        constraints=tuple(Implication(condition=each["if"], consequence=each["then"]) for each in data["constraints"]),
        pinned=data["pinned"],
    )


def read_traces() -> tuple[tuple[str, str, Trace], ...]:
    """Every dimension and value that leaves traces, with them."""
    data = yaml.safe_load((HERE / "variants.yml").read_text())
    return tuple(
        (dimension, value, Trace(**{name: tuple(each) for name, each in trace.items()}))
        for dimension, values in data["traces"].items()
        for value, trace in values.items()
    )


def read_rows() -> dict[str, Row]:
    """The committed rows, by name."""
    rows: dict[str, Row] = yaml.safe_load(ROWS.read_text())
    return rows


def pairs(rows: Iterable[Row]) -> set[frozenset[tuple[str, str]]]:
    """Every pair of values that stands together in some row."""
    return {frozenset(pair) for row in rows for pair in itertools.combinations(sorted(row.items()), 2)}


def recount(space: Space, rows: Iterable[Row]) -> set[frozenset[tuple[str, str]]]:
    """The pairs that are possible and that no row holds, found without the generator."""
    return pairs(space.possible()) - pairs(rows)


def generate(space: Space) -> dict[str, Row]:
    """A covering array that begins with the pinned rows."""
    rows: list[Row] = covertable.make(
        {name: list(values) for name, values in space.dimensions.items()},
        presets=[dict(row) for row in space.pinned.values()],
        constraints=[_condition(constraint) for constraint in space.constraints],
    )
    ordered = [{name: row[name] for name in space.dimensions} for row in rows]
    named: dict[str, Row] = {name: dict(row) for name, row in space.pinned.items()}
    named |= {_name(row): row for row in ordered if row not in space.pinned.values()}
    return named


def _name(row: Row) -> str:
    """A name that says what is chosen: `predict-example-gitlab-3.12-compose-metrics`."""
    return "-".join(name if value == "yes" else value for name, value in row.items() if value != "no")


def _condition(constraint: Implication) -> dict[str, Any]:
    """An implication as covertable spells it: not every condition, or every consequence."""
    return {
        "operator": "or",
        "conditions": [{"operator": "not", "condition": _all(constraint.condition)}, _all(constraint.consequence)],
    }


def _all(part: Row) -> dict[str, Any]:
    return {
        "operator": "and",
        "conditions": [{"operator": "eq", "left": name, "value": value} for name, value in part.items()],
    }


def main() -> None:
    """Write rows.yml anew."""
    rows = generate(read_space())
    ROWS.write_text(HEADER + yaml.safe_dump(rows, sort_keys=False))


if __name__ == "__main__":
    main()
