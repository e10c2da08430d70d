"""What a statement turned out to be."""

from typing import NamedTuple

from promote.model.steps import StepKind


class Verdict(NamedTuple):
    """The kind of a statement; why the cut must lie behind it; for a split, each part with what it came from."""

    kind: StepKind
    obstacle: str = ""
    renames: tuple[tuple[str, str], ...] = ()
