"""Find the models of a notebook, and choose the one that the service answers with."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from promote.knowledge.functions import SAVES_MODEL
from promote.model.facts import Contest
from promote.model.program import Program
from promote.model.promotion import ModelSummary
from promote.passes.names import names_of, root_name
from promote.planners.calls import argument, calls_in, qualified_name
from promote.planners.candidates import summaries
from promote.planners.fits import Fit, find_fits
from promote.planners.networks import asked_in, batches_of, find_networks, outlives, trains
from promote.planners.parts import data_names, parts_of
from promote.planners.predictions import Prediction, aliases_of, find_prediction, rows_of
from promote.planners.values import Value

_PREDICTS_LAST = "the notebook's last prediction is made with it"
_FITTED_LAST = "it is fitted last"
_SCORED_LAST = "it is scored last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The chosen fit and the place at which the service's answers are compared with the notebook's."""

    fit: Fit
    prediction: Prediction
    reason: str
    candidates: tuple[ModelSummary, ...]
    is_open: bool = False
    """Nothing in the notebook's code says that it is this model and no other."""
    contest: Contest | None = None
    """What the notebook itself compares when it runs."""
    refits: tuple[int, ...] = ()
    """Statements that fit the same variable at another time: the chosen fit starts afresh."""


def choose(
    program: Program, imports: dict[str, Value], wanted: str | None, because: str = "asked for"
) -> Choice | None:
    """Choose a model: asked for, else saved, else used on new data, else for the last prediction, else fitted last.

    What is only fitted in a loop or in a function is there to be compared: it is chosen where nothing else is.
    """
    every = all_fits(program, imports)
    fits = [fit for fit in every if not fit.is_passing] or list(every)
    if wanted is not None:
        fits_wanted = [fit for fit in every if fit.name == wanted]
        chosen, reason = (fits_wanted[-1], because) if fits_wanted else (None, "")
    else:
        chosen, reason = _prefer(program, imports, fits)
    if chosen is None:
        return None
    return Choice(
        fit=chosen,
        prediction=find_prediction(program, imports, chosen, fits),
        reason=reason,
        is_open=reason in {_PREDICTS_LAST, _FITTED_LAST, _SCORED_LAST},
        refits=tuple(
            fit.statement
            for fit in fits
            if fit.name == chosen.name
            and fit.statement != chosen.statement
            and fit.constructor is chosen.constructor
            # A network goes on from where it was.
            and not fit.is_network
        ),
        candidates=summaries(program, every, chosen, reason),
    )


def all_fits(program: Program, imports: dict[str, Value]) -> tuple[Fit, ...]:
    """Every fit of a model, in the order of the program."""
    found = [*find_fits(program, imports), *find_networks(program, imports)]
    return tuple(sorted(found, key=lambda fit: fit.statement))


def names_found(program: Program, imports: dict[str, Value]) -> tuple[str, ...]:
    """Names of all models in the notebook, in the order of their last fit."""
    return tuple(dict.fromkeys(fit.name for fit in all_fits(program, imports)))


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
    predicting = [*_predicting(program, imports, fits, aliases)]
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
        case ast.Call(func=ast.Attribute(value=inner, attr="state_dict")):
            return _roots(inner, aliases)
        case _:
            name = root_name(node) or ""
            return {name, aliases.get(name, name)}


def _predicting(
    program: Program, imports: dict[str, Value], fits: Sequence[Fit], aliases: dict[str, str]
) -> Iterator[tuple[Fit, ast.expr | None]]:
    """Every prediction with the fit that it comes from, the last first."""
    batches = batches_of(program, imports)
    networks = [(fit, outlives(program, fit)) for fit in reversed(fits) if fit.is_network]
    for statement in reversed(program.statements):
        if isinstance(statement.node, ast.FunctionDef | ast.ClassDef):
            continue
        for fit, end in networks:
            if fit.statement < statement.index < end and not trains(statement.node):
                for call in asked_in(statement, fit.name, aliases, batches):
                    yield fit, call.args[0]
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
    known = set(parts_of(program, imports, rows_of(fit, fit.data), fit.statement)) | names_of(fit.data).uses
    known -= imports.keys()
    for statement in program.statements:
        if isinstance(statement.node, ast.Assign) and (data_names(statement) - _described(statement.node)) & known:
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
