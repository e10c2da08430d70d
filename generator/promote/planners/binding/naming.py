"""Names for what is learned."""

import ast

from promote.knowledge import functions, methods


def name_of(node: ast.expr) -> str:
    """Name what an expression says of the rows: `df['Total Charges'].median()` is `total_charges_median`."""
    column = column_name(node)
    words = [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    method = next((word for word in words if word in methods.AGGREGATE or word in methods.FITTED_ATTRIBUTES), "")
    match node:
        case ast.Compare():
            method = "check"
        case ast.Call(func=ast.Attribute(attr=name)) if f"numpy.{name}" in functions.GRIDS:
            method = name
        case _:
            pass
    return "_".join(snake(part) for part in (column, method) if part) or "learned"


def column_name(node: ast.AST) -> str:
    """Name of the column that an expression reads; empty if it reads none."""
    for each in ast.walk(node):
        match each:
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                return snake(name)
            case ast.Attribute(value=ast.Name(), attr=name) if (
                name not in methods.ROW_WISE | methods.AGGREGATE | methods.ROW_ATTRIBUTES
                and f"numpy.{name}" not in functions.GRIDS
            ):
                return (
                    snake(name)
                    if not isinstance(each.ctx, ast.Store)
                    and name.isidentifier()
                    and name not in {"fit_transform", "fit"}
                    else ""
                )
    return ""


def snake(name: str) -> str:
    """Spell a name in snake case: `TotalCharges` and `Total Charges` are `total_charges`."""
    spaced = "".join(
        f"_{letter}" if letter.isupper() and position and (name[position - 1].islower()) else letter
        for position, letter in enumerate(name)
    )
    words = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in spaced.lower())
    return "_".join(part for part in words.split("_") if part)
