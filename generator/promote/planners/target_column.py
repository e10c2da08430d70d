"""The column of the data that is predicted."""

import ast

from promote.model.steps import STATE, Path, StepKind
from promote.planners.models import Choice


def target_column(path: Path, choice: Choice) -> str:
    """Follow the fit's target back to a column of the data: `y_train` is `y` is `df["Churn"]`."""
    node = choice.fit.target
    name = node.id if isinstance(node, ast.Name) else ""
    if node is not None and (column := column_of(node)):
        return column
    for step in reversed(path.steps):
        if step.kind is StepKind.SPLIT:
            name = dict(step.renames).get(name, name)
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                if column := column_of(value):
                    return column
                if isinstance(value, ast.Name):
                    name = value.id
    return column_of(origin(name)) if name and not name.isidentifier() else ""


def origin(text: str) -> ast.expr:
    """What a part of a split came from, as an expression."""
    return ast.parse(STATE.sub(r"\1", text), mode="eval").body


def column_of(node: ast.expr) -> str:
    """Find the column in `df["y"]`, `df.y`, `df[["y"]]`, `df["y"].map(…)`, `df["y"].values`; empty for anything else."""
    while True:
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                return name
            case ast.Subscript(slice=ast.List(elts=[ast.Constant(value=str(name))])):
                return name
            case ast.Call(func=ast.Attribute(attr="pop"), args=[ast.Constant(value=str(name))]):
                return name
            case ast.Call(func=ast.Attribute(value=inner)) | ast.Attribute(value=inner, attr="values" | "T"):
                node = inner
            case ast.Call(args=[inner, *_]):
                node = inner
            case ast.Attribute(value=ast.Name(), attr=name):
                return name
            case _:
                return ""
