"""Titles that an author wrote become names of functions."""

import keyword
import re
import unicodedata
from collections.abc import Container

_GENERIC = frozenset({"", "import", "imports", "data", "model", "modeling", "introduction"})
_LONGEST = 40
_JOINING = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "our"]
) | {*("that", "the", "their", "to", "we", "which", "with")}
"""Words that say nothing at the end."""


def function_name(title: str, fallback: str, taken: Container[str]) -> str:
    """Name a function after a title, or as `fallback` says where the title is long, says nothing or cannot be spelled.

    >>> function_name("2. Préparer les âges", "prepare", {"preparer_les_ages"})
    'preparer_les_ages_2'
    """
    words = "_".join(_words(title))
    wanted = words if words not in _GENERIC and len(words) <= _LONGEST else fallback
    name, number = wanted, 2
    while name in taken or keyword.iskeyword(name):
        name, number = f"{wanted}_{number}", number + 1
    return name


def shortened(title: str) -> str:
    """Leave the words at the beginning of a long title that make a name.

    >>> shortened("Let's check the distribution of the numerical columns")
    'lets check the distribution'
    """
    words = _words(title)
    while len("_".join(words)) > _LONGEST:
        words.pop()
        while words and words[-1] in _JOINING:
            words.pop()
    return " ".join(words)


def _words(title: str) -> list[str]:
    """Letters and digits of a title, as a name may have them, from the first letter on."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['\u2019`]", "", title.lower()))
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    first = next((n for n, word in enumerate(words) if not word.isdigit()), len(words))
    return [words[first].lstrip("0123456789"), *words[first + 1 :]] if first < len(words) else []
