"""The door to Copier.

sources    where templates come from, and which of them are trusted
answers    what they are rendered with
rendering  the only module that imports Copier

The template of this version travels in the wheel and is rendered as a plain folder, without network and without trust.
What is recorded in the project is its public home and tag, so that a stock `copier update` finds the way later.
"""

from promote.template.answers import (
    Recorded,
    accepted,
    answerable,
    answers_to,
    at_home,
    check_given,
    questions,
    read_answers,
    read_settings,
    recorded,
)
from promote.template.rendering import Layer, Rendering, check_free, check_overlay, render, render_layer
from promote.template.sources import (
    ALLOW_LIST,
    HOME,
    Template,
    address,
    bundled_commit,
    bundled_entries,
    is_home,
    is_newer,
    newest,
    parse_source,
    refuse_credentials,
    refuse_strangers,
)

__all__ = [
    "ALLOW_LIST",
    "HOME",
    "Layer",
    "Recorded",
    "Rendering",
    "Template",
    "accepted",
    "address",
    "answerable",
    "answers_to",
    "at_home",
    "bundled_commit",
    "bundled_entries",
    "check_free",
    "check_given",
    "check_overlay",
    "is_home",
    "is_newer",
    "newest",
    "parse_source",
    "questions",
    "read_answers",
    "read_settings",
    "recorded",
    "refuse_credentials",
    "refuse_strangers",
    "render",
    "render_layer",
]
