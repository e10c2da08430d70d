"""Where data enters a notebook that does not read a table: a database, a download, a function of another module.

Nothing in the text says that such a call gives rows. What the model is fitted on does: followed back from there, through
everything that only picks and transforms, the first call that does neither is the entrance.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from promote.knowledge.functions import SPLITS
from promote.model.program import Statement
from promote.passes.names import root_name
from promote.planners.calls import qualified_name
from promote.planners.values import Value, ValueKind

_TRANSFORMS = frozenset(["fit_transform", "transform", "fit_resample", "fit_sample"])
_PARTS = r"\.(data|target|exog|endog|frame)\b"
_ARRAY = r"\[\s*:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """The statement at which data enters, and the shape that its uses tell."""

    statement: int
    kind: ValueKind


def find_entrance(statements: Sequence[Statement], data: ast.expr, imports: Mapping[str, Value]) -> Entrance | None:
    """Follow the data of a fit back to the statement at which it enters; `None` if that cannot be told."""
    name = _origin(data)
    for position in range(len(statements) - 1, -1, -1):
        statement = statements[position]
        if name not in statement.names.defines:
            continue
        match statement.node:
            case ast.Assign(targets=[target], value=value) if not isinstance(value, ast.Dict | ast.List | ast.Constant):
                pass
            case _:
                return None
        before = {each for other in statements[:position] for each in other.names.defines} - imports.keys()
        origin = _came_from(target, value, name, dict(imports))
        if origin in before:
            name = origin
        else:
            return Entrance(
                statement=statement.index, kind=_shape(name, target, value, statements[position + 1 :], imports)
            )
    return None


def _came_from(target: ast.expr, value: ast.expr, name: str, imports: dict[str, Value]) -> str:
    """The name whose rows a value picks or transforms; empty for a value that comes from somewhere else."""
    match value:
        case ast.Call(func=function, args=[*parts]) if parts and qualified_name(function, imports) in SPLITS:
            names = [each.id if isinstance(each, ast.Name) else "" for each in getattr(target, "elts", [])]
            part = names.index(name) // 2 if name in names else 0
            return _origin(parts[part]) if part < len(parts) else ""
        case ast.Call(func=ast.Attribute(attr=method), args=[first, *_]) if method in _TRANSFORMS:
            return _origin(first)
        case ast.Tuple(elts=values):
            names = [each.id if isinstance(each, ast.Name) else "" for each in getattr(target, "elts", [])]
            return _origin(values[names.index(name)]) if name in names and len(values) == len(names) else ""
        case ast.Call(func=ast.Name() | ast.Attribute(value=ast.Name())) as call if qualified_name(
            call.func, imports
        ).startswith(("numpy.", "pandas.", "statsmodels.", "torch.")):
            return next(filter(None, map(_origin, call.args)), "")
        case _:
            return _origin(value)


def _origin(node: ast.expr) -> str:
    """The variable at the root of an expression that picks from it or asks its methods."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=inner)):
                node = inner
            case ast.BinOp(left=inner):
                node = inner
            case _:
                return root_name(node) or ""


def _shape(
    name: str, target: ast.expr, value: ast.expr, later: Sequence[Statement], imports: Mapping[str, Value]
) -> ValueKind:
    if isinstance(target, ast.Name) and _comes_from(value, "torch.", dict(imports)):
        return ValueKind.TENSOR
    if not isinstance(target, ast.Name) or _comes_from(value, "numpy.", dict(imports)):
        return ValueKind.ARRAY
    texts = "\n".join(each.text for each in later)
    if re.search(rf"\b{re.escape(name)}{_PARTS}", texts):
        return ValueKind.BUNCH
    return ValueKind.ARRAY if re.search(rf"\b{re.escape(name)}{_ARRAY}", texts) else ValueKind.FRAME


def _comes_from(node: ast.expr, library: str, imports: dict[str, Value]) -> bool:
    """Whether a library makes a value, or what an arithmetic expression starts from."""
    match node:
        case ast.BinOp(left=left, right=right):
            return _comes_from(left, library, imports) or _comes_from(right, library, imports)
        case ast.UnaryOp(operand=operand):
            return _comes_from(operand, library, imports)
        case ast.Call(func=function):
            return qualified_name(function, imports).startswith(library) or (
                isinstance(function, ast.Attribute) and _comes_from(function.value, library, imports)
            )
        case ast.Subscript(value=inner):
            return _comes_from(inner, library, imports)
        case _:
            return False
