"""The statements behind the fit, one after the other: which names hold predictions, and what is made of them."""

import ast
from collections.abc import Iterator

from promote.passes.names import names_of
from promote.planners.answers.expressions import Expressions
from promote.planners.answers.reported import Reported
from promote.planners.answers.setting import Setting
from promote.planners.networks import outlives


def follow(setting: Setting) -> list[Reported]:
    """List the largest expressions made of predictions, up to where the model is fitted anew."""
    held: dict[str, Reported] = {}
    seen: list[Reported] = []
    expressions = Expressions(setting, held)
    fit = setting.choice.fit
    end = outlives(setting.program, fit) if fit.is_network else len(setting.program.statements)
    for statement in setting.program.statements[fit.statement : end]:
        if statement.index > fit.statement and statement.index in setting.choice.refits:
            break
        for node in _inside(statement.node) if fit.is_network else [statement.node]:
            seen += _made(node, held, expressions)
    return seen


def _inside(node: ast.stmt) -> Iterator[ast.stmt]:
    """A statement, or what stands in it: a network is asked where no gradients are kept, and batch after batch."""
    if not isinstance(node, ast.With | ast.For | ast.While | ast.If):
        yield node
        return
    for each in node.body:
        yield from _inside(each)


def _made(node: ast.stmt, held: dict[str, Reported], expressions: Expressions) -> list[Reported]:
    """What one statement makes of predictions, and which names hold some after it."""
    is_plain = isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr | ast.AugAssign | ast.With)
    made = expressions.largest(node) if is_plain else []
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            # What it becomes may be made of what it was.
            reported = expressions.reported(value)
            held.pop(name, None)
            if reported is not None:
                held[name] = reported
        case ast.Assign(targets=[ast.Tuple(elts=[_, ast.Name(id=name)])], value=value):
            for bound in names_of(node).defines:
                held.pop(bound, None)
            if (placed := expressions.placed(value)) is not None:
                held[name] = placed
                made = [placed]
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend"), args=[value])
        ) if expressions.setting.choice.fit.is_network and (reported := expressions.reported(value)) is not None:
            # The list that takes up one batch after the other holds them all in the end.
            held[name] = reported
        case _:
            for name in names_of(node).defines:
                held.pop(name, None)
    return made
