"""Parts of a sentence that names several things."""

from collections.abc import Sequence


def listed(words: Sequence[str], most: int = 3) -> str:
    """Name things in a row; of many the first, and how many more there are.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
    ('a and b', 'a, b, c and 2 more')
    """
    shown = list(words) if len(words) <= most else [*words[:most], f"{len(words) - most} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
