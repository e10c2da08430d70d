"""Sets of columns that may be all but a few: nobody knows every column of a frame."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Live:
    """The live columns of one frame: those named, or (`others`) all but those named."""

    names: frozenset[str] = frozenset()
    others: bool = True

    def has(self, column: str) -> bool:
        """Whether a column is live."""
        return (column in self.names) is not self.others

    def without(self, columns: frozenset[str]) -> "Live":
        """Let columns go."""
        return Live(self.names | columns, others=True) if self.others else Live(self.names - columns, others=False)

    def including(self, columns: frozenset[str]) -> "Live":
        """Bring columns in."""
        return Live(self.names - columns, others=True) if self.others else Live(self.names | columns, others=False)

    def only(self, other: "Live") -> "Live":
        """What is live in both."""
        return self.inverted().union(other.inverted()).inverted()

    def inverted(self) -> "Live":
        """What is not live."""
        return Live(self.names, others=not self.others)

    def union(self, other: "Live") -> "Live":
        """What is live in either."""
        if self.others and other.others:
            return Live(self.names & other.names, others=True)
        if self.others:
            return self.including(other.names)
        if other.others:
            return other.including(self.names)
        return Live(self.names | other.names, others=False)


EVERYTHING = Live()
NOTHING = Live(others=False)
