"""The statements behind the fit, one after the other: which names hold predictions, and what is made of them."""

import ast

from promote.model.program import Statement
from promote.planners.answers.expressions import Expressions
from promote.planners.answers.reported import Reported
from promote.planners.answers.setting import Setting


def follow(setting: Setting) -> list[Reported]:
    """List the largest expressions made of predictions, up to where the model is fitted anew."""
    held: dict[str, Reported] = {}
    seen: list[Reported] = []
    expressions = Expressions(setting, held)
    fit = setting.choice.fit
    for statement in setting.program.statements[fit.statement :]:
        if statement.index > fit.statement and statement.index in setting.choice.refits:
            break
        seen += _made(statement, held, expressions)
    return seen


def _made(statement: Statement, held: dict[str, Reported], expressions: Expressions) -> list[Reported]:
    """What one statement makes of predictions, and which names hold some after it."""
    node = statement.node
    is_plain = isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr | ast.AugAssign | ast.With)
    made = expressions.largest(node) if is_plain else []
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            # What it becomes may be made of what it was.
            reported = expressions.reported(value)
            held.pop(name, None)
            if reported is not None:
                held[name] = reported
        case _:
            for name in statement.names.defines:
                held.pop(name, None)
    return made
