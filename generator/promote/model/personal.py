"""What is known of one kind of personal data: how to tell it, and what of it to replace."""

from dataclasses import dataclass
from enum import StrEnum


class Disguise(StrEnum):
    """What of a value is replaced; everything else stays where it is."""

    WORDS = "words"
    """Letters by letters of the same case and digits by digits, word by word; common words stay."""
    LETTERS_OF_WORDS = "letters of words"
    """The same, but digits stay."""
    DIGITS = "digits"
    """Digits by digits."""
    DAYS = "days"
    """The numbers of day and month, each by one that is both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of personal data."""

    name: str
    """What it is, in words, of which there are several."""
    disguise: Disguise
    phrases: frozenset[str] = frozenset()
    """Words that stand together in the name of a column that holds it."""
    whole: frozenset[str] = frozenset()
    """Names of columns that hold it only if they are nothing else."""
    value: str = ""
    """A regular expression of a value that is nothing else."""
    inside: str = ""
    """A regular expression of where it stands in a text that is more than that."""
    digits: int = 0
    """Digits that a value has at least."""
    may_be_category: bool = False
    """A column of few values that come again and again tells kinds: classes by their teachers, shops by their streets."""
    is_text: bool = True
    """A column of numbers cannot hold it."""
