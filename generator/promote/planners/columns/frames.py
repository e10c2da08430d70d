"""The live columns of each frame, at one point of the walk."""

import ast
from dataclasses import dataclass, field

from promote.planners.columns.live import EVERYTHING, NOTHING, Live


@dataclass(slots=True)
class Frames:
    """Responsibilities: the live columns of each frame, nothing being live of a frame that nobody has read."""

    live: dict[str, Live] = field(default_factory=dict)
    exact: bool = True
    """No frame was read as a whole by something that may use only a part of it."""

    def __contains__(self, name: object) -> bool:
        """Whether anything behind here reads the frame."""
        return name in self.live

    def __getitem__(self, name: str) -> Live:
        """The live columns of a frame."""
        return self.live.get(name, NOTHING)

    def __setitem__(self, name: str, live: Live) -> None:
        """Set them."""
        self.live[name] = live

    def pop(self, name: str) -> Live:
        """Forget a frame: before here, its name means something else."""
        return self.live.pop(name, NOTHING)

    def unite(self, names: frozenset[str]) -> None:
        """One frame under several names has the same live columns under each."""
        if len(names) > 1:
            live = NOTHING
            for name in names & self.live.keys():
                live = live.union(self.live[name])
            self.live |= dict.fromkeys(names, live)

    def mention(self, node: ast.AST) -> None:
        """A live frame that stands inside of something unknown is read as a whole."""
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and each.id in self.live:
                self.live[each.id] = EVERYTHING
                self.exact = False
