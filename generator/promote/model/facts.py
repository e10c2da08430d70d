"""What the rules look at: the program, and what the planners found out about it.

Facts   = program evidence path trained_on contest data table contract leaks
Contest = place rivals served is_decided
"""

from dataclasses import dataclass, field

from promote.model.diagnostic import Place
from promote.model.environment import Evidence
from promote.model.plan import Contract, DataFile
from promote.model.program import Program
from promote.model.steps import Path
from promote.model.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Several models of which the notebook picks the best whenever it runs."""

    place: Place
    rivals: tuple[str, ...]
    served: str
    is_decided: bool
    """The notebook's outputs tell which one is best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything known about a notebook. The parts about a model are absent where none was found."""

    program: Program
    imported: frozenset[str]
    """Top-level modules that the notebook imports."""
    names: dict[str, str]
    """Imported name -> qualified name."""
    evidence: Evidence = field(default_factory=Evidence)
    path: Path | None = None
    trained_on: frozenset[str] = frozenset()
    """Names that the model's rows are read from where it is fitted."""
    contest: Contest | None = None
    data: tuple[DataFile, ...] = ()
    table: Table | None = None
    contract: Contract | None = None
    leaks: bool = False
    """The model is given its target."""
