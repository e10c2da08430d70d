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
        case ast.Call(func=function, args=parts, keywords=[]) if qualified_name(function, imports) in _JOINS | _PATHS:
            return _joined([_text(each, known, imports) for each in parts])
        case ast.JoinedStr(values=values):
            return _put_together([_text(each, known, imports) for each in values])
        case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
            return _text(inner, known, imports)
        case _:
            return None


def _put_together(parts: list[str | None]) -> str | None:
    found = [part for part in parts if part is not None]
    return "".join(found) if found and len(found) == len(parts) else None


def _joined(parts: list[str | None]) -> str | None:
    found = [part for part in parts if part is not None]
    return str(PurePosixPath(*found)) if found and len(found) == len(parts) else None
