"""No secret of a notebook reaches the project, its history or a log."""

import functools
import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from promote.model.modules import parsed
from promote.model.program import Program
from promote.model.promotion import Promotion
from promote.model.source import Source
from promote.rules.hardcoded_secret import known_secrets, secrets_in

_REMOVED = "secret-removed-by-promote"


def without_secrets(promotion: Promotion, program: Program, source: Source) -> Promotion:
    """Blank every secret, in files, facts and summaries: none reaches the project, its history or a log."""
    secrets = {text for statement in program.statements for _, text in secrets_in(statement.node)}
    secrets |= {text for module in map(parsed, program.modules.values()) for _, text in secrets_in(module)}
    secrets |= {each for text in [source.text, *program.modules.values()] for each in known_secrets(text)}
    if not secrets:
        return promotion
    spellings = sorted({each for secret in secrets for each in _spellings(secret)}, key=lambda each: (-len(each), each))
    blanked: Promotion = _blank(promotion, spellings)
    return blanked


def _spellings(secret: str) -> set[str]:
    """A text as it may stand in Python, in JSON, and in Python that stands in JSON."""
    plain = {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return plain | {json.dumps(each, ensure_ascii=narrow)[1:-1] for each in plain for narrow in (True, False)}


def _blank(value: Any, spellings: Sequence[str]) -> Any:  # noqa: ANN401
    """Blank texts wherever they are in a value."""
    match value:
        case str() if any(each in value for each in spellings):
            return functools.reduce(lambda text, each: text.replace(each, _REMOVED), spellings, value)
        case tuple():
            return tuple(_blank(each, spellings) for each in value)
        case dict():
            return {key: _blank(each, spellings) for key, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{each.name: _blank(getattr(value, each.name), spellings) for each in fields(value)})
        case _:
            return value
