"""What serving need not do: steps that only write columns that nobody reads any more."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from promote.model.steps import Edit, Path, Step, StepKind
from promote.model.table import Table
from promote.passes.names import names_of
from promote.planners.columns.frames import Frames
from promote.planners.columns.left_out import without_unmade
from promote.planners.columns.literals import Literals, constants, parsed
from promote.planners.columns.live import EVERYTHING, Live
from promote.planners.columns.order import Order, orders
from promote.planners.columns.reading import Reading
from promote.planners.columns.statements import Walk
from promote.planners.values import ValueKind

_OF_ROWS = frozenset([ValueKind.COLUMN, ValueKind.ARRAY, ValueKind.TENSOR, ValueKind.GROUPS, ValueKind.BUNCH])
"""Values of which a number picks a row."""


def prune(path: Path, table: Table | None) -> tuple[Path, Live, bool]:
    """Leave out of serving what only writes dead columns, and find the columns of the cut that are live.

    The last value tells whether these are exactly the columns that the model reads, and not more.
    """
    named = Literals(constants(path))
    literals = replace(named, numbered=_names_are_numbers(path, table))
    before = orders(path, table, literals)
    kept = path.serving
    while True:
        walk = _walked(replace(path, serving=kept), before, table, literals)
        needed = _needed(path, walk.kept)
        if needed == kept:
            break
        # What only served a step that is gone reads nothing any more.
        kept = needed
    steps = tuple(_without_name(step, walk.unread) for step in path.steps)
    pruned = without_unmade(replace(path, steps=steps), kept, table, named)
    return pruned, walk.frames.live.get(path.cut.frame, EVERYTHING), walk.frames.exact


def _names_are_numbers(path: Path, table: Table | None) -> bool:
    """Whether a number names a column wherever it stands in brackets: of an array or a column, it would be that of a row."""
    kinds = {kind for position in path.serving for _, kind in path.kinds[position]}
    return table is not None and table.numbered and path.cut.is_frame and not kinds & _OF_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walked:
    """What one walk back found."""

    kept: tuple[int, ...]
    frames: Frames
    unread: set[str]


def _walked(path: Path, before: Mapping[int, Order], table: Table | None, literals: Literals) -> _Walked:
    """Walk from the model back to the cut, leaving out the steps that only write dead columns."""
    frames = Frames()
    reading = Reading(frames, literals, table)
    walk = Walk(frames, literals, reading)
    walk.start(parsed(path.inputs))
    kept: list[int] = []
    for position in reversed(path.serving):
        walk.rename(path, position)
        reading.order = before[position]
        frames.unite(path.steps[position].statement.names.mutates)
        if walk.step(path.steps[position].serving_text()):
            kept.append(position)
    walk.rename(path, path.cut.after)
    return _Walked(kept=tuple(reversed(kept)), frames=frames, unread=walk.unread)


def _needed(path: Path, kept: tuple[int, ...]) -> tuple[int, ...]:
    """Leave out names that nobody reads once other steps are left out."""
    if kept == path.serving:
        return kept
    texts = [path.inputs, *(origin for _, origin in path.renames)]
    always = frozenset(name for text in texts for name in names_of(parsed(text)).uses)
    always |= {name for step in path.steps if step.kind is StepKind.FUNCTION for name in step.statement.names.uses}
    always |= {path.cut.frame}
    needed, found = set(always), []
    for position in reversed(kept):
        tree = parsed(path.steps[position].serving_text())
        match tree.body:
            case [ast.Assign(targets=[ast.Name(id=name)])] if not path.steps[position].statement.names.mutates:
                if name not in needed:
                    continue
                needed -= {name} - always
            case _:
                pass
        needed |= names_of(tree).uses
        found.append(position)
    return tuple(reversed(found))


def _without_name(step: Step, unread: set[str]) -> Step:
    """Let serving take a column out of a frame without keeping it."""
    match step.statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr="pop"))) if name in unread:
            text = step.statement.text
            end = len(text) - len(text.partition("=")[2].lstrip())
            return replace(step, edits=(*step.edits, Edit(start=0, end=end, serving="")))
        case _:
            return step
