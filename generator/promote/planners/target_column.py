"""The column of the data that is predicted."""

import ast

from promote.model.steps import STATE, Path, StepKind
from promote.planners.models import Choice
from promote.planners.networks import rows_behind


def target_column(path: Path, choice: Choice) -> str:
    """Follow the fit's target back to a column of the data: `y_train` is `y` is `df["Churn"]`."""
    node, numbered = choice.fit.target, names_are_numbers(path)
    if node is not None and (column := column_of(node, numbered=numbered)):
        return column
    root = _innermost(node, numbered) if node is not None else None
    name = root.id if isinstance(root, ast.Name) else ""
    if node is not None and choice.fit.is_network:
        name = rows_behind(node)
    for step in reversed(path.steps):
        if step.kind is StepKind.SPLIT:
            name = dict(step.renames).get(name, name)
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                if column := column_of(value, numbered=numbered):
                    return column
                if isinstance(value, ast.Name):
                    name = value.id
                elif choice.fit.is_network:
                    name = rows_behind(value)
    return column_of(origin(name), numbered=numbered) if name and not name.isidentifier() else ""


def names_are_numbers(path: Path) -> bool:
    """Whether the data has no names for its columns, so that numbers stand in for them."""
    return any(
        node.arg == "header" and ast.unparse(node.value) == "None"
        for step in path.steps
        if step.kind is StepKind.SOURCE
        for node in ast.walk(step.statement.node)
        if isinstance(node, ast.keyword)
    )


def origin(text: str) -> ast.expr:
    """What a part of a split came from, as an expression."""
    return ast.parse(STATE.sub(r"\1", text), mode="eval").body


def column_of(node: ast.expr, *, numbered: bool = False) -> str:
    """Find the column in `df["y"]`, `df.y`, `df[["y"]]`, `df["y"].map(…)`, `np.log(df["y"])`; empty for anything else.

    With `numbered` columns, `df[4]` is one too.
    """
    return _name_of(_innermost(node, numbered), numbered)


def _name_of(column: ast.expr, numbered: bool) -> str:  # noqa: FBT001
    match column:
        case ast.Subscript(slice=key):
            return _selected(key, numbered)
        case ast.Call(args=[ast.Constant(value=str(name))]) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _innermost(node: ast.expr, numbered: bool) -> ast.expr:  # noqa: FBT001
    """What the values of an expression come from: the column itself, or the name of something that holds it."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(attr="pop"), args=[ast.Constant(value=str())]):
                return node
            case ast.Call(func=ast.Attribute(value=ast.Name() as holder), args=[inner, *_]):
                # Once: calls within calls would be gone through again for each of them.
                found = _innermost(inner, numbered)
                return found if _name_of(found, numbered) else holder
            case ast.Call(func=ast.Attribute(value=inner)) | ast.Attribute(value=inner, attr="values" | "T"):
                node = inner
            case ast.Call(args=[inner, *_]) | ast.Compare(left=inner):
                node = inner
            case ast.Subscript(slice=key) if _selected(key, numbered):
                return node
            case ast.Attribute(value=ast.Name()) | ast.Name():
                return node
            case _:
                return ast.Constant(value=None)


def _selected(key: ast.expr, numbered: bool) -> str:  # noqa: FBT001
    """The one column that a key stands for: its name, a list of it, or `df.columns == "y"`."""
    match key:
        case ast.Constant(value=name) | ast.List(elts=[ast.Constant(value=name)]) if type(name) is str or (
            numbered and type(name) is int
        ):
            return str(name)
        case ast.Compare(
            left=ast.Attribute(attr="columns"), ops=[ast.Eq()], comparators=[ast.Constant(value=str(name))]
        ):
            return name
        case ast.Tuple(elts=[ast.Slice(), inner]):
            # By position, `iloc[:, 4]`, or of an array: a number there is no name.
            return _selected(inner, numbered=False)
        case _:
            return ""
