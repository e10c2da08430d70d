"""Bytes to text: UTF-8, and what else JSON and Python may be written in."""

import codecs
import io
import json
import tokenize

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(raw: bytes, *, is_json: bool) -> str:
    """Return the text with plain line ends. Raises `UnicodeError` for bytes that are none in an encoding that the file tells."""
    text = raw.decode(_encoding(raw, is_json=is_json))
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _encoding(raw: bytes, *, is_json: bool) -> str:
    # JSON begins with a plain character, so the zeros around it tell the encoding. Python has its own rule: PEP 263.
    if is_json or raw.startswith(_MARKS):
        return json.detect_encoding(raw)
    try:
        return tokenize.detect_encoding(io.BytesIO(raw).readline)[0]
    except SyntaxError:
        return "utf-8"
