"""Two lists of predictions: equal, or equal but for the noise of floating-point arithmetic."""

import math
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")

TOLERANCE = 1e-9
SINGLE = 1e-5
"""Where both numbers have half the digits of Python's own, as a network computes them."""
_ENOUGH = 1000
"""In so many different orders can answers be put that tell more than chance."""


def same(expected: object, given: object) -> bool:
    """Whether two values are one: labels exactly, floats but for noise, lists and mappings by their parts.

    >>> same(0.1 + 0.2, 0.3), same("yes", "no"), same(1, 1.0), same([1.0], [1.0, 2.0])
    (True, False, True, False)
    """
    match expected, given:
        case (bool(), _) | (_, bool()):
            return _label(expected) == _label(given)
        case (int() | float(), int() | float()):
            return _close(float(expected), float(given))
        case ([*_], [*_]):
            return len(expected) == len(given) and all(map(same, expected, given))
        case (Mapping(), Mapping()):
            return set(expected) == set(given) and all(same(expected[key], given[key]) for key in expected)
        case _:
            return bool(expected == given)


def _label(value: object) -> object:
    """Take a truth value for the number that JSON may have made of it."""
    return int(value) if isinstance(value, bool) else value


def _close(expected: float, given: float) -> bool:
    if math.isnan(expected) or math.isnan(given):
        return math.isnan(expected) and math.isnan(given)
    if math.isinf(expected) or math.isinf(given):
        return expected == given
    tolerance = SINGLE if _is_single(expected) and _is_single(given) else TOLERANCE
    return abs(given - expected) <= tolerance * max(1.0, abs(expected))


def _is_single(value: float) -> bool:
    """Whether a number fits into 32 bits. Two that do and all but agree have been computed so.

    >>> _is_single(0.5), _is_single(0.1)
    (True, False)
    """
    try:
        return bool(struct.unpack("f", struct.pack("f", value))[0] == value)
    except OverflowError:
        return False


def are_telling(answers: Sequence[object]) -> bool:
    """Whether answers could hardly be equal if they were compared in another order than their own.

    >>> are_telling(["no"] * 99), are_telling(["no"] * 99 + ["yes"]), are_telling(["no"] * 98 + ["yes"] * 2)
    (False, False, True)
    """
    orders = math.lgamma(len(answers) + 1)
    alike = sum(math.lgamma(count + 1) for count in Counter(map(repr, answers)).values())
    return orders - alike >= math.log(_ENOUGH)


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Cut a list in pieces."""
    return (items[start : start + size] for start in range(0, len(items), size))
