"""Where a notebook asks a model how its series goes on, and how far it looks ahead."""

import ast
from collections.abc import Iterator, Sequence

from promote.knowledge.forecasters import FORECASTS, PREDICTIONS
from promote.model.plan import Horizon
from promote.model.program import Program, Statement
from promote.planners.calls import argument, calls_in
from promote.planners.forecasts.fits import Forecaster

_DEFAULT = 12
_MOST = 1000
_BLOCKS = (ast.For, ast.While, ast.FunctionDef, ast.ClassDef)


def looks_ahead(program: Program, among: Sequence[Forecaster]) -> Iterator[tuple[Forecaster, int, ast.expr]]:
    """Every place at which one of these looks ahead, with how far."""
    for statement in program.statements:
        if isinstance(statement.node, _BLOCKS):
            continue
        for call in calls_in(statement):
            steps = _steps(call)
            if steps is None or not isinstance(call.func, ast.Attribute):
                continue
            fit = next((each for each in among if _holds(program, call.func.value, statement, each)), None)
            if fit is not None:
                yield fit, statement.index, steps


def _steps(call: ast.Call) -> ast.expr | None:
    """How many steps behind its series a model is asked for; nothing where it may stay within."""
    match call.func:
        case ast.Attribute(attr=attr) if attr in FORECASTS:
            return argument(call, 0, "steps") or ast.Constant(value=1)
        case ast.Attribute(attr=attr) if attr in PREDICTIONS:
            start, end = argument(call, 0, "start"), argument(call, 1, "end")
            if start is None or end is None or not _is_length(start):
                return None
            return ast.parse(f"({ast.unparse(end)}) - {ast.unparse(start)} + 1", mode="eval").body
        case _:
            return None


def _is_length(node: ast.expr) -> bool:
    """`len(train)`, or `train.shape[0]`: the place behind the last one."""
    match node:
        case ast.Call(func=ast.Name(id="len")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=ast.Constant(value=0)):
            return True
        case _:
            return False


def _holds(program: Program, node: ast.expr, here: Statement, fit: Forecaster) -> bool:
    """Whether an expression is the name of a fitted model, and nothing has bound it since."""
    if not (isinstance(node, ast.Name) and node.id == fit.name and fit.statement < here.index):
        return False
    return not any(fit.name in each.names.defines for each in program.statements[fit.statement + 1 : here.index + 1])


def plan_horizon(program: Program, steps: ast.expr, asked: int) -> Horizon:
    """How far the notebook looks ahead, as far as its text tells."""
    written, number = ast.unparse(steps), _number(program, steps, asked)
    if number is None:
        return Horizon(steps=_DEFAULT, maximum=_MOST, written=written)
    return Horizon(steps=number, maximum=max(_MOST, number), written=written, is_known=True)


def _number(program: Program, node: ast.expr, before: int) -> int | None:
    """A whole number, or a name that was last bound to one."""
    if isinstance(node, ast.Name):
        bound = [each for each in program.statements[:before] if node.id in each.names.defines]
        match bound[-1].node if bound else None:
            case ast.Assign(targets=[ast.Name()], value=ast.expr() as value):
                node = value
            case _:
                return None
    match node:
        case ast.Constant(value=int(number)) if number > 0:
            return number
        case _:
            return None
