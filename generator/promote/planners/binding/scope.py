"""What is known while a path is walked."""

from dataclasses import dataclass, field

from promote.planners.values import Value


@dataclass(slots=True, kw_only=True)
class Scope:
    """The values of all names so far. `stateful` names are known to hold fitted state; `found` turn out to."""

    names: dict[str, Value]
    stateful: frozenset[str]
    found: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    """Names of states."""
