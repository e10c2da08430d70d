"""Personal values replaced by made-up ones of the same form: the code of a notebook finds in them what it looks for.

The made-up letters and digits depend on the column and on the order in which words come, never on the words: nobody can
compute a value back. Equal words stay equal, words that many rows share stay as they are, and so do those that the notebook
itself speaks of.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from promote.knowledge.personal import HONORIFICS, KINDS
from promote.model.personal import Disguise, Kind
from promote.model.table import Column, ColumnType

_WORD = re.compile(r"[^\W\d_]+|\d+")
_DAY_OR_MONTH = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_TOP_LEVEL = re.compile(r"\.\w+$")
_MOST = 0.8
"""Share of the values that must look personal for the column to count as such."""
_COMMON = 0.1
"""Share of the rows that a word is in, from which on it tells nobody apart."""
_COMMON_AT_LEAST = 3
_LARGEST_DAY_OR_MONTH = 31
_WORDS_OF_PROSE = 4
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnprstvwz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a column holds, and whether it stands inside longer texts."""

    kind: Kind
    inside: bool = False


def kinds_in(column: Column, values: Sequence[str]) -> tuple[Finding, ...]:
    """Say what is personal in a column, by its name, by its values, or inside its texts. `values` are not missing."""
    if not values:
        return ()
    for kind in KINDS:
        if _fits(kind, column, values) and (_is_named(kind, column.name, values) or _is_all(kind, column, values)):
            return (Finding(kind=kind),)
    if column.type is not ColumnType.TEXT or not _is_prose(values):
        return ()
    return tuple(
        Finding(kind=kind, inside=True)
        for kind in KINDS
        if kind.inside and any(re.search(kind.inside, value) for value in values)
    )


def _is_named(kind: Kind, column: str, values: Sequence[str]) -> bool:
    words = " ".join(_WORD.findall(_CAMEL.sub(" ", column))).lower()
    if words in kind.whole:
        # What a single word of a name calls may be a thing as well, and things have numbers.
        return _share(not any(map(str.isdigit, value)) for value in values) >= _MOST
    return any(f" {phrase} " in f" {words} " for phrase in kind.phrases)


def _fits(kind: Kind, column: Column, values: Sequence[str]) -> bool:
    """Whether a column could hold a kind at all: `Phone_Service` is no number."""
    types = {ColumnType.TEXT} if kind.is_text else {ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER}
    return column.type in types and _share(sum(map(str.isdigit, value)) >= kind.digits for value in values) >= _MOST


def _is_all(kind: Kind, column: Column, values: Sequence[str]) -> bool:
    if not kind.value or column.type is not ColumnType.TEXT:
        return False
    return _share(re.fullmatch(kind.value, value.strip()) is not None for value in values) >= _MOST


def _is_prose(values: Sequence[str]) -> bool:
    return _share(len(value.split()) >= _WORDS_OF_PROSE for value in values) >= 1 - _MOST


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)


@dataclass(slots=True)
class Mask:
    """Replaces the values of one column. Equal words get equal replacements."""

    findings: tuple[Finding, ...]
    neutral: frozenset[str]
    """Words that say nothing of anybody, in lower case."""
    common: frozenset[str]
    """Words that many rows share, in lower case: they stay unless they are all there is."""
    chance: random.Random
    known: dict[str, str] = field(default_factory=dict)

    def replace(self, text: str) -> str:
        """Put made-up values in the place of what is personal in a text."""
        for finding in self.findings:
            if not finding.inside:
                return self._disguised(finding.kind, text)
            text = re.sub(finding.kind.inside, self._disguises(finding.kind), text)
        return text

    def _disguises(self, kind: Kind) -> Callable[[re.Match[str]], str]:
        return lambda match: self._disguised(kind, match[0])

    def _disguised(self, kind: Kind, text: str) -> str:
        if kind.disguise is Disguise.DAYS:
            return _DAY_OR_MONTH.sub(self._day, text)
        end = _TOP_LEVEL.search(text) if "@" in text else None
        body, tail = (text[: end.start()], end[0]) if end is not None else (text, "")
        words = [word.lower() for word in _WORD.findall(body)]
        telling = [word for word in words if word not in self.neutral and not word.isdigit()]
        # Two common words together may be one person.
        kept = self.neutral if len(telling) > 1 and self.common.issuperset(telling) else self.neutral | self.common
        return _WORD.sub(lambda word: self._word(kind, word[0], kept), body) + tail

    def _word(self, kind: Kind, word: str, kept: frozenset[str]) -> str:
        if word.isdigit():
            return word if kind.disguise is Disguise.LETTERS_OF_WORDS else self._once(word)
        if kind.disguise is Disguise.DIGITS or word.lower() in kept:
            return word
        return self._once(word)

    def _once(self, word: str) -> str:
        if word not in self.known:
            taken = set(self.known.values()) | {word}
            tries = [self._made_up(word) for _ in range(8)]
            self.known[word] = next((each for each in tries if each not in taken), tries[-1])
        return self.known[word]

    def _made_up(self, word: str) -> str:
        return "".join(self._letter(letter, first=position == 0) for position, letter in enumerate(word))

    def _letter(self, letter: str, *, first: bool) -> str:
        if letter == "0" and first:
            return letter
        if letter.isdigit():
            # A number keeps its length, and a part of an IP address stays below 256.
            return self.chance.choice("12" if first and letter in "12" else "12345")
        choice = self.chance.choice(_VOWELS if letter.lower() in _VOWELS else _CONSONANTS)
        return choice.upper() if letter.isupper() else choice

    def _day(self, number: re.Match[str]) -> str:
        if int(number[0]) > _LARGEST_DAY_OR_MONTH:
            return number[0]
        return str(self.chance.randint(1, 9)) if len(number[0]) == 1 else f"{self.chance.randint(1, 12):02}"


def mask(column: str, findings: tuple[Finding, ...], values: Sequence[str], spoken: frozenset[str]) -> Mask:
    """Make the mask of a column. `spoken` are words of the notebook, in lower case."""
    rows = Counter(word for value in values for word in {each.lower() for each in _WORD.findall(value)})
    many = max(_COMMON_AT_LEAST, _COMMON * len(values))
    common = frozenset(word for word, count in rows.items() if count >= many and not word.isdigit())
    chance = random.Random(column)  # noqa: S311 - no secret: it must be the same every time
    return Mask(findings=findings, neutral=HONORIFICS | spoken, common=common, chance=chance)


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """Collect the words of some texts, in lower case."""
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))
