"""What `promote verify` must know to compare the service with the notebook it came from.

Written to `.promote/parity.json` beside the project's other records, read back by `verify`.

    Parity  = notebook inputs cut predict path imports supplied environments model
    Input   = literal path            (the string in the notebook -> the file in the project)
    Span    = cell line end_line      (a statement, from 1)
    Anchor  = cell line               (the last line of a statement, both from 1)
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from promote.model.environment import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A data file that the notebook reads: the literal in its code, and where the project keeps the file."""

    literal: str
    path: str
    sample: str = ""
    """Where the project keeps some of its rows for the tests; empty if it keeps none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A place just after a statement: cell number and the statement's last line in that cell, both from 1."""

    cell: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutAnchor(Anchor):
    """Where the service takes its input: `frame` is the expression that holds the records after the statement."""

    frame: str
    inner: "InnerAnchor | None" = None
    """Where a function has the records that the statement calls."""
    in_order: bool = False
    """Nothing from here to the prediction removes or reorders records, but for splits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerAnchor(Anchor):
    """A place in a function of the notebook, its indentation, and the function's own name for the records there."""

    indent: int
    frame: str
    file: str = ""
    """The module beside the notebook that has the function; the line is one of its own then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictAnchor(Anchor):
    """Where the notebook predicts: `model` and `inputs` are expressions, valid just after the statement."""

    model: str
    inputs: str
    answer: str = ""
    """The answers, where they are more than what the model says of its inputs."""
    classes: str = ""
    """The labels of probabilities, where they are not the model's own."""
    forecast: str = ""
    """The forecast, where the model continues a series and has no inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a statement stands: its cell, its first and its last line."""

    cell: int
    line: int
    end_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parity:
    """The anchors of one promoted notebook. `cut` and `predict` are absent where nothing predicts."""

    notebook: str
    inputs: tuple[Input, ...] = ()
    cut: CutAnchor | None = None
    predict: PredictAnchor | None = None
    path_cells: tuple[int, ...] = ()
    """Cells, from 1, that the prediction needs; an error in another cell is no obstacle."""
    target: str = ""
    """The column that is predicted: no caller sends it."""
    seeded: bool = True
    """Whether everything random on the path has a seed of its own."""
    path: tuple[Span, ...] = ()
    """The statements that the prediction needs, imports aside."""
    imports: tuple[str, ...] = ()
    """The names that these read: an import that binds none of them is no obstacle."""
    supplied: tuple[str, ...] = ()
    """Imports that the notebook lacks and the project has: its author's kernel had them."""
    environments: tuple[Environment, ...] = ()
    """What the notebook may need to run, newest first; the project is made with the first."""
    model: str = ""
    """The variable that holds the model that is served, so that a later notebook is asked for the same; empty without one."""

    @property
    def is_forecast(self) -> bool:
        """Whether the model continues a series: then there are no records to compare."""
        return self.predict is not None and bool(self.predict.forecast)

    def to_json(self) -> str:
        """Serialise with sorted keys and a final newline, so that equal values are equal bytes."""
        return json.dumps(asdict(self), indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Parity":
        """Read what `to_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
        data = json.loads(text)
        return cls(
            notebook=data["notebook"],
            inputs=tuple(Input(**each) for each in data["inputs"]),
            cut=_cut_from(data["cut"]) if data["cut"] else None,
            predict=PredictAnchor(**data["predict"]) if data["predict"] else None,
            path_cells=tuple(data["path_cells"]),
            target=data.get("target", ""),
            seeded=data.get("seeded", True),
            path=tuple(Span(**each) for each in data.get("path", ())),
            imports=tuple(data.get("imports", ())),
            supplied=tuple(data.get("supplied", ())),
            environments=tuple(Environment.from_data(each) for each in data.get("environments", ())),
            model=data.get("model", ""),
        )


def _cut_from(data: dict[str, Any]) -> CutAnchor:
    inner = data.get("inner")
    return CutAnchor(**{**data, "inner": InnerAnchor(**inner) if inner else None})
