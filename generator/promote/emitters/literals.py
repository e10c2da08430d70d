"""Texts as Python spells them in a module, and titles as its docstrings do."""

import json
import re


def spelled(value: str | list[str]) -> str:
    r"""Spell a text, or a list of them, in double quotes; what cannot be printed is spelled out.

    >>> spelled("größe\x1b")
    '"größe\\u001b"'
    """
    return "".join(map(_letter, json.dumps(value, ensure_ascii=False)))


def sentence(title: str) -> str:
    """Spell an author's title as the sentence of a docstring; empty where it says nothing.

    >>> sentence("2.1 the `age` of customers:")
    'The age of customers.'
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in title)
    words = re.sub(r"[`\"\\]", "", re.sub(r"^[\d.\s)]+", "", printable)).strip().rstrip(".:!")
    end = "" if words.endswith("?") else "."
    return f"{words[0].upper()}{words[1:]}{end}" if words else ""


def _letter(letter: str) -> str:
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
