"""Pieces of a loop: the statements of its turns."""

import ast
import textwrap
from dataclasses import replace

from promote.model.program import Statement

MOST_TURNS = 30


def parsed(text: str) -> ast.stmt | None:
    """Parse one statement, if it is one."""
    try:
        return ast.parse(text).body[0]
    except (SyntaxError, IndexError):
        return None


def made(statement: Statement, text: str) -> Statement:
    """Put another text into the place of a statement."""
    return replace(statement, text=text, node=ast.parse(text).body[0], comments="")


def leaves_early(loop: ast.For) -> bool:
    """Whether some turns do less than others."""
    return any(isinstance(each, ast.Break | ast.Continue) for each in ast.walk(loop))


def text_of(text: str, node: ast.stmt, loop: ast.stmt) -> str:
    """The author's lines of a statement in the loop's body, dedented; what shares the line of its head is spelled anew."""
    if node.lineno == loop.lineno:
        return ast.unparse(node)
    first = node.lineno - loop.lineno
    last = (node.end_lineno or node.lineno) - loop.lineno
    lines = text.split("\n")[first : last + 1]
    dedented = textwrap.dedent("\n".join(lines))
    try:
        parsed = ast.parse(dedented).body
    except SyntaxError:
        parsed = []
    return dedented if len(parsed) == 1 else ast.unparse(node)


def comments_above(text: str, node: ast.stmt) -> str:
    """The comment lines directly above a statement inside another one, dedented."""
    lines = text.split("\n")
    start = node.lineno - 1
    while start > 0 and lines[start - 1].lstrip().startswith("#") and lines[start - 1].strip() != "#":
        start -= 1
    return "\n".join(line.strip() for line in lines[start : node.lineno - 1])
