"""A cell in pieces, so that what the prediction does not need cannot stop what it does need.

A cell that holds a needed statement is cut between its statements, and an import of several names between the names. A piece
that fails then takes nothing with it but itself. Other cells stay whole.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from promote.model.notebook import Cell, CellKind, Notebook
from promote.model.parity import Parity, Span
from promote.model.program import Directive, DirectiveKind, Program
from promote.passes.magics import take_out_magics


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of a cell, with its first line there. `needed` says whether the prediction depends on it."""

    cell: int
    line: int
    source: str
    needed: bool


def chunks(notebook: Notebook, parity: Parity) -> Iterator[Chunk]:
    """Cut the code cells of a notebook, in their order. Lines that install something are left out."""
    program = take_out_magics(Program(notebook=notebook))
    for cell, readable in zip(notebook.cells, program.notebook.cells, strict=True):
        if cell.kind is CellKind.CODE:
            said = [each for each in program.directives if each.cell == cell.number]
            yield from _cut(_without_installs(cell, said), readable, said, parity)


def _without_installs(cell: Cell, said: Sequence[Directive]) -> Cell:
    """Comment out what installs something: the environment is made from the lock."""
    lines = cell.source.split("\n")
    for each in said:
        if each.kind is DirectiveKind.INSTALL:
            text = lines[each.line - 1]
            indent = text[: len(text) - len(text.lstrip())]
            lines[each.line - 1] = text if text.lstrip().startswith("pass") else f"{indent}pass  # {text.strip()}"
    return replace(cell, source="\n".join(lines))


def _cut(cell: Cell, readable: Cell, said: Sequence[Directive], parity: Parity) -> Iterator[Chunk]:
    spans = [each for each in parity.path if each.cell == cell.number]
    # A project of an earlier promote knows its cells only.
    is_known = not parity.path and cell.number in parity.path_cells
    whole = Chunk(cell=cell.number, line=1, source=cell.source, needed=is_known)
    try:
        body = ast.parse(readable.source).body
    except (SyntaxError, ValueError, RecursionError):
        yield whole
        return
    wanted = frozenset(parity.imports)
    if not body:
        # A line that runs a file is no statement of the cell.
        yield replace(whole, needed=is_known or bool(spans))
        return
    if not spans and not any(_imports(node, wanted) for node in body):
        yield whole
        return
    lines = _without_cell_magic(cell.source.split("\n"), said)
    told = {each.line for each in said}
    for first, last, nodes in _pieces(body, len(lines)):
        source = "\n".join(lines[first - 1 : last])
        needed = any(_overlaps(span, first, last) for span in spans) or any(_imports(n, wanted) for n in nodes)
        if not (len(nodes) == 1 and isinstance(nodes[0], ast.Import | ast.ImportFrom) and "*" not in source):
            yield Chunk(cell=cell.number, line=first, source=source, needed=needed)
            continue
        start, end = nodes[0].lineno, nodes[0].end_lineno or nodes[0].lineno
        if told & {*range(first, start)}:
            yield Chunk(cell=cell.number, line=first, source="\n".join(lines[first - 1 : start - 1]), needed=needed)
        for name in nodes[0].names:
            is_needed = _binds(name, wanted) or any(_overlaps(span, start, end) for span in spans)
            yield Chunk(cell=cell.number, line=start, source=_one(nodes[0], name), needed=is_needed)
        # What follows on these lines are comments, unless IPython is told something: a later anchor counts from them.
        if told & {*range(end + 1, last + 1)}:
            yield Chunk(cell=cell.number, line=end + 1, source="\n".join(lines[end:last]), needed=needed)


def _without_cell_magic(lines: list[str], said: Sequence[Directive]) -> list[str]:
    """Take `%%time` off a cell that will be many."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    is_magic = lines[first].startswith("%%") and any(each.line == first + 1 for each in said)
    return [*lines[:first], "#", *lines[first + 1 :]] if is_magic else lines


def _pieces(body: Sequence[ast.stmt], length: int) -> Iterator[tuple[int, int, list[ast.stmt]]]:
    """Group statements that share a line, with the lines up to the next group."""
    groups: list[list[ast.stmt]] = []
    for node in body:
        if groups and _first(node) <= (groups[-1][-1].end_lineno or 0):
            groups[-1].append(node)
        else:
            groups.append([node])
    starts = [1, *(_first(group[0]) for group in groups[1:])]
    ends = [*(start - 1 for start in starts[1:]), length]
    yield from zip(starts, ends, groups, strict=True)


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def _overlaps(span: Span, first: int, last: int) -> bool:
    return span.line <= last and first <= span.end_line


def _imports(node: ast.stmt, wanted: frozenset[str]) -> bool:
    """Whether a statement imports something that is wanted, in a `try` or an `if` too."""
    return any(
        _binds(alias, wanted)
        for each in ast.walk(node)
        if isinstance(each, ast.Import | ast.ImportFrom)
        for alias in each.names
    )


def _binds(alias: ast.alias, wanted: frozenset[str]) -> bool:
    return alias.name == "*" or (alias.asname or alias.name.split(".")[0]) in wanted


def _one(node: ast.Import | ast.ImportFrom, name: ast.alias) -> str:
    single = (
        ast.Import(names=[name]) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, [name], node.level)
    )
    return ast.unparse(single)
