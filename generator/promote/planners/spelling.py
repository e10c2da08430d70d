"""Expressions of the program in the notebook's own words, so that the notebook can be asked for their values."""

import ast

from promote.model.program import Program
from promote.passes.names import names_of
from promote.passes.rewrite import renamed


def in_notebook(program: Program, text: str) -> str | None:
    """Spell an expression as the notebook would have to; nothing where it has no way to say it."""
    used = names_of(ast.parse(text, mode="eval")).uses & program.spelled.keys()
    if any(not program.spelled[name] for name in used):
        return None
    return renamed(text, {name: program.spelled[name] for name in used}) if used else text
