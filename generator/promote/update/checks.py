"""The project's own checks, on what is committed and on what the update made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from promote import disk, git
from promote.environment import uv
from promote.environment.processes import Finished, run

COMMANDS = (("make", "check"), ("make", "test"))
_TIMEOUT = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One of the project's checks, before and after."""

    command: str
    was_green: bool
    is_green: bool
    last_words: str
    """What it said in the end, after the update."""

    @property
    def turned_red(self) -> bool:
        """Whether the update is to blame."""
        return self.was_green and not self.is_green


def compare(repository: git.Repository, before: str, after: str, tell: Callable[[str], None]) -> tuple[Verdict, ...]:
    """Run the project's checks on two trees, each in a copy of its own."""
    with disk.workplace() as place:
        copies = [repository.export(tree, place / name) for name, tree in (("before", before), ("after", after))]
        verdicts = []
        for command in COMMANDS:
            spelled = " ".join(command)
            tell(f"{spelled}, before and after …")
            was, now = (_check(command, copy) for copy in copies)
            verdicts.append(Verdict(command=spelled, was_green=was.ok, is_green=now.ok, last_words=now.last_words))
        return tuple(verdicts)


def _check(command: tuple[str, ...], project: Path) -> Finished:
    return run(command, folder=project, environment=uv.surroundings(), timeout=_TIMEOUT)
