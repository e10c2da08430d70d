"""The modules that a notebook imports from the folders around it, and those that these import in turn, as texts."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from promote.model.modules import absolute, name_of, package_of, parsed
from promote.readers.beside import Beside

_ADDS = frozenset({"append", "extend", "insert"})
_DEEPEST = 5
"""Names that stand for one another, from a folder to what says which one it is."""


def read_modules(trees: Sequence[ast.AST], beside: Beside, files: Iterable[str] = ()) -> dict[str, str]:
    """Read every module that is imported and lies where the notebook finds it, and the `files` that it runs.

    Returns the text of each by the path under which it is imported: `cleaning.py`, `study/__init__.py`.
    """
    folders = tuple(dict.fromkeys(["", *_search_path(trees), *beside.sources()]))
    found: dict[str, str] = {}
    wanted = [*map(name_of, files), *(each for tree in trees for each in imported_by(tree))]
    known: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in known or name.partition(".")[0] in sys.stdlib_module_names:
            continue
        known.add(name)
        wanted += _packages(name)
        module = beside.module(name, folders)
        if module is not None:
            file, text = module
            found[file] = text
            wanted += imported_by(parsed(text), package_of(file))
    return dict(sorted(found.items()))


def imported_by(tree: ast.AST, package: str = "") -> Iterator[str]:
    """Name every module that a piece of code may import; of `from a import b` both `a` and `a.b`."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(names=names):
                module = absolute(node, package)
                yield from (
                    each for each in [module, *(f"{module}.{alias.name}".lstrip(".") for alias in names)] if each
                )
            case _:
                pass


def _packages(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def _search_path(trees: Sequence[ast.AST]) -> Iterator[str]:
    """Folders that the notebook adds to `sys.path`, as far as its text tells them."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    bound = {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in nodes:
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="sys"), attr="path"), attr=method), args=given
            ) if method in _ADDS:
                yield from (folder for each in given if (folder := _folder(each, bound)))
            case _:
                pass


def _folder(node: ast.expr, bound: Mapping[str, ast.expr], depth: int = 0) -> str:
    """Put together what an expression says of a folder: `os.path.join(os.path.dirname(os.getcwd()), "src")` is `../src`."""
    parts: list[str] = []
    expressions = [each for each in ast.walk(node) if isinstance(each, ast.expr)]
    for each in sorted(expressions, key=lambda each: (each.lineno, each.col_offset)):
        match each:
            case ast.Attribute(attr="parent" | "dirname"):
                parts.insert(0, "..")
            case ast.Subscript(value=ast.Attribute(attr="parents"), slice=ast.Constant(value=int(level))):
                parts[:0] = [".."] * (level + 1)
            case ast.Constant(value=str(text)):
                parts.append(text)
            case ast.Name(id=name) if name in bound and depth < _DEEPEST:
                parts.insert(0, _folder(bound[name], bound, depth + 1))
            case _:
                pass
    folder = "/".join(filter(None, parts)).replace("\\", "/")
    return "" if folder.startswith(("/", "~")) else folder
