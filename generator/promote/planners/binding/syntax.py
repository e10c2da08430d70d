"""What the text of a call or a subscript says on its own."""

import ast

from promote.knowledge import methods


def is_range(node: ast.expr) -> bool:
    """Whether an index is a slice."""
    return isinstance(node, ast.Slice)


def is_all(node: ast.expr) -> bool:
    """Whether an index is `:`."""
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None and node.step is None


def is_scalar_key(node: ast.expr) -> bool:
    """Whether an index names one thing, not a list of them."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant))


def axis(node: ast.Call) -> int:
    """The axis that a call names; 0 if it names none."""
    for keyword in node.keywords:
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
            return 1 if keyword.value.value in {1, "columns"} else 0
    return 0


def drops_rows(node: ast.Call) -> bool:
    """Whether `drop` drops rows, not columns."""
    names = {keyword.arg for keyword in node.keywords}
    positional = len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and node.args[1].value in {1, "columns"}
    return "columns" not in names and axis(node) != 1 and not positional


def reorders(node: ast.Call, name: str) -> bool:
    """Whether a method leaves the rows as they are but for their order or their labels."""
    if name == "reset_index":
        return any(
            keyword.arg == "drop" and isinstance(keyword.value, ast.Constant) and bool(keyword.value.value)
            for keyword in node.keywords
        )
    return name in methods.REORDERING


def argument(node: ast.Call, position: int, name: str) -> ast.expr | None:
    """An argument of a call, by position or by name."""
    if len(node.args) > position:
        return node.args[position]
    return keyword(node, name)


def keyword(node: ast.Call, name: str) -> ast.expr | None:
    """An argument of a call, by name."""
    return next((each.value for each in node.keywords if each.arg == name), None)
