"""The result of a compilation: everything that `promote` knows and would write, before anything is written.

Promotion = answers files data findings overview parity
Overview  = cells models cut inputs output samples findings
"""

from dataclasses import dataclass
from enum import StrEnum

from promote.model.answers import Answers
from promote.model.diagnostic import Diagnostic
from promote.model.files import Files
from promote.model.parity import Parity
from promote.model.sample import Replaced


class Stage(StrEnum):
    """What a cell is for."""

    TEXT = "text"
    SETUP = "setup"
    LOAD = "load"
    FEATURES = "features"
    TRAIN = "train"
    PREDICT = "predict"
    EXPLORE = "explore"
    UNPARSABLE = "unparsable"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSummary:
    """Where one cell went, or why nowhere. `cell` counts from 1."""

    cell: int
    stage: Stage
    title: str
    destination: str
    """Files that hold its code, comma separated; empty if none does."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSummary:
    """A model found in the notebook. Exactly one is `chosen`, for the `reason` given."""

    name: str
    estimator: str
    cell: int
    chosen: bool
    reason: str
    scores: tuple[tuple[str, float], ...] = ()
    """What the notebook's stored outputs show of it, where that is certain: the metric, and its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSummary:
    """The point at which the service takes its input. `raw` is true when that is the record as it was read."""

    cell: int
    frame: str
    raw: bool
    reason: str
    in_columns: bool = False
    """The steps from there to the model are computed column by column, without a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSummary:
    """One field of the request: `type` as Python spells it, `constraint` in words."""

    name: str
    type: str
    nullable: bool
    constraint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSummary:
    """What the tests have of a data file: `rows` of it, or the whole file, which then stays out of the repository."""

    path: str
    rows: int
    of: int
    replaced: tuple[Replaced, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What `promote inspect` shows."""

    cells: tuple[CellSummary, ...]
    models: tuple[ModelSummary, ...]
    cut: CutSummary | None
    inputs: tuple[FieldSummary, ...]
    output: str
    """What a prediction is, in words; empty for a job."""
    samples: tuple[SampleSummary, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCopy:
    """A data file beside the notebook and the place that it takes in the project. `source` is relative to the notebook."""

    source: str
    destination: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One compiled notebook. `files` are the derived files, formatted by the caller, in path order."""

    answers: Answers
    files: Files
    data: tuple[DataCopy, ...]
    findings: tuple[Diagnostic, ...]
    overview: Overview
    parity: Parity
