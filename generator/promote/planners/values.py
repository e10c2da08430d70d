"""Abstract values: what is known of an expression without running it."""

import ast
from dataclasses import dataclass, replace
from enum import StrEnum

from promote.model.steps import BindingTime

_ORDER = (BindingTime.CONSTANT, BindingTime.FITTED, BindingTime.ROWS)


class ValueKind(StrEnum):
    """The shape of a value, as far as it decides what an operation does to rows."""

    FRAME = "frame"
    COLUMN = "column"
    ARRAY = "array"
    TENSOR = "tensor"
    GROUPS = "groups"
    """Rows in groups, before anything is computed for each group."""
    ELEMENT = "element"
    """One cell, or one row, inside a function that is applied to each."""
    POSITION = "position"
    """The place of a row in a loop over rows: good for finding that row, and for nothing else."""
    ACCESSOR = "accessor"
    INDEXER = "indexer"
    BUNCH = "bunch"
    """A data set that comes with a library."""
    TRANSFORMER = "transformer"
    TRANSFORMERS = "transformers"
    """A transformer for each key, as a rule for each column."""
    ESTIMATOR = "estimator"
    RESAMPLER = "resampler"
    MODULE = "module"
    FUNCTION = "function"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What is known of one expression."""

    time: BindingTime = BindingTime.CONSTANT
    kind: ValueKind = ValueKind.OTHER
    qualified: str = ""
    """The full name of a module, class or function."""
    state: str = ""
    """The state that holds it, if training learned it."""
    obstacle: str = ""
    node: ast.FunctionDef | ast.Lambda | None = None
    """The definition of a function of the notebook's own."""
    constructor: str = ""
    """The text that makes an unfitted transformer."""
    fitted_on: str = ""
    """What serving has in the place of the rows that a model was fitted on."""
    groups: ast.Call | None = None
    """The call that put rows in groups."""
    keyed: bool = False
    """A table that was learned, with one row for each key."""
    source: bool = False
    """Data that enters the program here."""
    raw: bool = False
    """Data exactly as it was read from a table."""

    @property
    def rows(self) -> bool:
        """Whether there is one for each record."""
        return self.time is BindingTime.ROWS

    @property
    def many(self) -> bool:
        """Whether it holds all rows at once, and not one cell of one row."""
        return self.rows and self.kind not in {ValueKind.ELEMENT, ValueKind.POSITION}


CONSTANT = Value()
ELEMENT = Value(time=BindingTime.ROWS, kind=ValueKind.ELEMENT)


def join(*values: Value) -> Value:
    """Combine operands: the latest binding time, the first obstacle, the shape of the first operand with rows."""
    time = max((value.time for value in values), key=_ORDER.index, default=BindingTime.CONSTANT)
    obstacle = next((value.obstacle for value in values if value.obstacle), "")
    kinds = [value.kind for value in values if value.time is time and value.rows]
    kind = kinds[0] if kinds else ValueKind.OTHER
    if kind in {ValueKind.ACCESSOR, ValueKind.INDEXER}:
        kind = ValueKind.COLUMN
    if any(value.kind is ValueKind.POSITION for value in values):
        obstacle = obstacle or "the place of a row among others counts"
    return Value(time=time, kind=kind, obstacle=obstacle)


def learned(*, keyed: bool = False) -> Value:
    """A value that training learned."""
    return Value(time=BindingTime.FITTED, keyed=keyed)


def blocked(value: Value, reason: str) -> Value:
    """Mark a value as one that no single record gives."""
    return replace(value, obstacle=value.obstacle or reason, source=False, raw=False)
