"""The shape of what a model is fitted to."""

import ast

from promote.model.steps import Path

_SAME_SHAPE = frozenset(["abs", "astype", "copy", "reset_index", "round", "to_numpy"])
_TRANSFORMS = frozenset(["fit_transform", "transform"])


def is_one_column(path: Path, target: ast.expr | None) -> bool:
    """Whether a target is a table of one column: then scikit-learn predicts a column too, and a prediction is its only cell."""
    return target is not None and _is_one_column(path, target, len(path.steps))


def _is_one_column(path: Path, target: ast.expr, upto: int) -> bool:
    while isinstance(target, ast.Name):
        found = _binding(path, target.id, upto)
        if found is None:
            return False
        target, upto = found
    match target:
        case ast.Subscript(slice=ast.List(elts=[_])):
            return True
        case ast.Subscript(value=ast.Attribute(attr="loc" | "iloc"), slice=ast.Tuple(elts=[_, ast.List(elts=[_])])):
            return True
        case ast.Call(func=ast.Attribute(attr="reshape"), args=[*_, ast.Constant(value=1)] as sizes):
            return len(sizes) > 1
        case ast.Call(func=ast.Attribute(attr="reshape"), args=[ast.Tuple(elts=[_, ast.Constant(value=1)])]):
            return True
        case ast.Call(func=ast.Attribute(attr="to_frame")):
            return True
        case ast.Call(func=ast.Attribute(attr=method), args=[first, *_]) if method in _TRANSFORMS:
            return _is_one_column(path, first, upto)
        case ast.Attribute(value=inner, attr="values"):
            return _is_one_column(path, inner, upto)
        case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _SAME_SHAPE:
            return _is_one_column(path, inner, upto)
        case _:
            return False


def _binding(path: Path, name: str, upto: int) -> tuple[ast.expr, int] | None:
    """What a name is bound to last before a step, and where; parts of a split are followed to where they came from."""
    for position in range(upto - 1, -1, -1):
        step = path.steps[position]
        if name in dict(step.renames):
            origin = dict(step.renames)[name]
            try:
                return ast.parse(origin, mode="eval").body, position
            except SyntaxError:
                return None
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                return value, position
            case _ if name in step.statement.names.defines:
                return None
            case _:
                pass
    return None
