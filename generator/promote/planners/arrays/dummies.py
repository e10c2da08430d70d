"""Dummies: a column of zeros and ones for each category that training knows."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.arrays.code import equals, name
from promote.planners.arrays.values import Column, Dummies, Frame, Kind, Scalar, Unsupported

if TYPE_CHECKING:
    from promote.planners.arrays.evaluator import Evaluator


def dummies(evaluator: "Evaluator", node: ast.Call) -> Frame:
    """`pd.get_dummies(df.astype(categories), columns=[…])`, `pd.get_dummies(df["a"].astype(categories))`."""
    keywords = {each.arg: each.value for each in node.keywords}
    chosen = keywords.pop("columns", None)
    first = keywords.pop("drop_first", ast.Constant(value=False))
    has_prefix = "prefix" in keywords
    for harmless in ("prefix", "prefix_sep", "dtype"):
        keywords.pop(harmless, None)
    given = [*node.args, *filter(None, [keywords.pop("data", None)])]
    match given:
        case [ast.Call(func=ast.Attribute(value=data, attr="astype"), args=[types])] if not keywords:
            pass
        case _:
            raise Unsupported
    categories = evaluator.evaluate(types)
    if not isinstance(categories, Scalar) or categories.known or not isinstance(first, ast.Constant):
        raise Unsupported
    value = evaluator.evaluate(data)
    if isinstance(value, Column):
        found = _dummies_of(evaluator, value, categories.node, skip=bool(first.value))
        return Frame(entries=(("", replace(found, named=has_prefix or value.kind is Kind.TEXT)),))
    if not isinstance(value, Frame):
        raise Unsupported
    wanted = evaluator.labels(chosen) if chosen is not None else None
    names = wanted or tuple(name for name, column in value.columns.items() if column.kind is Kind.TEXT)
    kept = [each for each in value.entries if each[0] not in names or isinstance(each[1], Dummies)]
    if wanted is None and any(isinstance(e, Column) and e.kind is Kind.UNKNOWN for _, e in kept):
        raise Unsupported
    added = [
        ("", _dummies_of(evaluator, value.column(label), _item(categories.node, label), skip=bool(first.value)))
        for label in names
    ]
    return Frame(entries=(*kept, *added))


def _dummies_of(evaluator: "Evaluator", column: Column, categories: ast.expr, *, skip: bool) -> Dummies:
    if column.kind not in {Kind.TEXT, Kind.NUMBER}:
        raise Unsupported
    names: ast.expr = ast.Attribute(categories, "categories")
    if skip:
        names = ast.Subscript(names, ast.Slice(ast.Constant(1)))
    return Dummies(column=evaluator.hold(column), categories=names)


def dummies_node(dummies: Dummies) -> ast.Starred:
    """Write dummies as several elements of a list of columns."""
    compared = equals(dummies.column, name("category"))
    return ast.Starred(ast.GeneratorExp(compared, [ast.comprehension(name("category"), dummies.categories, [], 0)]))


def _item(node: ast.expr, key: str) -> ast.Subscript:
    return ast.Subscript(node, ast.Constant(key))
