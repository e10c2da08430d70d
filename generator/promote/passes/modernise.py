"""What has another name today is called by it: source text to source text, span by span, with every comment kept.

Only rewrites that keep the meaning: the old text in the old versions does what the new text does in the new ones.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from promote.knowledge.apis import APIS
from promote.model.api import Rewrite, RewriteKind
from promote.model.notebook import CellKind, Notebook
from promote.model.program import Program
from promote.passes.magics import take_out_magics
from promote.passes.uses import Names, Use, uses


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A replacement in a cell's source, by offsets."""

    start: int
    end: int
    text: str


def modernise(notebook: Notebook) -> Notebook:
    """Rewrite the code cells of a notebook. Cells without anything old are the same object as before."""
    readable = take_out_magics(Program(notebook=notebook)).notebook.cells
    trees = [_parsed(cell.source) if cell.kind is CellKind.CODE else [] for cell in readable]
    names = Names.of(node for tree in trees for node in tree)
    cells = []
    for cell, tree in zip(notebook.cells, trees, strict=True):
        edits = [edit for node in tree for edit in _edits(cell.source, node, names)]
        cells.append(replace(cell, source=_apply(cell.source, edits)) if edits else cell)
    return replace(notebook, cells=tuple(cells))


def _parsed(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return []


def _edits(source: str, node: ast.stmt, names: Names) -> Iterator[Edit]:
    text = _Text(source)
    for use in uses(node, names):
        if use.api.rewrite is not None:
            yield from _REWRITES[use.api.rewrite.kind](text, use, use.api.rewrite, names)
    for each in ast.walk(node):
        if isinstance(each, ast.ImportFrom):
            yield from _imports(text, each)


def _apply(source: str, edits: list[Edit]) -> str:
    """Apply edits from the last to the first. Of two that overlap, the outer one waits for the next run."""
    chosen: list[Edit] = []
    for edit in sorted(dict.fromkeys(edits), key=lambda each: (each.end - each.start, each.start)):
        if not any(edit.start < other.end and other.start < edit.end for other in chosen):
            chosen.append(edit)
    for edit in sorted(chosen, key=lambda each: each.start, reverse=True):
        source = source[: edit.start] + edit.text + source[edit.end :]
    return source


class _Text:
    """A source, and the offsets of its nodes. The parser counts bytes within lines."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = source.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias) -> tuple[int, int]:
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return self.offset(node.lineno, node.col_offset), self.offset(end_line, end_column)

    def of(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias) -> str:
        start, end = self.span(node)
        return self.source[start:end]

    def edit(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias, text: str) -> Edit:
        start, end = self.span(node)
        return Edit(start=start, end=end, text=text)


def _argument(call: ast.Call, keyword: str) -> ast.keyword | None:
    return next((each for each in call.keywords if each.arg == keyword), None)


def _name(text: _Text, use: Use, rewrite: Rewrite, names: Names) -> Iterator[Edit]:
    """Rewrite an attribute chain: `sklearn.externals.joblib.dump`. A plain name is mended at its import."""
    if isinstance(use.node, ast.Attribute):
        new, root = rewrite.to.split("."), _root(use.node)
        bound = names.imported.get(root, root)
        if rewrite.to.startswith(f"{bound}."):
            yield text.edit(use.node, ".".join([root, *new[len(bound.split(".")) :]]))


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


_MOVED: Mapping[str, str] = {
    name: api.rewrite.to
    for api in APIS
    if api.rewrite is not None and api.rewrite.kind is RewriteKind.NAME
    for name in api.names
}
"""Old qualified name -> new one."""


def _imports(text: _Text, node: ast.ImportFrom) -> Iterator[Edit]:
    """Rewrite `from old.place import name` where all its names went to one place."""
    moves = [_MOVED.get(f"{node.module}.{alias.name}") for alias in node.names]
    if not moves or None in moves or node.level:
        return
    places = {str(move).rpartition(".")[0] for move in moves}
    if len(places) != 1:
        return
    (place,) = places
    spelled = [_spelled(str(move).rpartition(".")[2], alias) for move, alias in zip(moves, node.names, strict=True)]
    yield text.edit(node, f"from {place} import {', '.join(spelled)}" if place else f"import {spelled[0]}")


def _spelled(name: str, alias: ast.alias) -> str:
    bound = alias.asname or alias.name
    return name if name == bound else f"{name} as {bound}"


def _attribute(text: _Text, use: Use, rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    if isinstance(use.node, ast.Attribute):
        yield text.edit(use.node, f"{text.of(use.node.value)}.{rewrite.to}")


def _builtin(text: _Text, use: Use, rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    if isinstance(use.node, ast.Attribute):
        yield text.edit(use.node, rewrite.to)


def _keyword(text: _Text, use: Use, rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    if isinstance(use.node, ast.Call) and (found := _argument(use.node, use.api.keywords[0])) is not None:
        yield text.edit(found, f"{rewrite.to}={text.of(found.value)}")


def _value(text: _Text, use: Use, rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    node = use.node
    if isinstance(node, ast.Call):
        key = use.api.keywords[0]
        found = node.args[int(key)] if key.isdigit() else getattr(_argument(node, key), "value", None)
        if isinstance(found, ast.expr):
            yield text.edit(found, _quoted_as(text.of(found), rewrite.to))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        count = "".join(letter for letter in node.value if letter.isdigit()) if use.api.shape else ""
        new = repr(count + rewrite.to.strip("'")) if count else rewrite.to
        yield text.edit(node, _quoted_as(text.of(node), new))


def _quoted_as(old: str, new: str) -> str:
    """Keep the author's quotes."""
    return f'"{new[1:-1]}"' if old.startswith('"') and new.startswith("'") else new


def _drop(text: _Text, use: Use, _rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    if not isinstance(use.node, ast.Call):
        return
    found = _argument(use.node, use.api.keywords[0])
    if found is None:
        return
    edit = _without(text, use.node, found)
    if edit is not None:
        yield edit


def _without(text: _Text, call: ast.Call, keyword: ast.keyword) -> Edit | None:
    """Take a keyword out of a call, with the comma that it no longer needs."""
    every: list[ast.expr | ast.keyword] = sorted(
        [*call.args, *call.keywords], key=lambda each: (each.lineno, each.col_offset)
    )
    position = every.index(keyword)
    start, end = text.span(keyword)
    if position + 1 < len(every):
        end = text.span(every[position + 1])[0]
    elif position:
        start = text.span(every[position - 1])[1]
    # A comment between two arguments stays: then the person takes the argument out.
    return None if "#" in text.source[start:end] else Edit(start=start, end=end, text="")


def _method(text: _Text, use: Use, rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    if isinstance(use.node, ast.Attribute):
        _, end = text.span(use.node)
        yield Edit(start=end - len(use.node.attr), end=end, text=rewrite.to)


def _axis(text: _Text, use: Use, _rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    if isinstance(use.node, ast.Call) and len(use.node.args) == 2 and _argument(use.node, "axis") is None:
        yield text.edit(use.node.args[1], f"axis={text.of(use.node.args[1])}")


def _named(text: _Text, use: Use, _rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    node, keywords = use.node, use.api.keywords
    unnamed = node.args[use.api.positions :] if isinstance(node, ast.Call) else []
    if isinstance(node, ast.Call) and len(unnamed) <= len(keywords):
        for value, name in zip(unnamed, keywords, strict=False):
            start, _ = text.span(value)
            yield Edit(start=start, end=start, text=f"{name}=")


def _fill(text: _Text, use: Use, _rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    node = use.node
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args):
        return
    method = _argument(node, "method")
    value = method.value.value if method is not None and isinstance(method.value, ast.Constant) else None
    new = {"ffill": "ffill", "pad": "ffill", "bfill": "bfill", "backfill": "bfill"}.get(str(value))
    if new is not None and method is not None:
        rest = [text.of(each) for each in node.keywords if each is not method]
        yield text.edit(node, f"{text.of(node.func.value)}.{new}({', '.join(rest)})")


def _root_of(text: _Text, use: Use, _rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    node = use.node
    if isinstance(node, ast.Call) and (squared := _argument(node, "squared")) is not None:
        edit = _without(text, node, squared)
        if edit is not None and _argument(node, "multioutput") is None:
            start, end = text.span(node)
            call = text.source[start : edit.start] + text.source[edit.end : end]
            binds_tighter = re.match(r"\s*(\*\*|[.(\[])", text.source[end:]) is not None
            yield Edit(start=start, end=end, text=f"({call} ** 0.5)" if binds_tighter else f"{call} ** 0.5")


def _chained(text: _Text, use: Use, _rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    node = use.node
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return
    inplace = _argument(node, "inplace")
    edit = _without(text, node, inplace) if inplace is not None else None
    column = node.func.value
    if edit is None or isinstance(getattr(column, "value", None), ast.Call):
        return
    start, end = text.span(node)
    call = text.source[start : edit.start] + text.source[edit.end : end]
    target = text.of(column)
    if isinstance(column, ast.Attribute):  # an attribute of a new name would be no column
        target = f"{text.of(column.value)}[{column.attr!r}]"
    yield Edit(start=start, end=end, text=f"{target} = {call}")


def _strings(text: _Text, use: Use, _rewrite: Rewrite, _names: Names) -> Iterator[Edit]:
    """`df[column].dtype == "object"` asks for text: the new type of texts counts too."""
    match use.node:
        case ast.Compare(left=ast.Attribute(attr="dtype") as left, ops=[ast.Eq() | ast.NotEq() as operator]):
            word = "in" if isinstance(operator, ast.Eq) else "not in"
            yield text.edit(use.node, f'{text.of(left)} {word} ("object", "str")')
        case _:
            return


_REWRITES: Mapping[RewriteKind, Callable[[_Text, Use, Rewrite, Names], Iterator[Edit]]] = {
    RewriteKind.NAME: _name,
    RewriteKind.METHOD: _method,
    RewriteKind.KEYWORD: _keyword,
    RewriteKind.VALUE: _value,
    RewriteKind.DROP: _drop,
    RewriteKind.BUILTIN: _builtin,
    RewriteKind.ATTRIBUTE: _attribute,
    RewriteKind.AXIS: _axis,
    RewriteKind.FILL: _fill,
    RewriteKind.ROOT: _root_of,
    RewriteKind.CHAINED: _chained,
    RewriteKind.NAMES: _named,
    RewriteKind.STRINGS: _strings,
}
