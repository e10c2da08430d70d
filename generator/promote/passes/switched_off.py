"""Comments that are code which the author has switched off go: they say nothing about the line below them."""

import ast
import textwrap
import warnings
from dataclasses import replace

from promote.model.program import Program


def drop_switched_off(program: Program) -> Program:
    """Leave out the comments above each statement that are code, as `# print(df.shape)` is, and keep those in words."""
    statements = tuple(
        replace(each, comments=_in_words(each.comments)) if each.comments else each for each in program.statements
    )
    return replace(program, statements=statements)


def _in_words(comments: str) -> str:
    lines, kept = comments.split("\n"), []
    while lines:
        # The longest piece first: the body of a loop is code only together with its head.
        off = next((n for n in range(len(lines), 0, -1) if _is_code(lines[:n])), 0)
        if not off:
            kept.append(lines[0])
        lines = lines[off or 1 :]
    return "\n".join(kept)


def _is_code(comments: list[str]) -> bool:
    source = textwrap.dedent("\n".join(line.removeprefix("#") for line in comments))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nodes = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(nodes) and all(map(_runs, nodes))


def _runs(node: ast.stmt) -> bool:
    """Whether it is code beyond doubt. Words may happen to parse: `target`, `x: the input`, `y = price`, `return nothing`."""
    match node:
        case ast.Assign(value=value) | ast.AugAssign(value=value):
            return not isinstance(value, ast.Name | ast.Constant)
        case ast.Expr(value=ast.Call()) | ast.Import() | ast.ImportFrom() | ast.Delete():
            return True
        case ast.For() | ast.While() | ast.With() | ast.If() | ast.FunctionDef():
            return True
        case _:
            return False
