"""The rows of a model's inputs, traced back to the records at the cut.

A frame or series has its rows by their labels, as long as these are the records' own. What has no labels has left a trail where
it lost them: it is known by its identity, or as a view of the same memory. Where neither helps, its rows are guessed to be those
of a trail that is as long. A guess says so: whoever compares must not take equality for more than it can tell.
"""

# ruff: noqa: ANN401 - what passes here belongs to the notebook, and may be of any type

import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from promote.verify.witness import memory
from promote.verify.witness.memory import Lineage, Place, Rows, Trail
from promote.verify.witness.spelling import evenly

LINEAGE = "promote_lineage"
UNTRACED = "rows cannot be traced to the records that they came from"
_MOST_GUESSES = 4
_WITNESSES = 1000
"""Rows at most that are compared to see whether a frame's labels are the records' own."""


class Untraceable(Exception):
    """The rows of a prediction have lost their labels."""


def trace(inputs: Any) -> list[Rows]:
    """Return the records that the rows of a model's inputs are: one answer that is sure, or guesses, the likeliest first."""
    if len(memory.state.known) != len(memory.state.frame):
        raise Untraceable(f"{UNTRACED}: the labels are not unique")
    found: list[Rows] = []
    for each in _candidates(inputs):
        if not _are_records(each) or any(list(each.labels) == list(other.labels) for other in found):
            continue
        if each.is_sure:
            return [each]
        found.append(each)
    if not found:
        raise Untraceable(UNTRACED)
    return found[:_MOST_GUESSES]


def leave(part: Any, whole: Any, positions: Sequence[int | None] | None = None, *, is_test: bool = False) -> None:
    """Leave a trail: the rows of a part are those of a whole, at some positions or all in their order."""
    memory.state.remember(
        Trail(
            part=_reference(part),
            place=_place(part),
            length=length_of(whole) if positions is None else len(positions),
            whole=length_of(whole),
            positions=positions,
            rows=labelled(whole),
            origin=_trail_of(whole),
            is_test=is_test,
        )
    )


def forget(array: Any) -> None:
    """Forget the trails of an array whose rows have changed their places."""
    place = _place(array)
    for trail in memory.state.trails:
        is_same = place is not None and trail.place is not None and place.owner() is trail.place.owner()
        if is_same or trail.part() is array:
            trail.part, trail.place = _reference(None), None


def are_known(values: Any) -> bool:
    """Whether labels may be the records': the first one is."""
    if memory.state.frame is None:
        return False
    rows = labelled(values)
    return rows is not None and (rows.is_sure or rows.labels[0] in memory.state.known)


def labelled(values: Any) -> Rows | None:
    """Return the rows that something has by its own labels, if it has any."""
    index = index_of(values)
    if index is None:
        return None
    lineage = getattr(values, "attrs", {}).get(LINEAGE)
    if lineage is not None:
        labels = _looked_up(lineage, index)
        if labels is not None:
            # Labels that are counted from 0 again may come of another time, such as by `ignore_index`.
            is_its_own = index.is_(lineage.index) or not _is_fresh(index) or _agrees(values, labels)
            return Rows(labels, lineage.is_sure and is_its_own)
    return Rows(index, _is_verified(values, index))


def index_of(values: Any) -> Any:
    """Return the labels of a frame or series. A list's `index` is a method, and no label."""
    index = getattr(values, "index", None)
    return None if index is None or callable(index) else index


def length_of(values: Any) -> int:
    """Return the number of rows."""
    return int(values.shape[0]) if hasattr(values, "shape") else len(values)


def _candidates(inputs: Any) -> Iterator[Rows]:
    """The likeliest first, and what is sure before all guesses."""
    length, own, trail = length_of(inputs), labelled(inputs), _trail_of(inputs)
    by_identity = list(_resolved(trail)) if trail is not None else []
    known = [*by_identity, *([own] if own is not None else [])]
    yield from (each for each in known if each.is_sure)
    is_fresh = own is not None and _is_fresh(index_of(inputs))
    if own is not None and not is_fresh and _is_part_of_a_trail(own):
        yield Rows(own.labels, is_sure=True)
    # Labels that are merely counted from 0 may be those of a frame that was made of an array.
    yield from by_identity if is_fresh else known
    yield from _of_length(length, memory.state.trails)
    if own is not None:
        yield from (Rows(labels, is_sure=False) for labels in _relabelled(own.labels))
        yield own


def _is_fresh(labels: Sequence[Any]) -> bool:
    """Whether labels are merely counted from 0."""
    return all(label == position for position, label in enumerate(labels))


def _is_part_of_a_trail(own: Rows) -> bool:
    """Whether the labels are those of rows that are surely records, in their very order."""
    trails = [each for each in memory.state.trails if each.length == len(own.labels) > 1]
    return any(rows.is_sure and list(rows.labels) == list(own.labels) for each in trails for rows in _resolved(each))


def _relabelled(labels: Sequence[Any]) -> Iterator[list[Any]]:
    """What labels may have been before they were reset, the last time first."""
    for lineage in reversed(memory.state.lineages):
        found = _looked_up(lineage, labels)
        if found is not None:
            yield found


def _looked_up(lineage: Lineage, labels: Any) -> list[Any] | None:
    try:
        return [lineage.labels[each] for each in labels]
    except (TypeError, IndexError):
        return None


def _of_length(length: int, trails: Sequence[Trail]) -> Iterator[Rows]:
    """Rows of trails that are as long, test parts first, and of these the last one; or all records."""
    state = memory.state
    if length == len(state.frame) and state.in_order:
        yield Rows(list(state.frame.index), is_sure=True)
    for is_test in (True, False):
        for each in reversed(trails):
            if each.is_test is is_test and each.length == length:
                yield from (Rows(rows.labels, is_sure=False) for rows in _resolved(each))
    if length == len(state.frame):
        yield Rows(list(state.frame.index), is_sure=False)
    yield from (Rows(each.labels, is_sure=False) for each in reversed(state.lineages) if len(each.labels) == length)


def _resolved(trail: Trail) -> Iterator[Rows]:
    """Follow a trail to the records."""
    for whole in _wholes(trail):
        if trail.positions is None:
            yield whole
        else:
            yield Rows([None if at is None else whole.labels[at] for at in trail.positions], whole.is_sure)


def _wholes(trail: Trail) -> Iterator[Rows]:
    if trail.rows is not None and trail.rows.is_sure:
        yield trail.rows
        return
    if trail.origin is not None:
        yield from _resolved(trail.origin)
    else:
        state = memory.state
        number = next((n for n, each in enumerate(state.trails) if each is trail), 0)
        yield from _of_length(trail.whole, state.trails[:number])
    if trail.rows is not None:
        yield trail.rows


def _trail_of(values: Any) -> Trail | None:
    """Find the trail of something by its identity, or of an array as a view of another one's memory."""
    place = _place(values)
    for trail in reversed(memory.state.trails):
        if values is not None and trail.part() is values:
            return trail
        positions = _positions(place, trail.place, len(values)) if place and trail.place else None
        if positions is not None and all(at < trail.length for at in positions):
            return Trail(
                part=lambda: values, length=len(positions), whole=trail.length, positions=positions, origin=trail
            )
    return None


def _place(values: Any) -> Place | None:
    """Say where in memory an array has its rows. What is no array has no such place."""
    if not hasattr(values, "__array_interface__") or not hasattr(values, "base") or values.ndim < 1:
        return None
    owner = values
    while hasattr(owner.base, "__array_interface__"):
        owner = owner.base
    start = values.__array_interface__["data"][0]
    step, *further = values.strides
    width = sum((count - 1) * stride for count, stride in zip(values.shape[1:], further, strict=True))
    return Place(weakref.ref(owner), start, step, further[0] if further else 0, width)


def _positions(view: Place, array: Place, length: int) -> list[int] | None:
    """Where the rows of an array lie in another one, if it is a view of regular rows of that."""
    if view.owner() is not array.owner() or array.step <= 0 or view.step <= 0 or view.step % array.step:
        return None
    offset = view.start - array.start
    by_column = array.across > array.step
    first = (offset % array.across if by_column else offset) // array.step
    # A row of the view may be several of the array: `reshape`.
    is_within = view.width % array.across == 0 if by_column else offset % array.step + view.width < array.step
    if offset < 0 or not is_within:
        return None
    return [first + number * (view.step // array.step) for number in range(length)]


def _reference(part: Any) -> Callable[[], Any]:
    """Hold on to something no longer than the notebook does, as far as Python can tell."""
    try:
        return weakref.ref(part)
    except TypeError:
        return lambda: part


def _are_records(rows: Rows) -> bool:
    known = memory.state.known
    own = [label for label in rows.labels if label is not None]
    try:
        return bool(own) and all(label in known for label in own)
    except TypeError:
        return False


def _is_verified(values: Any, index: Any) -> bool:
    """Whether labels are the records' own: an index that the records have too, or a column that says so."""
    state = memory.state
    if state.frame is None:
        return False
    if any(index is each or index.is_(each) for each in state.verified):
        return True
    if _agrees(values, index):
        state.verified.append(index)
        return True
    return False


def _agrees(values: Any, labels: Sequence[Any]) -> bool:
    """Whether a column of more than one value is what the records have in it, at these labels."""
    frame, known = memory.state.frame, memory.state.known
    chosen = evenly(len(labels), _WITNESSES)
    try:
        positions = [known[labels[each]] for each in chosen]
        if not frame.columns.is_unique:
            return False
        named = values.items() if hasattr(values, "columns") else [(values.name, values)]
        for name, column in named:
            if name in frame.columns:
                theirs, ours = column.iloc[chosen].tolist(), frame[name].iloc[positions].tolist()
                if (len(labels) == 1 or len({*map(str, theirs)}) > 1) and all(map(_same, theirs, ours)):
                    return True
    except (KeyError, TypeError, AttributeError, ValueError):
        return False
    return False


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or bool(one != one and other != other)  # noqa: PLR0124 - not a number
