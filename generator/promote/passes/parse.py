"""Cells become statements: each top-level statement with its lines, its text and the comments directly above it."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace

from promote.model.notebook import CellKind
from promote.model.program import Program, Statement, Unparsable
from promote.model.steering import STEERING

MOST_NESTED = 200
"""Levels of a cell's syntax tree: a chain of as many calls, or a sum of as many terms."""
NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
_TOO_DEEP = "it is nested too deeply"


def parse(program: Program) -> Program:
    """Parse every code cell. One that does not parse is kept as `Unparsable`, and the rest goes on."""
    statements: list[Statement] = []
    unparsable: list[Unparsable] = []
    heading = ""
    for number, cell in enumerate(program.notebook.cells):
        if cell.kind is CellKind.MARKDOWN:
            found = _headings(cell.source)
            if number == 0 and found and found[0].startswith("# "):
                # The title names the whole.
                found = found[1:]
            heading = (_plain(found[-1]) if found else "") or heading
        if cell.kind is not CellKind.CODE:
            continue
        try:
            statements += statements_of(cell.source, cell.number, heading)
        except NOT_PYTHON as error:
            line = getattr(error, "lineno", None) or 1
            unparsable.append(Unparsable(cell=cell.number, line=line, message=why_not(error)))
    return replace(
        program,
        statements=tuple(replace(each, index=n) for n, each in enumerate(statements)),
        unparsable=tuple(unparsable),
    )


def statements_of(source: str, cell: int, heading: str = "") -> list[Statement]:
    """Part a cell, or a module that it imports, into statements. Raises one of `NOT_PYTHON` for what does not parse."""
    source = _spelled_out(source)
    lines = source.split("\n")
    return [_statement(cell, heading, lines, node) for node in _nodes(source)]


def why_not(error: Exception) -> str:
    """Say why something does not parse."""
    return getattr(error, "msg", None) or str(error) or _TOO_DEEP


def _nodes(source: str) -> list[ast.stmt]:
    with warnings.catch_warnings():
        # Invalid escape sequences in the author's strings are not ours to report.
        warnings.simplefilter("ignore")
        tree = compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        _check_depth(tree)
        # What parses may still be no program, `return` outside a function for one.
        compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    # Outside a function, `global` says nothing; inside the function that a cell becomes, it would.
    own = [node for node in tree.body if not isinstance(node, ast.Global)]
    return [simple for node in own for simple in simplified(node)]


def _check_depth(tree: ast.AST) -> None:
    """Refuse what is nested deeper than anybody writes by hand: whoever follows it step by step would not come to an end."""
    level, depth = [tree], 0
    while level:
        level, depth = [child for node in level for child in ast.iter_child_nodes(node)], depth + 1
        if depth > MOST_NESTED:
            raise ValueError(_TOO_DEEP)


def _spelled_out(source: str) -> str:
    r"""Spell out what steers a terminal or turns the direction of text, as `\x1b`, where the program stays the same by that."""
    if not STEERING.search(source):
        return source
    spelled = STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), source)
    try:
        return spelled if ast.dump(ast.parse(spelled)) == ast.dump(ast.parse(source)) else source
    except NOT_PYTHON:
        return source


def simplified(node: ast.stmt) -> Iterator[ast.stmt]:
    """Split `a, b = x, y` in two where no value reads what is bound before it: the two halves belong to different programs."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if (
            len(targets) == len(values)
            and not any(isinstance(each, ast.Starred) for each in [*targets, *values])
            and not any(_bound(targets[:n]) & _read([value]) for n, value in enumerate(values))
        ):
            for target, value in zip(targets, values, strict=True):
                yield ast.copy_location(ast.Assign(targets=[target], value=value), node)
        case _:
            yield node


def _bound(nodes: list[ast.expr]) -> set[str]:
    return {name.id for node in nodes for name in ast.walk(node) if isinstance(name, ast.Name)}


_read = _bound


def _statement(cell: int, heading: str, lines: list[str], node: ast.stmt) -> Statement:
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    last = node.end_lineno or node.lineno
    return Statement(
        index=0,
        cell=cell,
        line=first,
        end_line=last,
        comments=_comments_above(lines, first),
        text=_text(lines, node, first, last),
        node=node,
        heading=heading,
    )


def _text(lines: list[str], node: ast.stmt, first: int, last: int) -> str:
    if isinstance(node, ast.Assign) and node.targets[0].lineno == node.lineno:
        start = node.targets[0].col_offset
        if start != node.col_offset or (node.value.end_lineno, node.value.end_col_offset) != (
            node.end_lineno,
            node.end_col_offset,
        ):
            return ast.unparse(node)
    chosen = [line.encode() for line in lines[first - 1 : last]]
    chosen[-1] = chosen[-1][: node.end_col_offset]
    if not getattr(node, "decorator_list", None):
        chosen[0] = chosen[0][node.col_offset :]
    return b"\n".join(chosen).decode()


def _comments_above(lines: list[str], first: int) -> str:
    start = first - 1
    while start > 0 and lines[start - 1].lstrip().startswith("#") and lines[start - 1].strip() != "#":
        start -= 1
    return "\n".join(line.strip() for line in lines[start : first - 1])


def _headings(markdown: str) -> list[str]:
    return [line.strip() for line in markdown.split("\n") if line.lstrip().startswith("#")]


def _plain(heading: str) -> str:
    return re.sub(r"\s+#+$", "", heading.lstrip("#")).strip()
