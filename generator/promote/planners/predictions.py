"""Find where the notebook asks a fitted model about rows of its own data: that is what the service is compared with."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from promote.knowledge.trainers import DATASETS
from promote.model.answer import ASKED
from promote.model.program import Program
from promote.passes.names import root_name
from promote.planners.calls import argument, calls_in, qualified_name
from promote.planners.fits import Fit
from promote.planners.networks import asked_in, batches_of, outlives, rows_behind
from promote.planners.parts import parts_of, root_of
from promote.planners.spelling import in_notebook
from promote.planners.values import Value

_ASKS = frozenset(["predict", "predict_proba", "score", "evaluate"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One place where a fitted model predicts, or could have. `model` and `data` are expressions of the notebook."""

    statement: int
    model: str
    data: ast.expr
    asks: str = ASKED
    """How the model is asked, as the notebook does it."""
    parts: tuple[str, ...] = ()


def find_prediction(program: Program, imports: dict[str, Value], fit: Fit, fits: Sequence[Fit]) -> Prediction:
    """Find where the model predicts rows of its own data: on the test part, else on what it was fitted on."""
    end = min(
        (other.statement for other in fits if other.name == fit.name and other.statement > fit.statement),
        default=len(program.statements),
    )
    end = min(end, outlives(program, fit)) if fit.is_network else end
    root = rows_behind(fit.data) if fit.is_network else root_name(fit.data)
    parts = parts_of(program, imports, root, fit.statement)
    aliases = aliases_of(program)
    sets = _datasets(program, imports)
    found: list[Prediction] = []
    if fit.is_network:
        batches = batches_of(program, imports)
        found = [
            Prediction(
                statement=statement.index, model=ast.unparse(call.func), data=call.args[0], asks=fit.asks, parts=parts
            )
            for statement in program.statements[fit.statement : end]
            if not isinstance(statement.node, ast.FunctionDef | ast.ClassDef)
            for call in asked_in(statement, fit.name, aliases, batches)
        ]
    for statement in program.statements[fit.statement : end]:
        if isinstance(statement.node, ast.For | ast.While | ast.FunctionDef | ast.ClassDef):
            continue
        for call in calls_in(statement):
            if not (isinstance(call.func, ast.Attribute) and call.func.attr in _ASKS):
                continue
            name = root_name(call.func.value)
            data = argument(call, 0, "X", "exog", "data")
            if aliases.get(name or "", name) != fit.name or data is None or root_of(data) == name:
                continue
            dataset = sets.get(data.id) if isinstance(data, ast.Name) else sets.get(ast.unparse(data))
            found.append(
                Prediction(
                    statement=statement.index,
                    model=ast.unparse(call.func.value),
                    data=_like(fit.data, argument(dataset, 0, "data") or data if dataset is not None else data),
                    asks=fit.asks,
                    parts=parts,
                )
            )
    fitted_on = ast.unparse(fit.data)
    rows = [each for each in found if rows_of(fit, each.data) in parts]
    held_out = [each for each in rows if ast.unparse(each.data) != fitted_on]
    for group in (held_out, rows, [each for each in found if ast.unparse(each.data) == fitted_on]):
        if group:
            # One that the notebook can be asked for is worth more than one in a function of its own.
            return next((each for each in group if _can_be_asked(program, each)), group[0])
    return Prediction(statement=fit.statement, model=fit.name, data=fit.data, asks=fit.asks, parts=parts)


def rows_of(fit: Fit, data: ast.expr) -> str:
    """The name of the rows that a model is given."""
    return rows_behind(data) if fit.is_network else root_of(data)


def _can_be_asked(program: Program, prediction: Prediction) -> bool:
    texts = (prediction.model, ast.unparse(prediction.data))
    return all(in_notebook(program, text) is not None for text in texts)


def _like(fitted_on: ast.expr, asked: ast.expr) -> ast.expr:
    """A formula picks its columns from a whole frame: a request has just these."""
    match fitted_on, asked:
        case ast.Subscript(slice=ast.List() as columns), ast.Name():
            return ast.Subscript(value=asked, slice=columns, ctx=ast.Load())
        case _:
            return asked


def _datasets(program: Program, imports: dict[str, Value]) -> dict[str, ast.Call]:
    """Data sets of features and target, by the names that hold them and by their own text."""
    found: dict[str, ast.Call] = {}
    for statement in program.statements:
        for call in calls_in(statement):
            if qualified_name(call.func, imports) in DATASETS:
                found[ast.unparse(call)] = call
                match statement.node:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value) if value is call:
                        found[name] = call
                    case _:
                        pass
    return found


def aliases_of(program: Program) -> dict[str, str]:
    """`best = search.best_estimator_` and `final = model` are the same model under another name."""
    aliases: dict[str, str] = {}
    for statement in program.statements:
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=origin)):
                aliases[name] = aliases.get(origin, origin)
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Attribute(value=ast.Name(id=origin), attr="best_estimator_")
            ):
                aliases[name] = aliases.get(origin, origin)
            case _:
                pass
    return aliases
