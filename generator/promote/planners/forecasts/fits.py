"""Where a notebook fits a model of a series."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from promote.knowledge.forecasters import FORECASTERS
from promote.model.program import Program
from promote.planners.calls import argument, qualified_name
from promote.planners.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecaster:
    """One place where a model of a series is fitted."""

    name: str
    """The variable that holds the fitted model."""
    statement: int
    made: int
    """The statement that gives the model its series."""
    estimator: str
    series: ast.expr


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    """A model that has its series, and is not fitted yet."""

    statement: int
    estimator: str
    series: ast.expr


def find_forecasters(program: Program, imports: dict[str, Value]) -> Iterator[Forecaster]:
    """Every place where a model of a series is fitted, in the notebook's order."""
    made: dict[str, _Model] = {}
    for statement in program.statements:
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                model = _model(call, statement.index, imports)
                fitted = _fitted(call, statement.index, made, imports)
                made.pop(name, None)
                if model is not None:
                    made[name] = model
                elif fitted is not None:
                    yield Forecaster(
                        name=name,
                        statement=statement.index,
                        made=fitted.statement,
                        estimator=fitted.estimator,
                        series=fitted.series,
                    )
            case _:
                for name in statement.names.defines | statement.names.mutates:
                    made.pop(name, None)


def _model(call: ast.Call, index: int, imports: dict[str, Value]) -> _Model | None:
    """A call that makes a model of a series and of nothing else."""
    name = _class_of(call, imports)
    if not name:
        return None
    series, position = argument(call, 0, "endog"), FORECASTERS[name]
    exogenous = None if position is None else argument(call, position, "exog")
    if series is None or not (exogenous is None or _is_none(exogenous)):
        return None
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    return _Model(statement=index, estimator=name, series=series)


def _fitted(call: ast.Call, index: int, made: dict[str, _Model], imports: dict[str, Value]) -> _Model | None:
    """`model.fit()`, or a model that is made and fitted at once."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name), attr="fit"):
            return made.get(name)
        case ast.Attribute(value=ast.Call() as maker, attr="fit"):
            return _model(maker, index, imports)
        case _:
            return None


def _class_of(call: ast.Call, imports: dict[str, Value]) -> str:
    module, _, last = qualified_name(call.func, imports).rpartition(".")
    is_known = module.startswith("statsmodels.") and last in FORECASTERS
    return last if is_known and not module.endswith("arima_model") else ""


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
