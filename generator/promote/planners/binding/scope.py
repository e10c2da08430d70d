"""What is known while a path is walked."""

from dataclasses import dataclass, field

from promote.planners.values import Value


@dataclass(slots=True, kw_only=True)
class Scope:
    """The values of all names so far, and what an earlier walk found out about names that are only used later."""

    names: dict[str, Value]
    lists: frozenset[str]
    """Lists that a loop over rows fills."""
    unread: frozenset[str] = frozenset()
    """Names that nothing on the path reads, such as a number that counts turns to be printed."""
    anew: frozenset[str] = frozenset()
    """Names that a later statement binds to something else."""
    stateful: frozenset[str] = frozenset()
    """Names that hold fitted state, as they are bound at the statement at hand."""
    found: set[str] = field(default_factory=set)
    """Names that turn out to be stateful at the statement at hand."""
    found_lists: set[str] = field(default_factory=set)
    fitted: set[str] = field(default_factory=set)
    """Transformers that have been fitted where they were made."""
    taken: set[str] = field(default_factory=set)
    """Names of states."""
