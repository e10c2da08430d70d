"""Find the models of a notebook, and choose the one that the service answers with."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from promote.knowledge.functions import GRIDS, SAVES_MODEL, SPLITS
from promote.knowledge.trainers import DATASETS
from promote.model.answer import ASKED
from promote.model.program import Program, Statement
from promote.model.promotion import ModelSummary
from promote.passes.names import names_of, root_name
from promote.planners.calls import argument, calls_in, qualified_name
from promote.planners.fits import Fit, find_fits
from promote.planners.spelling import in_notebook
from promote.planners.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One place where a fitted model predicts, or could have. `model` and `data` are expressions of the notebook."""

    statement: int
    model: str
    data: ast.expr
    asks: str = ASKED
    """How the model is asked, as the notebook does it."""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The chosen fit and the place at which the service's answers are compared with the notebook's."""

    fit: Fit
    prediction: Prediction
    reason: str
    candidates: tuple[ModelSummary, ...]
    is_open: bool = False
    """Nothing in the notebook's code says that it is this model and no other."""
    refits: tuple[int, ...] = ()
    """Statements that fit the same variable at another time: the chosen fit starts afresh."""


_PREDICTS_LAST = "the notebook's last prediction is made with it"
_FITTED_LAST = "it is fitted last"
_SCORED_LAST = "it is scored last"


def choose(
    program: Program, imports: dict[str, Value], wanted: str | None, because: str = "asked for"
) -> Choice | None:
    """Choose a model: asked for, else saved, else used on new data, else for the last prediction, else fitted last.

    What is only fitted in a loop or in a function is there to be compared: it is chosen where nothing else is.
    """
    every = find_fits(program, imports)
    fits = [fit for fit in every if not fit.is_passing] or list(every)
    if wanted is not None:
        fits_wanted = [fit for fit in every if fit.name == wanted]
        chosen, reason = (fits_wanted[-1], because) if fits_wanted else (None, "")
    else:
        chosen, reason = _prefer(program, imports, fits)
    if chosen is None:
        return None
    latest = {fit.name: fit for fit in every}
    return Choice(
        fit=chosen,
        prediction=_prediction(program, imports, chosen, fits),
        reason=reason,
        is_open=reason in {_PREDICTS_LAST, _FITTED_LAST, _SCORED_LAST},
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
            for fit in every
            if fit is chosen or latest[fit.name] is fit
        ),
    )


def names_found(program: Program, imports: dict[str, Value]) -> tuple[str, ...]:
    """Names of all models in the notebook, in the order of their last fit."""
    return tuple(dict.fromkeys(fit.name for fit in find_fits(program, imports)))


def _prefer(program: Program, imports: dict[str, Value], fits: Sequence[Fit]) -> tuple[Fit | None, str]:
    if not fits:
        return None, ""
    aliases = aliases_of(program)
    for statement in reversed(program.statements):
        for call in calls_in(statement):
            if qualified_name(call.func, imports) in SAVES_MODEL and call.args:
                for fit in reversed(fits):
                    if fit.statement < statement.index and fit.name in _roots(call.args[0], aliases):
                        return fit, "the notebook saves it"
    predicting = [*_predicting(program, fits, aliases)]
    for fit, data in predicting:
        if _is_new(program, imports, fit, data):
            return fit, "the notebook predicts new data with it"
    for fit, _ in predicting:
        return fit, _PREDICTS_LAST
    added = program.statements[fits[-1].statement].is_added
    return fits[-1], _SCORED_LAST if added else _FITTED_LAST


def _roots(node: ast.expr, aliases: dict[str, str]) -> set[str]:
    """Names of what is saved: `model`, or one of a tuple or a dictionary."""
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            return {name for part in parts for name in _roots(part, aliases)}
        case _:
            name = root_name(node) or ""
            return {name, aliases.get(name, name)}


def _predicting(
    program: Program, fits: Sequence[Fit], aliases: dict[str, str]
) -> Iterator[tuple[Fit, ast.expr | None]]:
    """Every prediction with the fit that it comes from, the last first."""
    for statement in reversed(program.statements):
        if isinstance(statement.node, ast.FunctionDef | ast.ClassDef):
            continue
        for call in calls_in(statement):
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"predict", "predict_proba"}:
                name = root_name(call.func.value) or ""
                name = aliases.get(name, name)
                for fit in reversed(fits):
                    if fit.name == name and fit.statement <= statement.index:
                        yield fit, argument(call, 0, "X", "exog", "data")
                        break


def _is_new(program: Program, imports: dict[str, Value], fit: Fit, data: ast.expr | None) -> bool:
    """Whether a prediction is about something that is neither of the training nor of the test part."""
    if data is None:
        return False
    known = set(_parts(program, imports, _root_of(fit.data), fit.statement)) | names_of(fit.data).uses
    known -= imports.keys()
    for statement in program.statements:
        if isinstance(statement.node, ast.Assign) and (_data_names(statement) - _described(statement.node)) & known:
            known |= statement.names.defines
    return not (names_of(data).uses - _described(data)) & known


def _described(node: ast.AST) -> frozenset[str]:
    """Names of which only the columns are read: a new record is laid out as the others are."""
    return frozenset(
        each.value.id
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute)
        and each.attr in {"columns", "feature_names"}
        and isinstance(each.value, ast.Name)
    )


def _prediction(program: Program, imports: dict[str, Value], fit: Fit, fits: Sequence[Fit]) -> Prediction:
    """Find where the model predicts rows of its own data: on the test part, else on what it was fitted on."""
    end = min(
        (other.statement for other in fits if other.name == fit.name and other.statement > fit.statement),
        default=len(program.statements),
    )
    parts = _parts(program, imports, root_name(fit.data), fit.statement)
    aliases = aliases_of(program)
    sets = _datasets(program, imports)
    found: list[Prediction] = []
    for statement in program.statements[fit.statement : end]:
        if isinstance(statement.node, ast.For | ast.While | ast.FunctionDef | ast.ClassDef):
            continue
        for call in calls_in(statement):
            if not (isinstance(call.func, ast.Attribute) and call.func.attr in _ASKS):
                continue
            name = root_name(call.func.value)
            data = argument(call, 0, "X", "exog", "data")
            if aliases.get(name or "", name) != fit.name or data is None:
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
    rows = [each for each in found if _root_of(each.data) in parts]
    held_out = [each for each in rows if ast.unparse(each.data) != fitted_on]
    for group in (held_out, rows, [each for each in found if ast.unparse(each.data) == fitted_on]):
        if group:
            # One that the notebook can be asked for is worth more than one in a function of its own.
            return next((each for each in group if _can_be_asked(program, each)), group[0])
    return Prediction(statement=fit.statement, model=fit.name, data=fit.data, asks=fit.asks, parts=parts)


def _can_be_asked(program: Program, prediction: Prediction) -> bool:
    texts = (prediction.model, ast.unparse(prediction.data))
    return all(in_notebook(program, text) is not None for text in texts)


_ASKS = frozenset(["predict", "predict_proba", "score", "evaluate"])


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


def _parts(program: Program, imports: dict[str, Value], name: str | None, before: int) -> tuple[str, ...]:
    """Names that come from the same split as the training data, and what is derived from them; itself included."""
    parts = {name} if name else set()
    # A list of columns that two frames are asked for does not make one part of them.
    no_data = imports.keys() | _constants(program)
    for statement in reversed(program.statements[:before]):
        node = statement.node
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            targets = {each.id for each in node.targets[0].elts if isinstance(each, ast.Name)}
            function = qualified_name(node.value.func, imports) if isinstance(node.value, ast.Call) else ""
            if function in SPLITS and targets & parts and isinstance(node.value, ast.Call):
                parts |= targets
                parts |= {root for argument in node.value.args if (root := root_name(argument))}
            elif targets & parts:
                parts |= _data_names(statement) - no_data
        elif statement.names.defines & parts:
            parts |= _data_names(statement) - no_data
    # Forward: what is made from a part is a part, `X_test_scaled` for one.
    for statement in program.statements[:before]:
        if (
            isinstance(statement.node, ast.Assign)
            and _data_names(statement) & parts
            and not _is_grid(statement, imports)
        ):
            parts |= statement.names.defines
    return tuple(sorted(part for part in parts if part))


def _is_grid(statement: Statement, imports: dict[str, Value]) -> bool:
    """Whether a statement spans a range, as people do to draw what a model says between its data."""
    return any(qualified_name(call.func, imports) in GRIDS for call in calls_in(statement))


def _constants(program: Program) -> frozenset[str]:
    """Names that are only ever bound to literals."""
    literal: set[str] = set()
    other: set[str] = set()
    for statement in program.statements:
        value = statement.node.value if isinstance(statement.node, ast.Assign) else None
        plain = value is not None and all(
            isinstance(each, ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.Set | ast.Load)
            for each in ast.walk(value)
        )
        (literal if plain else other).update(statement.names.defines)
    return frozenset(literal - other)


def _data_names(statement: Statement) -> frozenset[str]:
    """Names that a statement reads, without the transformers whose methods it calls."""
    receivers = {
        id(root)
        for call in calls_in(statement)
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


__all__ = ["Choice", "Fit", "Prediction", "aliases_of", "choose", "names_found", "qualified_name"]
