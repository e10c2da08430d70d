"""What serving need not do: steps that only write columns that nobody reads any more."""

import ast
from dataclasses import replace

from promote.model.steps import Edit, Path, Step
from promote.model.table import Table
from promote.planners.columns.frames import Frames
from promote.planners.columns.literals import Literals, constants, parsed
from promote.planners.columns.live import EVERYTHING, Live
from promote.planners.columns.order import orders
from promote.planners.columns.reading import Reading
from promote.planners.columns.statements import Walk


def prune(path: Path, table: Table | None) -> tuple[Path, Live, bool]:
    """Leave out of serving what only writes dead columns, and find the columns of the cut that are live.

    The last value tells whether these are exactly the columns that the model reads, and not more.
    """
    frames, literals = Frames(), Literals(constants(path))
    reading = Reading(frames, literals, table)
    walk = Walk(frames, literals, reading)
    before = orders(path, table, literals)
    walk.start(parsed(path.inputs))
    kept: list[int] = []
    for position in reversed(path.serving):
        walk.rename(path, position)
        reading.order = before[position]
        frames.unite(path.steps[position].statement.names.mutates)
        if walk.step(path.steps[position].serving_text()):
            kept.append(position)
    walk.rename(path, path.cut.after)
    steps = tuple(_without_name(step, walk.unread) for step in path.steps)
    serving = tuple(reversed(kept))
    return replace(path, steps=steps, serving=serving), frames.live.get(path.cut.frame, EVERYTHING), frames.exact


def _without_name(step: Step, unread: set[str]) -> Step:
    """Let serving take a column out of a frame without keeping it."""
    match step.statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr="pop"))) if name in unread:
            text = step.statement.text
            end = len(text) - len(text.partition("=")[2].lstrip())
            return replace(step, edits=(*step.edits, Edit(start=0, end=end, serving="")))
        case _:
            return step
