"""Runs inside the notebook's kernel, and writes down which records the notebook predicted, and what.

This file is copied beside the scratch project and imported there as `promote_witness`: standard library only, and pandas and
scikit-learn only where the notebook has them.

A prediction's rows are traced back to the records at the cut by their labels. Three things take labels away, and are
watched: `train_test_split` of arrays, `reset_index`, and arithmetic on arrays that keeps the number of rows.
"""

# ruff: noqa: ANN401 - what passes here belongs to the notebook, and may be of any type

import json
import math
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

LIMIT = 2000
"""Rows written down at most, evenly chosen."""
HORIZON = 1000
"""Steps of a forecast written down at most: as many as a service takes in any case."""
_LINEAGE = "promote_lineage"
UNTRACED = "rows cannot be traced to the records that they came from"


class Untraceable(Exception):
    """The rows of a prediction have lost their labels."""


class Lineage:
    """Labels of the records at the cut, by the new label that `reset_index` gave. Copies are the same object."""

    def __init__(self, labels: Sequence[Any]) -> None:
        """Keep the old labels in the order of the new ones."""
        self.labels = labels

    def __deepcopy__(self, _memo: object) -> "Lineage":
        """Travel along with a frame's attributes at no cost."""
        return self

    def __eq__(self, other: object) -> bool:
        """Be equal to oneself only: pandas asks."""
        return self is other

    __hash__ = None  # type: ignore[assignment]


@dataclass
class Split:
    """One part of one array that was split: the part itself, and its rows as labels or as positions."""

    part: Any
    labels: Sequence[Any] | None
    positions: Sequence[int]
    whole: int
    is_test: bool


@dataclass
class State:
    """What the witness has seen so far."""

    output: str = ""
    frame: Any = None
    known: set[Any] = field(default_factory=set)
    splits: list[Split] = field(default_factory=list)
    resets: list[Lineage] = field(default_factory=list)


state = State()


def begin(output: str) -> None:
    """Start to watch. Called before the notebook imports anything."""
    os.environ["MPLBACKEND"] = "Agg"
    state.output = output
    _stay()
    for watch in (_watch_splits, _watch_labels):
        try:
            watch()
        except ImportError:
            continue


def _stay() -> None:
    """Let `exit()` and `quit()` end their cell at most, and not the kernel."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        shell.ask_exit = lambda: None


def keep(frame: Callable[[], Any]) -> None:
    """Keep the records as they are at the cut."""
    try:
        kept = frame().copy()
        getattr(kept, "attrs", {}).pop(_LINEAGE, None)
        state.frame = kept
        state.known = set(kept.index)
        state.resets.clear()
    except Exception as error:  # noqa: BLE001 - a notebook goes on whatever happens here
        _write({"problem": f"the records cannot be kept: {error!r}"})


def testify(
    model: Callable[[], Any],
    inputs: Callable[[], Any],
    answer: Callable[[], Any] = lambda: None,  # noqa: PT028 - nothing that pytest runs
    classes: Callable[[], Any] = lambda: None,  # noqa: PT028
) -> None:
    """Write down the records and predictions of the model's inputs: `answer` says them where the model alone does not."""
    try:
        if state.frame is None:
            _write({"problem": "the records were never read"})
            return
        _write(_testimony(model(), inputs(), answer(), classes()))
    except Untraceable as error:
        _write({"problem": str(error)})
    except Exception as error:  # noqa: BLE001
        _write({"problem": f"the notebook's prediction failed: {error!r}"})


def foresee(forecast: Callable[[], Any]) -> None:
    """Write down how a series goes on. What the service is asked for is only how far."""
    try:
        values = forecast()
        named = list(values.items()) if hasattr(values, "items") else list(enumerate(plain(values)))
        points = [{"at": str(at).removesuffix(" 00:00:00"), "value": _scalar(value)} for at, value in named[:HORIZON]]
        answers = {"records": [{"steps": len(points)}], "predictions": [points]}
        _write({"problem": "", "rows": 1, **answers, "probabilities": None, "classes": None})
    except Exception as error:  # noqa: BLE001
        _write({"problem": f"the notebook's forecast failed: {error!r}"})


def _testimony(model: Any, inputs: Any, answer: Any, classes: Any) -> dict[str, Any]:
    rows = _positions_in_frame(trace(inputs))
    chosen = evenly(len(rows), LIMIT)
    predictions = plain(model.predict(inputs) if answer is None else answer)
    if len(predictions) != len(rows):
        raise Untraceable(f"{len(rows)} rows gave {len(predictions)} predictions")
    probabilities = _probabilities(model, inputs)
    return {
        "problem": "",
        "rows": len(rows),
        "records": records(state.frame, [rows[each] for each in chosen]),
        "predictions": [predictions[each] for each in chosen],
        "probabilities": [probabilities[each] for each in chosen] if probabilities else None,
        "classes": _classes(model, classes) if probabilities else None,
    }


def _classes(model: Any, told: Any) -> list[Any] | None:
    labels = getattr(model, "classes_", None) if told is None else told
    return None if labels is None else plain(labels)


def _probabilities(model: Any, inputs: Any) -> list[Any] | None:
    try:
        return plain(model.predict_proba(inputs))
    except Exception:  # noqa: BLE001 - many models have none, or only say so when asked
        return None


def trace(inputs: Any) -> list[Any]:
    """Return the labels, in the frame at the cut, of the rows of a model's inputs."""
    length = _length(inputs)
    same_part = [split for split in state.splits if split.part is inputs]
    same_length = [split for split in state.splits if len(split.positions) == length]
    index = _index(inputs)
    if index is not None and not (_is_fresh(index) and _hides_labels(inputs, length, same_length)):
        return _original(inputs, list(index))
    for split in (*same_part, *_likely_first(same_length)):
        return _split_labels(split)
    return _by_position(range(length), length)


def _hides_labels(inputs: Any, length: int, same_length: list[Split]) -> bool:
    """Whether labels counted from 0 took the place of others: `pd.DataFrame(scaler.transform(X_test))`."""
    is_known = _LINEAGE in getattr(inputs, "attrs", {}) or any(split.part is inputs for split in same_length)
    return not is_known and (bool(same_length) or length == len(state.frame))


def _likely_first(splits: list[Split]) -> list[Split]:
    """Put test parts first, and of these the one that was made last."""
    return [split for is_test in (True, False) for split in reversed(splits) if split.is_test is is_test]


def _split_labels(split: Split) -> list[Any]:
    if split.labels is not None:
        return _original(split.part, split.labels)
    return _by_position(split.positions, split.whole)


def _by_position(positions: Sequence[int], whole: int) -> list[Any]:
    """Take positions in an array for positions in the frame, or in a frame that was relabelled on the way."""
    if whole == len(state.frame):
        labels = list(state.frame.index)
        return [labels[each] for each in positions]
    for lineage in reversed(state.resets):
        if len(lineage.labels) == whole:
            return [lineage.labels[each] for each in positions]
    raise Untraceable(UNTRACED)


def _original(frame: Any, labels: Sequence[Any]) -> list[Any]:
    """Undo what `reset_index` did to the labels of a frame."""
    lineage = getattr(frame, "attrs", {}).get(_LINEAGE)
    if lineage is None and len(state.resets) == 1:
        lineage = state.resets[0]
    if lineage is None:
        return list(labels)
    try:
        return [lineage.labels[each] for each in labels]
    except (TypeError, IndexError):
        return list(labels)


def _positions_in_frame(labels: Sequence[Any]) -> list[int]:
    known = {label: position for position, label in enumerate(state.frame.index)}
    if len(known) != len(state.frame):
        raise Untraceable(f"{UNTRACED}: the labels are not unique")
    try:
        return [known[label] for label in labels]
    except KeyError as error:
        raise Untraceable(UNTRACED) from error


def _watch_splits() -> None:
    import numpy as np
    from sklearn import model_selection

    original = model_selection.train_test_split

    def train_test_split(*arrays: Any, **options: Any) -> Any:
        if not arrays:
            return original(*arrays, **options)
        whole = _length(arrays[0])
        # One more array, of positions, is split as the others are, and takes nothing from the random numbers.
        *parts, train, test = original(*arrays, np.arange(whole), **options)
        for number, part in enumerate(parts):
            positions = [int(each) for each in (test if number % 2 else train)]
            index = _index(arrays[number // 2])
            labels = None if index is None else list(_index(part))
            state.splits.append(Split(part, labels, positions, whole, is_test=bool(number % 2)))
        return parts

    train_test_split.__doc__ = original.__doc__
    model_selection.train_test_split = train_test_split
    module = sys.modules.get(original.__module__)
    if module is not None:
        module.train_test_split = train_test_split  # type: ignore[attr-defined]


def _watch_labels() -> None:
    import pandas as pd

    for kind in (pd.DataFrame, pd.Series):
        kind.reset_index = _watched(kind.reset_index)


def _watched(original: Any) -> Any:
    def reset_index(self: Any, *arguments: Any, **options: Any) -> Any:
        old = None if state.frame is None else _original(self, list(self.index))
        result = original(self, *arguments, **options)
        target = self if result is None else result
        if old is not None and len(target) == len(old) and state.known.issuperset(old):
            lineage = Lineage(old)
            state.resets.append(lineage)
            target.attrs[_LINEAGE] = lineage
        return result

    reset_index.__doc__ = original.__doc__
    return reset_index


def records(frame: Any, positions: Sequence[int]) -> list[dict[str, Any]]:
    """Spell rows of a frame as JSON would: missing values are null, numbers are Python's own."""
    chosen = frame.iloc[list(positions)]
    columns = {str(name): [_scalar(each) for each in chosen.iloc[:, at].tolist()] for at, name in enumerate(chosen)}
    return [{name: values[row] for name, values in columns.items()} for row in range(len(positions))]


def evenly(count: int, limit: int) -> list[int]:
    """Choose at most `limit` of `count` positions, evenly.

    >>> evenly(3, 5), evenly(10, 4)
    ([0, 1, 2], [0, 2, 5, 7])
    """
    return list(range(count)) if count <= limit else [position * count // limit for position in range(limit)]


def plain(values: Any) -> list[Any]:
    """Turn an array into lists of Python's own values."""
    listed = values.tolist() if hasattr(values, "tolist") else list(values)
    return [_nested(each) for each in listed]


def _nested(value: Any) -> Any:
    return [_nested(each) for each in value] if isinstance(value, (list, tuple)) else _scalar(value)


def _scalar(value: Any) -> Any:
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _index(values: Any) -> Any:
    """Return the labels of a frame or series. A list's `index` is a method, and no label."""
    index = getattr(values, "index", None)
    return None if index is None or callable(index) else index


def _is_fresh(index: Any) -> bool:
    """Whether labels are merely counted from 0."""
    return all(label == position for position, label in enumerate(index))


def _length(values: Any) -> int:
    return int(values.shape[0]) if hasattr(values, "shape") else len(values)


def _write(testimony: dict[str, Any]) -> None:
    with open(state.output, "w", encoding="utf-8") as file:  # noqa: PTH123 - the kernel's own Python may be older
        json.dump(testimony, file)
