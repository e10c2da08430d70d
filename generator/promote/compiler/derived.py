"""What becomes of a notebook by the kind of prototype that it is; whatever every project has comes later."""

from dataclasses import dataclass

from promote.emitters.draft import Draft
from promote.model.answers import Archetype
from promote.model.diagnostic import Diagnostic
from promote.model.facts import Facts
from promote.model.files import Files
from promote.model.parity import Parity
from promote.model.promotion import Overview


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """The derived files of one notebook, with everything that they were made from."""

    archetype: Archetype
    facts: Facts
    """What the rules looked at."""
    findings: tuple[Diagnostic, ...]
    files: Files
    overview: Overview
    parity: Parity
    draft: Draft | None = None
    """What the emitters were given; nothing for a job, whose code stays the notebook's own."""
