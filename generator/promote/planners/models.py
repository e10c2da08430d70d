"""Find the models of a notebook, and choose the one that the service answers with."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from promote.knowledge import estimators
from promote.knowledge.functions import SAVES_MODEL, SPLITS
from promote.model.program import Program, Statement
from promote.model.promotion import ModelSummary
from promote.passes.names import root_name
from promote.planners.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One place where a model is fitted."""

    name: str
    """The variable that holds the fitted model."""
    statement: int
    estimator: str
    """Qualified class name of the outermost estimator."""
    constructor: ast.Call | None
    data: ast.expr
    target: ast.expr | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One place where a fitted model predicts, or could have. `model` and `data` are expressions of the notebook."""

    statement: int
    model: str
    data: ast.expr
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The chosen fit and the place at which the service's answers are compared with the notebook's."""

    fit: Fit
    prediction: Prediction
    reason: str
    candidates: tuple[ModelSummary, ...]
    refits: tuple[int, ...] = ()
    """Statements that fit the same variable at another time: the chosen fit starts afresh."""


def choose(program: Program, imports: dict[str, Value], wanted: str | None) -> Choice | None:
    """Choose a model: the one asked for, else saved, else used for the last prediction, else fitted last."""
    fits = list(_fits(program, imports))
    if wanted is not None:
        fits_wanted = [fit for fit in fits if fit.name == wanted]
        chosen, reason = (fits_wanted[-1], "asked for") if fits_wanted else (None, "")
    else:
        chosen, reason = _prefer(program, imports, fits)
    if chosen is None:
        return None
    latest = {fit.name: fit for fit in fits}
    return Choice(
        fit=chosen,
        prediction=_prediction(program, imports, chosen, fits),
        reason=reason,
        refits=tuple(
            fit.statement
            for fit in fits
            if fit.name == chosen.name and fit.statement != chosen.statement and fit.constructor is chosen.constructor
        ),
        candidates=tuple(
            ModelSummary(
                name=fit.name,
                estimator=fit.estimator.rpartition(".")[2],
                cell=program.statements[fit.statement].cell,
                chosen=fit is chosen,
                reason=reason if fit is chosen else "",
            )
            for fit in fits
            if fit is chosen or latest[fit.name] is fit
        ),
    )


def names_found(program: Program, imports: dict[str, Value]) -> tuple[str, ...]:
    """Names of all models in the notebook, in the order of their last fit."""
    return tuple(dict.fromkeys(fit.name for fit in _fits(program, imports)))


def _prefer(program: Program, imports: dict[str, Value], fits: list[Fit]) -> tuple[Fit | None, str]:
    if not fits:
        return None, ""
    for statement in reversed(program.statements):
        for call in _calls(statement):
            if _qualified(call.func, imports) in SAVES_MODEL and call.args:
                for fit in reversed(fits):
                    if fit.statement < statement.index and fit.name == root_name(call.args[0]):
                        return fit, "the notebook saves it"
    for statement in reversed(program.statements):
        for call in _calls(statement):
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"predict", "predict_proba"}:
                name = _aliases(program).get(root_name(call.func.value) or "", root_name(call.func.value))
                for fit in reversed(fits):
                    if fit.name == name and fit.statement <= statement.index:
                        return fit, "the notebook's last prediction is made with it"
    return fits[-1], "it is fitted last"


def _fits(program: Program, imports: dict[str, Value]) -> Iterator[Fit]:
    made: dict[str, ast.Call] = {}
    for statement in program.statements:
        node = statement.node
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            constructor = _constructor(node.value, imports)
            if constructor is not None:
                made[name] = constructor
                fitted = _fit_call(node.value)
                if fitted is not None:
                    yield _fit(name, statement, constructor, fitted, imports)
                continue
            fitted = _fit_call(node.value)
            if fitted is not None and isinstance(fitted.func, ast.Attribute):
                origin = root_name(fitted.func.value)
                if origin in made:
                    yield _fit(origin, statement, made[origin], fitted, imports)
                    continue
            if statement.names.defines & made.keys():
                made.pop(name, None)
        elif isinstance(node, ast.Expr) and (fitted := _fit_call(node.value)) is not None:
            origin = root_name(fitted.func.value) if isinstance(fitted.func, ast.Attribute) else None
            if origin in made:
                yield _fit(origin, statement, made[origin], fitted, imports)


def _fit(name: str, statement: Statement, constructor: ast.Call, call: ast.Call, imports: dict[str, Value]) -> Fit:
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    data = call.args[0] if call.args else keywords.get("X", ast.Constant(value=None))
    target = call.args[1] if len(call.args) > 1 else keywords.get("y")
    return Fit(
        name=name,
        statement=statement.index,
        estimator=_qualified(constructor.func, imports),
        constructor=constructor,
        data=data,
        target=target,
    )


def _fit_call(node: ast.expr) -> ast.Call | None:
    """Find `x.fit(data, …)`, also with attributes or calls behind it (`x.fit(…).predict(…)` is no fit to keep)."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fit":
        return node if node.args or node.keywords else None
    return None


def _constructor(node: ast.expr, imports: dict[str, Value]) -> ast.Call | None:
    """Find the call that makes an estimator, also under a chained `.fit(…)`."""
    while isinstance(node, ast.Call):
        name = _qualified(node.func, imports)
        if is_predictor(name) and (name.rpartition(".")[2] not in estimators.PIPELINES or _predicts(node, imports)):
            return node
        if not isinstance(node.func, ast.Attribute):
            return None
        node = node.func.value
    return None


def _predicts(pipeline: ast.Call, imports: dict[str, Value]) -> bool:
    """Whether a pipeline ends in something that predicts, as far as its own text tells: a name may."""
    last = pipeline.args[-1] if pipeline.args else next((k.value for k in pipeline.keywords if k.arg == "steps"), None)
    if isinstance(last, ast.List | ast.Tuple) and last.elts:
        last = last.elts[-1]
    if isinstance(last, ast.Tuple) and last.elts:
        last = last.elts[-1]
    return not isinstance(last, ast.Call) or is_predictor(_qualified(last.func, imports))


def is_predictor(name: str) -> bool:
    """Whether a qualified name is a class of estimators that predict."""
    module, _, last = name.rpartition(".")
    if last in estimators.SEARCHES or last == "make_pipeline":
        return True
    return (
        module in estimators.PREDICTOR_MODULES
        and last[:1].isupper()
        and not last.endswith(estimators.TRANSFORMER_ENDINGS)
    )


def _prediction(program: Program, imports: dict[str, Value], fit: Fit, fits: list[Fit]) -> Prediction:
    """Find where the model predicts rows of its own data: on the test part, else on what it was fitted on."""
    end = min(
        (other.statement for other in fits if other.name == fit.name and other.statement > fit.statement),
        default=len(program.statements),
    )
    parts = _parts(program, imports, root_name(fit.data), fit.statement)
    aliases = _aliases(program)
    found: list[Prediction] = []
    for statement in program.statements[fit.statement : end]:
        for call in _calls(statement):
            if not (isinstance(call.func, ast.Attribute) and call.args):
                continue
            holder = call.func.value
            name = root_name(holder)
            if aliases.get(name or "", name) != fit.name or call.func.attr not in {"predict", "predict_proba", "score"}:
                continue
            if any(isinstance(each, ast.For | ast.While | ast.FunctionDef) for each in [statement.node]):
                continue
            found.append(
                Prediction(statement=statement.index, model=ast.unparse(holder), data=call.args[0], parts=parts)
            )
    fitted_on = ast.unparse(fit.data)
    rows = [each for each in found if _root_of(each.data) in parts]
    held_out = [each for each in rows if ast.unparse(each.data) != fitted_on]
    for group in (held_out, rows, [each for each in found if ast.unparse(each.data) == fitted_on]):
        if group:
            return group[0]
    return Prediction(statement=fit.statement, model=fit.name, data=fit.data, parts=parts)


def _parts(program: Program, imports: dict[str, Value], name: str | None, before: int) -> tuple[str, ...]:
    """Names that come from the same split as the training data, and what is derived from them; itself included."""
    parts = {name} if name else set()
    for statement in reversed(program.statements[:before]):
        node = statement.node
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            targets = {each.id for each in node.targets[0].elts if isinstance(each, ast.Name)}
            function = _qualified(node.value.func, imports) if isinstance(node.value, ast.Call) else ""
            if function in SPLITS and targets & parts and isinstance(node.value, ast.Call):
                parts |= targets
                parts |= {root for argument in node.value.args if (root := root_name(argument))}
            elif targets & parts:
                parts |= _data_names(statement) - imports.keys()
        elif statement.names.defines & parts:
            parts |= _data_names(statement) - imports.keys()
    # Forward: what is made from a part is a part, `X_test_scaled` for one.
    for statement in program.statements[:before]:
        if isinstance(statement.node, ast.Assign) and _data_names(statement) & parts:
            parts |= statement.names.defines
    return tuple(sorted(part for part in parts if part))


def _data_names(statement: Statement) -> frozenset[str]:
    """Names that a statement reads, without the transformers whose methods it calls."""
    receivers = {
        id(root)
        for call in _calls(statement)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in _TRANSFORMS
        and isinstance(root := call.func.value, ast.Name)
    }
    return frozenset(
        each.id
        for each in ast.walk(statement.node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and id(each) not in receivers
    )


_TRANSFORMS = frozenset(
    ["fit", "transform", "fit_transform", "inverse_transform", "fit_resample", "predict", "predict_proba"]
)


def _root_of(node: ast.expr) -> str:
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store):
            return root_name(node) or each.id
    return ""


def _aliases(program: Program) -> dict[str, str]:
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


def _calls(statement: Statement) -> list[ast.Call]:
    return [each for each in ast.walk(statement.node) if isinstance(each, ast.Call)]


def _qualified(node: ast.expr, imports: dict[str, Value]) -> str:
    match node:
        case ast.Name(id=name):
            value = imports.get(name)
            return value.qualified if value is not None else name
        case ast.Attribute(value=inner, attr=attr):
            base = _qualified(inner, imports)
            return f"{base}.{attr}" if base else attr
        case _:
            return ""


qualified_name = _qualified
