"""The type of a prediction: a number, or a label as the last step that rewrites the target leaves it."""

import ast

from promote.model.answer import ANY
from promote.model.steps import Path, Step, StepKind
from promote.model.table import Table
from promote.planners.models import Choice
from promote.planners.predictors import is_classifier
from promote.planners.target_column import column_of, origin

_NUMBERED = frozenset(["KMeans", "MiniBatchKMeans", "IsolationForest", "OneClassSVM", "DBSCAN"])
"""Estimators without labels whose predictions are whole numbers."""

_REWRITES = (".replace(", "fit_transform", ".map(", "get_dummies", "fit_resample", "to_categorical", ".apply(")
"""Calls that give a column other values."""

_LAYS_OUT = frozenset(["copy", "flatten", "ravel", "reset_index", "reshape", "squeeze", "to_frame", "to_numpy"])
"""Methods that leave the values of a column as they are."""


def output_type(choice: Choice, table: Table | None, target: str, path: Path) -> str:
    """Find the Python type of one prediction."""
    name = choice.fit.estimator.rpartition(".")[2]
    inner = name
    if choice.fit.constructor is not None:
        names = [
            each.attr if isinstance(each, ast.Attribute) else each.id
            for each in ast.walk(choice.fit.held or choice.fit.constructor)
            if isinstance(each, ast.Attribute | ast.Name)
        ]
        inner = next((each for each in [name, *names] if is_classifier(each)), name)
    if not is_classifier(inner):
        return "int" if "Cluster" in inner or inner in _NUMBERED else "float"
    given = choice.fit.target
    if given is not None and column_of(given) and not _is_as_it_was(given):
        return _mapped(_bare(given)) or ANY
    column = table.column(target) if table is not None else None
    encoded = _encoded(path, target)
    if encoded is not None:
        return encoded
    if column is None or _changed(path, target):
        return ANY
    return column.type.python


def _encoded(path: Path, target: str) -> str | None:
    """The type of the labels where the last step that rewrites the target tells it: a mapping to literals, an encoder."""
    found = None
    for step in path.steps if target else ():
        match step.statement.node:
            case ast.Assign(targets=[to], value=value) if column_of(to) == target or column_of(value) == target:
                found = found if _is_as_it_was(value) else _mapped(_bare(value))
            case _:
                for value in _split_of(step, target):
                    found = found if _is_as_it_was(value) else _mapped(_bare(value))
    return found


def _split_of(step: Step, target: str) -> list[ast.expr]:
    """What a split takes for the target."""
    origins = [origin(text) for _, text in step.renames] if step.kind is StepKind.SPLIT else []
    return [each for each in origins if column_of(each) == target]


def _bare(value: ast.expr) -> ast.expr:
    """An expression without what only lays its values out in another way."""
    while True:
        match value:
            case ast.Attribute(value=inner, attr="values" | "T"):
                value = inner
            case ast.Call(func=ast.Attribute(value=inner, attr=attr)) if attr in _LAYS_OUT:
                value = inner
            case _:
                return value


def _is_as_it_was(value: ast.expr) -> bool:
    """Whether an expression gives a column's values as they are."""
    match _bare(value):
        case ast.Subscript() | ast.Attribute() | ast.Call(func=ast.Attribute(attr="pop")):
            return True
        case _:
            return False


def _mapped(value: ast.expr) -> str | None:
    match value:
        case ast.Call(func=ast.Attribute(attr="map" | "replace"), args=[ast.Dict(values=values)]):
            try:
                kinds = {type(ast.literal_eval(each)).__name__ for each in values}
            except (ValueError, TypeError):
                return None
            return kinds.pop() if len(kinds) == 1 and kinds <= {"int", "str", "float"} else None
        case ast.Call(func=ast.Attribute(attr="astype"), args=[ast.Name(id="int")]):
            return "int"
        case _:
            return None


def _changed(path: Path, target: str) -> bool:
    """Whether some step rewrites the target, so that its labels are not those of the file."""
    for step in path.steps:
        node = step.statement.node
        if not all(map(_is_as_it_was, _split_of(step, target))):
            return True
        if step.kind in {StepKind.SOURCE, StepKind.SPLIT, StepKind.CONSTANT, StepKind.FUNCTION}:
            continue
        text = step.statement.text
        if isinstance(node, ast.Assign) and any(column_of(each) == target for each in node.targets):
            return True
        value = node.value if isinstance(node, ast.Assign) else None
        if value is not None and column_of(value) == target and not _is_as_it_was(value):
            return True
        if isinstance(node, ast.For) and _may_write(node, target):
            return True
        if (
            any(word in text for word in _REWRITES)
            and isinstance(node, ast.For | ast.Assign | ast.Expr)
            and (target in text or isinstance(node, ast.For) or ".replace(" in text)
        ):
            return True
    return False


def _may_write(loop: ast.For, target: str) -> bool:
    """Whether a loop writes columns that only a run can name, or the target among others."""
    names = loop.iter.elts if isinstance(loop.iter, ast.List | ast.Tuple) else []
    if names and all(isinstance(each, ast.Constant) and each.value != target for each in names):
        return False
    return any(
        isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store) and not isinstance(each.slice, ast.Constant)
        for each in ast.walk(loop)
    )
