"""The door to the terminal: the only module that prints.

Data goes to standard output, talk to standard error. Colour is never needed, so there is none. Whatever a notebook holds, no
terminal acts on it: what would steer one is spelled out.
"""

import sys
from dataclasses import dataclass

from promote.errors import PromoteError
from promote.model.diagnostic import Diagnostic
from promote.model.steering import visible

_CLEAR = "\r\x1b[K"
"""Begin the terminal's line anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Where a run talks. A quiet one says only what went wrong and what was asked for."""

    quiet: bool = False

    def data(self, text: str) -> None:
        """Print a result to standard output."""
        shown = visible(text)
        sys.stdout.write(shown if shown.endswith("\n") else f"{shown}\n")
        sys.stdout.flush()

    def say(self, text: str = "") -> None:
        """Tell something to whoever watches."""
        if not self.quiet:
            self._talk(text)

    def passing(self, text: str) -> None:
        """Tell what is under way: on a terminal only, in a line that the next words take over."""
        if not self.quiet and sys.stderr.isatty():
            sys.stderr.write(f"{_CLEAR}{visible(text)}")
            sys.stderr.flush()

    def milestone(self, text: str) -> None:
        """Tell what was reached, where no terminal shows what is under way."""
        if not sys.stderr.isatty():
            self.say(text)

    def warn(self, text: str) -> None:
        """Tell something that wants attention, even when quiet."""
        self._talk(f"warning: {text}")

    def failure(self, error: PromoteError) -> None:
        """Say what happened, why, and what to do."""
        self._talk(f"error: {error.what}" + (f": {error.why}" if error.why else ""))
        if error.hint:
            self._talk(f"\nhint: {error.hint}")

    def finding(self, finding: Diagnostic) -> None:
        """Say one finding in the form of a compiler's message."""
        self.say(finding_text(finding))

    def _talk(self, text: str) -> None:
        sys.stderr.write(f"{_CLEAR if sys.stderr.isatty() else ''}{visible(text)}\n")
        sys.stderr.flush()


def finding_text(finding: Diagnostic) -> str:
    """Spell a finding: severity, code, place and message, with the hint below."""
    place = f"{finding.place}: " if finding.place else ""
    head = f"{finding.severity}[{finding.code}] {place}{finding.message}"
    return f"{head}\n  hint: {finding.hint}" if finding.hint else head


def counted(number: int, noun: str, plural: str = "") -> str:
    """Spell a number of things: `1 file`, `1,409 rows`."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def is_interactive() -> bool:
    """Whether a person can be asked: both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()
