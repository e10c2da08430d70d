"""Rows that are found again by what is in them."""

# ruff: noqa: ANN401 - what passes here belongs to the notebook, and may be of any type

from collections.abc import Hashable
from typing import Any


def positions_of(part: Any, whole: Any) -> list[int | None]:
    """Say where each row of a part is in a whole: the first one that is equal, or nowhere."""
    where: dict[Hashable, int] = {}
    for position, key in enumerate(_keys(whole)):
        where.setdefault(key, position)
    return [where.get(key) for key in _keys(part)]


def _keys(values: Any) -> list[Hashable]:
    import numpy as np

    if hasattr(values, "tocsr"):
        rows = values.tocsr().sorted_indices()
        ends = zip(rows.indptr, rows.indptr[1:], strict=False)
        return [(tuple(rows.indices[a:b].tolist()), tuple(rows.data[a:b].tolist())) for a, b in ends]
    array = np.asarray(values)
    if array.dtype.kind in "biuf":
        # Numbers of any kind are equal as floats are, and not a number is equal to itself.
        return [row.tobytes() for row in np.ascontiguousarray(array, dtype=float) + 0.0]
    return [repr(row) for row in array.tolist()]
