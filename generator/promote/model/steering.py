"""Characters that steer a terminal, turn the direction of text, or are none at all, and text without them."""

import re

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What moves a cursor, begins a line, turns the direction of text, or is no character at all."""


def visible(text: str) -> str:
    r"""Spell such characters out, in a way that JSON reads as what they were: `\u001b`."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
