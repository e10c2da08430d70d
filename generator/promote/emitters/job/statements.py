"""The notebook's statements as a job runs them: without mere looks, with types, and with settings in the places of paths."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from promote.emitters.draft import annotate
from promote.emitters.literals import spelled
from promote.knowledge import methods
from promote.model.plan import DataFile
from promote.model.program import Statement
from promote.passes.names import called_name, root_name

_WRITERS = frozenset(
    [
        "to_csv",
        "to_excel",
        "to_json",
        "to_parquet",
        "to_pickle",
        "to_html",
        "to_markdown",
        "savefig",
        "write_html",
        "write_image",
        "save",
        "to_feather",
    ]
)
_LOOKS = methods.ROW_WISE | methods.AGGREGATE - {"info"} | methods.ROW_REMOVING | methods.REORDERING
"""Methods whose value a notebook shows below the cell when nobody binds it."""


def has_effect(statement: Statement, imports: dict[str, str]) -> bool:
    """Whether running the statement does anything but show a value below its cell."""
    node = statement.node
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=receiver, attr=method), keywords=keywords)) if (
            method in _LOOKS and root_name(receiver) not in imports
        ):
            return any(keyword.arg == "inplace" for keyword in keywords)
        case ast.Expr():
            pass
        case _:
            return True
    return any(isinstance(each, ast.Call | ast.Await) for each in ast.walk(node))


def spelled_out(statement: Statement, data: tuple[DataFile, ...], settings: str) -> Statement:
    """Put settings in the places of paths, and types to functions."""
    text = annotate(statement.text)
    found = {each.literal: f"{settings}.{each.setting}" for each in data}
    places: list[tuple[ast.Constant, str]] = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(args=[ast.Constant(value=str(name)) as path, *_]) if name in found and _reads(node):
                places.append((path, found[name]))
            case ast.Call(func=ast.Attribute(attr=attribute), args=[ast.Constant(value=str(name)) as path, *_]) if (
                attribute in _WRITERS
            ):
                file_name = name.replace("\\", "/").rpartition("/")[2] or "output"
                places.append((path, f"{settings}.output_dir / {spelled(file_name)}"))
            case _:
                pass
    return saying(statement, _replaced(text, places), settings)


def without_globals(text: str, bound: frozenset[str]) -> str:
    """Let functions that bind variables of the notebook bind those of the function in which they now stand."""
    places = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Global):
            own = ", ".join(each for each in node.names if each in bound)
            others = ", ".join(each for each in node.names if each not in bound)
            said = [*([f"nonlocal {own}"] if own else []), *([f"global {others}"] if others else [])]
            places.append((node, f"\n{' ' * node.col_offset}".join(said)))
    return _replaced(text, places)


def _reads(call: ast.Call) -> bool:
    name = called_name(call)
    return name.startswith("read_") or name in {"loadtxt", "genfromtxt"}


def _replaced(text: str, places: Sequence[tuple[ast.Constant | ast.Global, str]]) -> str:
    for node, replacement in sorted(places, key=lambda each: (each[0].lineno, each[0].col_offset), reverse=True):
        if node.lineno == node.end_lineno:
            lines = text.split("\n")
            line = lines[node.lineno - 1].encode()
            changed = line[: node.col_offset] + replacement.encode() + line[node.end_col_offset or 0 :]
            text = "\n".join([*lines[: node.lineno - 1], changed.decode(), *lines[node.lineno :]])
    return text


def saying(statement: Statement, text: str, settings: str) -> Statement:
    """Put another text into a statement, which may read the settings."""
    if text == statement.text:
        return statement
    tree = ast.parse(text)
    node = tree.body[0]
    reads = frozenset(each.id for each in ast.walk(tree) if isinstance(each, ast.Name)) & {settings}
    return replace(statement, text=text, node=node, names=replace(statement.names, uses=statement.names.uses | reads))
