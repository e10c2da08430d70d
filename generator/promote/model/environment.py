"""What the notebook says about the versions that it runs with, and the environments that follow from it.

Evidence    = reasons unobtainable python
Reason      = distribution since below words hint place binding
Environment = name requirements notebook_requirements python_below
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from promote.model.diagnostic import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """One time. `below` are the first versions that are too new for it, by distribution."""

    name: str
    below: Mapping[str, str] = field(default_factory=dict)
    python_below: str = ""
    """The first Python that has no wheels of these versions; empty if every supported one has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that tells a version: from `since` on, and `below`; either may be empty."""

    distribution: str
    since: str = ""
    below: str = ""
    words: str
    """What was found, as a sentence without its full stop."""
    hint: str = ""
    """What to write today; empty where there is nothing to write."""
    place: Place | None = None
    binding: bool = True
    """It bounds the service. What is not binding only tells what the notebook was written with."""
    asked: str = ""
    """The requirement that asks for the version, if one does."""
    file: str = ""
    """The file in which that stands; empty for the notebook itself."""
    rewritable: bool = False
    """`--modernise` changes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that was found, in the order of the notebook."""

    reasons: tuple[Reason, ...] = ()
    unobtainable: tuple[Reason, ...] = ()
    """What needs versions that no supported Python has."""
    era: int = 0
    """The newest era of `knowledge/eras.py` that the reasons allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Requirements of the derived code, and of the notebook beside it, that belong together."""

    name: str
    requirements: tuple[str, ...]
    notebook_requirements: tuple[str, ...] = ()
    python_below: str = ""
    """The first Python that is too new; empty if none is."""

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Environment":
        """Read it from values that JSON has."""
        return cls(
            name=data["name"],
            requirements=tuple(data["requirements"]),
            notebook_requirements=tuple(data["notebook_requirements"]),
            python_below=data["python_below"],
        )
