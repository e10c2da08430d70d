"""Calls in a program, and what their names stand for."""

import ast

from promote.model.program import Statement
from promote.planners.values import Value


def calls(node: ast.AST) -> list[ast.Call]:
    """List the calls in a node, the outer ones first."""
    return [each for each in ast.walk(node) if isinstance(each, ast.Call)]


def calls_in(statement: Statement) -> list[ast.Call]:
    """List the calls in a statement."""
    return calls(statement.node)


def qualified_name(node: ast.expr, imports: dict[str, Value]) -> str:
    """Spell a name or attribute as its module does; empty for what is computed."""
    match node:
        case ast.Name(id=name):
            value = imports.get(name)
            return value.qualified if value is not None else name
        case ast.Attribute(value=inner, attr=attr):
            base = qualified_name(inner, imports)
            return f"{base}.{attr}" if base else attr
        case _:
            return ""


def argument(call: ast.Call, position: int, *names: str) -> ast.expr | None:
    """Find an argument by its position or by one of its names."""
    if position < len(call.args):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg in names), None)
