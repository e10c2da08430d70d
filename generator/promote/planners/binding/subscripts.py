"""Square brackets: columns are picked by both programs, rows by training alone."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.binding.idioms.codes import codes
from promote.planners.binding.syntax import is_all, is_range, is_scalar_key
from promote.planners.values import CONSTANT, ELEMENT, Value, ValueKind, blocked, join

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def subscript(evaluator: "Evaluator", node: ast.Subscript) -> Value:
    """Find the value of `base[key]`."""
    if not evaluator.elsewhere and (found := codes(evaluator, node)) is not None:
        return found
    base = evaluator.evaluate(node.value)
    if base.kind is ValueKind.INDEXER and base.rows:
        return indexer(evaluator, node, base)
    if base.kind is ValueKind.GROUPS:
        return base
    if base.kind is ValueKind.TRANSFORMERS:
        evaluator.evaluate_index(node.slice)
        return replace(base, kind=ValueKind.TRANSFORMER)
    if base.many and _is_position(evaluator, node.slice):
        return ELEMENT
    key = evaluator.evaluate_index(node.slice)
    if base.many and _columns_by_rows(evaluator, node.slice):
        return blocked(base, "columns are picked by what rows say")
    if not base.rows or base.kind is ValueKind.ELEMENT:
        return join(base, key) if not key.many else blocked(join(base, key), "rows are looked up in something else")
    if key.rows or is_range(node.slice):
        # Which rows are kept is the business of training alone, and so is whatever it takes to tell.
        evaluator.keep_only(node, node.value)
        return replace(base, source=False, raw=False)
    plain = replace(base, source=False, raw=False, obstacle=base.obstacle or key.obstacle)
    if base.kind in {ValueKind.ARRAY, ValueKind.TENSOR}:
        return _array_index(evaluator, node, plain)
    if base.kind is ValueKind.FRAME and is_scalar_key(node.slice):
        return replace(plain, kind=ValueKind.COLUMN)
    return plain


def _columns_by_rows(evaluator: "Evaluator", node: ast.expr) -> bool:
    """Whether the second part of an index, `X[:, found]`, has one value for each row."""
    columns = node.elts[1] if isinstance(node, ast.Tuple) and len(node.elts) > 1 else None
    return columns is not None and (value := evaluator.values.get(id(columns))) is not None and value.many


def _array_index(evaluator: "Evaluator", node: ast.Subscript, base: Value) -> Value:
    match node.slice:
        case ast.Tuple(elts=[ast.Slice(lower=None, upper=None, step=None), *_]):
            return base
        case ast.Tuple(elts=[rows, *_]):
            evaluator.keep_all_rows(rows)
            return base
        case _:
            return blocked(base, "single rows are picked out of an array")


def indexer(evaluator: "Evaluator", node: ast.Subscript, base: Value) -> Value:
    """Find the value of `frame.loc[…]` and `frame.iloc[…]`."""
    if _is_position(evaluator, node.slice):
        return ELEMENT
    match node.slice:
        case ast.Tuple(elts=[rows, columns]):
            evaluator.evaluate_index(rows)
            key = evaluator.evaluate_index(columns)
            if not is_all(rows):
                evaluator.keep_all_rows(rows)
            kind = ValueKind.COLUMN if is_scalar_key(columns) else ValueKind.FRAME
            return replace(base, kind=kind, obstacle=base.obstacle or key.obstacle)
        case _:
            evaluator.evaluate_index(node.slice)
            frame = node.value.value if isinstance(node.value, ast.Attribute) else node.value
            evaluator.keep_only(node, frame)
            return replace(base, kind=ValueKind.FRAME)


def _is_position(evaluator: "Evaluator", node: ast.expr) -> bool:
    """Whether an index picks the row that a loop over rows is at."""
    first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node
    return isinstance(first, ast.Name) and evaluator.scope.get(first.id, CONSTANT).kind is ValueKind.POSITION
