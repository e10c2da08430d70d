"""Statements that only show something to whoever runs them."""

import ast

from promote.knowledge.functions import DISPLAY, DISPLAY_MODULES
from promote.planners.calls import qualified_name
from promote.planners.values import Value


def shows(node: ast.AST, imports: dict[str, Value]) -> bool:
    """Whether a statement prints or draws, and does nothing else: a branch too, where all that it holds does."""
    match node:
        case ast.Expr(value=ast.Call(func=function)):
            name = qualified_name(function, imports)
            return name in DISPLAY or name.split(".")[0] in DISPLAY_MODULES
        case ast.If(body=body, orelse=otherwise):
            return all(shows(each, imports) for each in [*body, *otherwise])
        case _:
            return False
