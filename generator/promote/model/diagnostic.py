"""Findings: what a rule has to say about a notebook, as a value.

Diagnostic = code severity place message hint
Place      = cell line file       (numbers from 1, as a reader counts them; None: the whole notebook)
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters to the service."""

    ERROR = "error"
    """The service cannot be right until a person acts."""
    WARNING = "warning"
    """The service runs, but something in the notebook needs a decision."""
    NOTE = "note"
    """Worth knowing; nothing to do."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the notebook: cell number and line within it, both from 1.

    With a file, the line is one of a module that the cell imports.
    """

    cell: int
    line: int = 1
    file: str = ""

    def __str__(self) -> str:
        """Say the place as people do: `cell 3, line 2`, or `cleaning.py, line 7`."""
        return f"{self.file}, line {self.line}" if self.file else f"cell {self.cell}, line {self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding of one rule.

    `code` is stable (`PN101`), `name` is the rule's name in words (`hardcoded-secret`). The message never quotes a secret.
    """

    code: str
    name: str
    severity: Severity
    message: str
    hint: str
    place: Place | None = None
