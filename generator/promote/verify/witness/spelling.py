"""Records and predictions as JSON says them."""

# ruff: noqa: ANN401 - what passes here belongs to the notebook, and may be of any type

import math
from collections.abc import Sequence
from typing import Any


def records(frame: Any, positions: Sequence[int]) -> list[dict[str, Any]]:
    """Spell rows of a frame as JSON would: missing values are null, numbers are Python's own."""
    chosen = frame.iloc[list(positions)]
    columns = {str(name): [scalar(each) for each in chosen.iloc[:, at].tolist()] for at, name in enumerate(chosen)}
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
    return [_nested(each) for each in value] if isinstance(value, (list, tuple)) else scalar(value)


def scalar(value: Any) -> Any:
    """Spell one value as JSON would."""
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
