"""Models that continue a series: where the notebook fits one, how far it looks ahead, and what training takes.

    Forecaster = name statement made estimator series
    Horizon    = statement steps written

Nothing is asked about a record, so the steps need no serving program: what makes the series is the data, the rest is training.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from promote.knowledge.forecasters import FORECASTERS, FORECASTS, PREDICTIONS
from promote.model.plan import Horizon
from promote.model.program import Program, Statement
from promote.model.promotion import ModelSummary
from promote.model.steps import Cut, Path, Step, StepKind
from promote.passes.names import names_of, root_name
from promote.planners.binding import classify
from promote.planners.calls import argument, calls_in, qualified_name
from promote.planners.slicing import slice_back
from promote.planners.values import CONSTANT, Value

_DEFAULT = 12
_MOST = 1000
_BLOCKS = (ast.For, ast.While, ast.FunctionDef, ast.ClassDef)


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
class ForecastChoice:
    """The forecaster that the service answers with, and where the notebook asks it."""

    forecaster: Forecaster
    asked: int
    """The statement behind which the notebook's own forecast can be asked for."""
    horizon: Horizon
    path: Path
    candidates: tuple[ModelSummary, ...]


def choose_forecaster(program: Program, imports: dict[str, Value], wanted: str | None) -> ForecastChoice | None:
    """Choose the forecaster of the notebook's last forecast, or of the last one of those that are asked for.

    `None` where the notebook never looks ahead: nobody knows whether its series can be continued. `None` too where nothing in
    the notebook makes the series.
    """
    every = [*_find(program, imports)]
    asked_for = [each for each in every if wanted is None or each.name == wanted]
    forecasts = [*_forecasts(program, asked_for)]
    if not forecasts:
        return None
    chosen, asked, steps = forecasts[-1]
    reason = "the notebook's last forecast is made with it" if wanted is None else "asked for"
    path = _plan_series(program, chosen, every, imports)
    if path is None:
        return None
    latest = {each.name: each for each in every}
    return ForecastChoice(
        forecaster=chosen,
        asked=asked,
        horizon=_horizon(program, steps, asked),
        path=path,
        candidates=tuple(
            ModelSummary(
                name=each.name,
                estimator=each.estimator,
                cell=program.statements[each.statement].cell,
                chosen=each is chosen,
                reason=reason if each is chosen else "",
            )
            for each in every
            if each is chosen or latest[each.name] is each
        ),
    )


def forecasters_found(program: Program, imports: dict[str, Value]) -> tuple[str, ...]:
    """Names of the models that the notebook forecasts with, in its order."""
    return tuple(dict.fromkeys(fit.name for fit, _, _ in _forecasts(program, [*_find(program, imports)])))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    """A model that has its series, and is not fitted yet."""

    statement: int
    estimator: str
    series: ast.expr


def _find(program: Program, imports: dict[str, Value]) -> Iterator[Forecaster]:
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


def _forecasts(program: Program, among: Sequence[Forecaster]) -> Iterator[tuple[Forecaster, int, ast.expr]]:
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


def _horizon(program: Program, steps: ast.expr, asked: int) -> Horizon:
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


def _plan_series(
    program: Program, forecaster: Forecaster, every: Sequence[Forecaster], imports: dict[str, Value]
) -> Path | None:
    """Slice the notebook to the fitted model, and part what makes the series from what trains.

    `None` where nothing in the notebook makes the series.
    """
    frame = root_name(forecaster.series)
    if not frame or frame in imports:
        return None
    last = forecaster.statement + 1
    # To fit the same model in another way before leaves nothing behind.
    others = [each.statement for each in every if each.made == forecaster.made and each is not forecaster]
    chosen = slice_back(program.statements, {forecaster.name}, last, keep=[forecaster.statement], skip=others)
    statements = [program.statements[index] for index in sorted(chosen) if not _imports(program.statements[index])]
    series = slice_back(program.statements, names_of(forecaster.series).uses, forecaster.made)
    data = _with_what_cannot_wait(statements, series)
    positions = [at for at, each in enumerate(statements) if each.index in data and not _is_definition(each)]
    if not positions:
        return None
    classified, values = classify(statements, imports)
    return Path(
        steps=tuple(
            _step(each, step.kind, statements, data) for each, step in zip(statements, classified, strict=True)
        ),
        serving=(),
        cut=Cut(after=positions[-1], frame=frame, raw=False, is_frame=True, reason="a forecast continues the series"),
        split=None,
        inputs="",
        kinds=tuple(
            tuple(
                (name, str(values[each.index].get(name, CONSTANT).kind))
                for name in sorted(each.names.defines | each.names.mutates)
            )
            for each in statements
        ),
    )


def _with_what_cannot_wait(statements: Sequence[Statement], series: frozenset[int]) -> frozenset[int]:
    """Add to what makes the series all that reads a value which it changes later."""
    data = {each.index for each in statements if each.index in series}
    while True:
        new = {
            each.index
            for at, each in enumerate(statements)
            if each.index not in data
            for later in statements[at + 1 :]
            if (
                later.index in data
                and (later.names.defines | later.names.mutates) & (each.names.uses | each.names.defines)
            )
            or (later.index in data and (each.names.defines | each.names.mutates) & later.names.uses)
        }
        if not new:
            return frozenset(data)
        data |= new


def _step(statement: Statement, kind: StepKind, every: Sequence[Statement], data: frozenset[int]) -> Step:
    if _is_definition(statement):
        kind = StepKind.FUNCTION
    elif not (kind is StepKind.CONSTANT and _is_named_literal(statement, every)):
        kind = StepKind.SOURCE if statement.index in data else StepKind.TRAINING
    return Step(statement=statement, kind=kind)


def _is_named_literal(statement: Statement, every: Sequence[Statement]) -> bool:
    match statement.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            touched = [each for each in every if name in each.names.defines | each.names.mutates]
            try:
                ast.literal_eval(value)
            except (ValueError, TypeError, SyntaxError):
                return False
            return len(touched) == 1
        case _:
            return False


def _is_definition(statement: Statement) -> bool:
    return isinstance(statement.node, ast.FunctionDef | ast.ClassDef)


def _imports(statement: Statement) -> bool:
    return isinstance(statement.node, ast.Import | ast.ImportFrom)


__all__ = ["ForecastChoice", "Forecaster", "choose_forecaster", "forecasters_found"]
