"""What will be generated: the parts of a plan, each made by one planner.

Plan     = names path choice table contract settings scores
Contract = fields output probabilities named
Field    = column attribute type nullable minimum values pattern seen
Setting  = name type value doc
Score    = name expression
Horizon  = steps maximum written
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from promote.model.answer import Answer
from promote.model.arrays import Arrays
from promote.model.program import Program
from promote.model.sample import Sample
from promote.model.steps import Path, Step
from promote.model.table import Table

MIXED = "int | float | str"
"""The type of a field that holds numbers and texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record. `values` are the allowed texts where they are few."""

    column: str
    attribute: str
    type: str
    """A Python type, or `Day` or `Moment` for a date that is spelled as in the data."""
    nullable: bool = False
    minimum: float | None = None
    values: tuple[str, ...] = ()
    pattern: str = ""
    """The form of a date that is written in another way."""
    seen: str = ""
    """The range of values in the data, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The record that the service takes, and what it answers."""

    fields: tuple[Field, ...]
    """Empty where only training can tell the columns: then the saved model names them."""
    example: dict[str, str | int | float | bool | None]
    output: str
    """Python type of one prediction."""
    probabilities: bool
    target: str
    """The column that is predicted, if the notebook names one."""
    made_up: tuple[str, ...] = ()
    """Columns of the example that hold nobody's own value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One field of the settings, with its value in the notebook as Python text."""

    name: str
    type: str
    value: str
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A data file that the path reads: the literal in the notebook, the setting that replaces it, its place in the project."""

    literal: str
    setting: str
    file_name: str
    found: str
    """Path of the file relative to the notebook's folder; empty if it was not found."""
    cell: int
    line: int
    reads: tuple[tuple[int, int], ...] = ()
    """The statements that read it, each with the number of the call among those of the statement that read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One number that the notebook measures: its name, and the expression."""

    name: str
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """How far a forecast looks ahead."""

    steps: int
    """The example: the notebook's own horizon where its text tells it."""
    maximum: int
    written: str
    """The horizon as the notebook writes it."""
    is_known: bool = False
    """`steps` is the notebook's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that the emitters need to know about a notebook with a model."""

    package: str
    """Name of the Python package."""
    program: Program
    imports: dict[str, str]
    """Imported name -> the line that imports it."""
    path: Path
    steps: tuple[Step, ...]
    """The steps of the path as they are emitted, with settings in the places of the names of files."""
    model: str
    """The variable that holds the fitted model where the notebook predicts."""
    estimator: str
    """Class name of the estimator, for annotations; `Any` is nobody's answer here."""
    score_steps: tuple[int, ...]
    """Statements behind the fit that the scores need."""
    scores: tuple[Score, ...]
    table: Table | None
    data: tuple[DataFile, ...]
    contract: Contract
    answer: Answer
    """How the model is asked for what the notebook reports."""
    is_most_probable: bool = False
    """What the model predicts is the class of the highest probability, and the service answers with that."""
    forest: str = ""
    """Class of the model where it is a forest, whose trees can be asked one by one."""
    ravel: bool = False
    """Predictions come as a column and are flattened."""
    repeatable: bool = True
    """The notebook sees to it that two trainings give the same model."""
    seeded: bool = True
    """Everything random on the path has a seed of its own."""
    steady: bool = True
    """Nothing random is done to the rows before they are split without a seed of its own."""
    settings: tuple[Setting, ...] = ()
    arrays: Arrays | None = None
    """What stands in serving for the steps over a table, where that is possible."""
    horizon: Horizon | None = None
    """How far ahead the model looks, if it continues a series; then a request holds no record."""
    samples: Mapping[str, Sample] = field(default_factory=dict)
    """What the tests run on, by the name of the data file; a file that cannot be sampled is not here."""

    @property
    def can_be_golden(self) -> bool:
        """Whether what comes out of the sample can be kept: the whole data of somebody never is."""
        return bool(self.data) and all(each.file_name in self.samples for each in self.data)
