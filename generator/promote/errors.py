"""The ways in which `promote` can fail to go on, each with its exit code.

A finding about a notebook is never an exception: see `promote.model.diagnostic`.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the process returns."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130


class PromoteError(Exception):
    """Something expected went wrong: what happened, why, and what to do about it."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, what: str, *, why: str = "", hint: str = "") -> None:
        """Messages are one sentence each, without a final full stop; paths and commands stand in backticks."""
        super().__init__(what)
        self.what = what
        self.why = why
        self.hint = hint


class UsageError(PromoteError):
    """The command line asks for something that cannot be meant."""

    exit_code = ExitCode.USAGE


class NotebookError(PromoteError):
    """The file given is not a notebook that can be read."""


class DestinationError(PromoteError):
    """The project cannot be written where it was asked for."""


class TemplateError(PromoteError):
    """The template cannot be had, or cannot be rendered."""


class ConflictError(PromoteError):
    """A person has to decide: both sides changed the same, or a check that was green is red now."""


class ToolError(PromoteError):
    """A tool that the run needs is missing or failed."""


class Interruption(PromoteError):
    """The run was asked to stop."""

    exit_code = ExitCode.INTERRUPTED


class Bug(PromoteError):
    """Something unexpected went wrong: our own mistake."""

    exit_code = ExitCode.BUG
