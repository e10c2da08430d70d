"""Texts as Python spells them in a module."""

import json


def spelled(value: str | list[str]) -> str:
    r"""Spell a text, or a list of them, in double quotes; what cannot be printed is spelled out.

    >>> spelled("größe\x1b")
    '"größe\\u001b"'
    """
    return "".join(map(_letter, json.dumps(value, ensure_ascii=False)))


def _letter(letter: str) -> str:
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
