"""The names of files, as far as the notebook's text tells them without being run."""

import ast
from collections.abc import Mapping
from pathlib import PurePosixPath

from promote.planners.calls import qualified_name
from promote.planners.values import Value

_JOINS = frozenset(["os.path.join", "posixpath.join", "ntpath.join"])
_PATHS = frozenset(
    ["pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath", "str", "os.fspath"]
)
_HERE = frozenset(["pathlib.Path.cwd", "os.getcwd"])
_SAME = frozenset(["os.path.abspath", "os.path.realpath", "os.path.normpath"])
_SAME_METHODS = frozenset(["absolute", "as_posix", "resolve"])
"""What spells a path in another way. All paths are told from the notebook's folder, where it runs."""


def file_name(node: ast.expr, known: Mapping[str, object], imports: dict[str, Value]) -> str | None:
    """Find the name that an expression gives: a literal, a name of one, or one that is put together; `None` for anything else.

    >>> file_name(ast.parse('os.path.join(FOLDER, "a.csv")', mode="eval").body, {"FOLDER": "data"}, imports)
    'data/a.csv'
    """
    text = _text(node, known, imports)
    return text if text is not None and "\n" not in text else None


def _text(node: ast.expr, known: Mapping[str, object], imports: dict[str, Value]) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            value = known.get(name)
            return value if isinstance(value, str) else None
        case ast.BinOp(left=left, op=ast.Add() | ast.Div() as operator, right=right):
            parts = [_text(left, known, imports), _text(right, known, imports)]
            return _joined(parts) if isinstance(operator, ast.Div) else _put_together(parts)
        case ast.Call(func=function, args=parts, keywords=[]):
            return _called(function, parts, known, imports)
        case ast.Attribute(value=inner, attr="parent"):
            return _above(_text(inner, known, imports), 1)
        case ast.Subscript(value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int(level))):
            return _above(_text(inner, known, imports), level + 1)
        case ast.JoinedStr(values=values):
            return _put_together([_text(each, known, imports) for each in values])
        case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
            return _text(inner, known, imports)
        case _:
            return None


def _called(
    function: ast.expr, given: list[ast.expr], known: Mapping[str, object], imports: dict[str, Value]
) -> str | None:
    name = qualified_name(function, imports)
    parts = [_text(each, known, imports) for each in given]
    if name in _HERE:
        return "."
    if name in _JOINS or (name in _PATHS and given):
        return _joined(parts)
    if name in _PATHS:
        return "."
    if name in _SAME and len(parts) == 1:
        return parts[0]
    if name == "os.path.dirname" and len(parts) == 1:
        return _above(parts[0], 1)
    match function:
        case ast.Attribute(value=inner, attr="joinpath"):
            return _joined([_text(inner, known, imports), *parts])
        case ast.Attribute(value=inner, attr=method) if method in _SAME_METHODS and not given:
            return _text(inner, known, imports)
        case _:
            return None


def _above(path: str | None, levels: int) -> str | None:
    """The folder so many levels above a path: above where the notebook runs is `..`."""
    if path is None or levels < 1:
        return None
    here = PurePosixPath(path)
    for _ in range(levels):
        here = here / ".." if here.name in {"", ".."} else here.parent
    return str(here)


def _put_together(parts: list[str | None]) -> str | None:
    found = [part for part in parts if part is not None]
    return "".join(found) if found and len(found) == len(parts) else None


def _joined(parts: list[str | None]) -> str | None:
    found = [part for part in parts if part is not None]
    return str(PurePosixPath(*found)) if found and len(found) == len(parts) else None
