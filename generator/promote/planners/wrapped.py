"""What a search or a pipeline holds where its constructor has a name for it, followed to the call that made it."""

import ast
from collections.abc import Mapping

from promote.knowledge.estimators import PIPELINES, WRAPPERS
from promote.planners.calls import argument

_HELD = ("estimator", "base_estimator", "regressor")
_MOST_NAMES = 10
"""A chain of names that is longer goes round in a circle."""


def held_by(
    constructor: ast.Call, class_name: str, bound: Mapping[str, ast.expr], left: int = _MOST_NAMES
) -> ast.Call | None:
    """Find the call that made what a wrapper holds; nothing where the wrapper's own text has it, or nobody can say.

    `bound` says what each name was bound to last.
    """
    if class_name not in WRAPPERS or not left:
        return None
    held = _last_step(constructor, class_name) if class_name in PIPELINES else argument(constructor, 0, *_HELD)
    found = _followed(held, bound, _MOST_NAMES) if held is not None else None
    if not isinstance(found, ast.Call) or found is held:
        return None
    return held_by(found, ast.unparse(found.func).rpartition(".")[2], bound, left - 1) or found


def last_turn(loop: ast.For, bound: Mapping[str, ast.expr]) -> dict[str, ast.expr]:
    """Say what a loop over a literal binds in its last turn: the values that stay."""
    items = loop.iter
    kind = "values"
    match items:
        case ast.Call(func=ast.Attribute(value=inner, attr="items" | "values" as kind), args=[]):
            items = inner
        case _:
            pass
    literal = _followed(items, bound, _MOST_NAMES)
    match literal, loop.target:
        case ast.Dict(keys=[*_, ast.expr() as key], values=[*_, value]), ast.Tuple(
            elts=[ast.Name(id=first), ast.Name(id=second)]
        ) if kind == "items":
            return {first: key, second: value}
        case ast.Dict(values=[*_, value]), ast.Name(id=name) if items is not loop.iter and kind == "values":
            return {name: value}
        case (ast.List() | ast.Tuple()) as collection, ast.Name(id=name) if collection.elts and items is loop.iter:
            return {name: collection.elts[-1]}
        case (ast.List() | ast.Tuple()) as collection, ast.Tuple(elts=targets) if collection.elts:
            last = collection.elts[-1]
            values = last.elts if isinstance(last, ast.Tuple | ast.List) else []
            pairs = zip(targets, values, strict=False) if len(targets) == len(values) else ()
            return {target.id: value for target, value in pairs if isinstance(target, ast.Name)}
        case _:
            return {}


def _last_step(pipeline: ast.Call, class_name: str) -> ast.expr | None:
    steps = pipeline.args[-1] if class_name == "make_pipeline" and pipeline.args else argument(pipeline, 0, "steps")
    if isinstance(steps, ast.List | ast.Tuple) and steps.elts:
        steps = steps.elts[-1]
    return steps.elts[-1] if isinstance(steps, ast.Tuple) and steps.elts else steps


def _followed(node: ast.expr, bound: Mapping[str, ast.expr], left: int) -> ast.expr | None:
    """Follow names, and places of literals, to what is no name."""
    match node:
        case ast.Name(id=name):
            return _followed(bound[name], bound, left - 1) if left and name in bound else None
        case ast.Subscript(value=holder, slice=ast.Constant(value=key)):
            literal = _followed(holder, bound, left - 1) if left else None
            found = _place(literal, key) if literal is not None else None
            return _followed(found, bound, left - 1) if found is not None and left else None
        case _:
            return node


def _place(literal: ast.expr, key: object) -> ast.expr | None:
    match literal:
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return next((value for each, value in pairs if isinstance(each, ast.Constant) and each.value == key), None)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) if isinstance(key, int) and -len(elements) <= key < len(
            elements
        ):
            return elements[key]
        case _:
            return None
