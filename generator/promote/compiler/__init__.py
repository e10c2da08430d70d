"""The compiler: a notebook in, everything that would be written out. Pure but for reading what lies beside the notebook.

Source ──reader──> Notebook ──passes──> Program ──planners──> Plan ──emitters──> Files
                                               └──rules──> findings

The modules follow that line: `reading` and `subject` look at the notebook, `prediction`, `forecast` and `job` derive its files,
each for one kind of prototype, `finishing` adds what every project has, and `secrets` lets no secret out.
"""

import gc
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from promote.compiler.derived import Derived
from promote.compiler.finishing import finish, sha256
from promote.compiler.forecast import derive_forecast
from promote.compiler.job import derive_job
from promote.compiler.prediction import derive_prediction
from promote.compiler.reading import modernised, read_as_written, read_program, with_modules
from promote.compiler.secrets import without_secrets
from promote.compiler.subject import Subject, read_subject
from promote.errors import UsageError
from promote.model.facts import Contest
from promote.model.promotion import Promotion
from promote.model.source import Source
from promote.passes.own_classes import make_room
from promote.passes.parse import MOST_NESTED
from promote.planners.best import best_scored
from promote.planners.forecasts import choose_forecaster, forecasters_found
from promote.planners.models import Choice, choose, names_found
from promote.planners.picked import AT_RUN_TIME, picked
from promote.planners.stored import with_stored_scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """A promotion, and what it was made from."""

    promotion: Promotion
    derived: Derived


def compile_notebook(source: Source, *, model: str | None = None, modernise: bool = False) -> Promotion:
    """Compile a notebook, or what it would be today. `NotebookError` is raised for a text that is none.

    `UsageError` is raised for a model that the notebook does not have.
    """
    if not modernise:
        return compile_openly(source, model=model).promotion
    with _undisturbed():
        today = modernised(source)
    promotion = compile_openly(today, model=model).promotion
    # The project remembers the notebook that there is: by it, a later run sees whether anything has changed.
    return replace(promotion, answers=replace(promotion.answers, notebook_sha256=sha256(source.text)))


def compile_openly(source: Source, *, model: str | None = None) -> Compilation:
    """Compile a notebook, and keep what is handed from room to room on the way. No secret is blanked in that."""
    with _undisturbed():
        subject = read_subject(source)
        derived = _derive(subject, model)
        promotion = without_secrets(finish(subject, derived), subject.program, source)
        return Compilation(promotion=promotion, derived=derived)


def _derive(subject: Subject, model: str | None) -> Derived:
    """Derive the files of what the notebook is: of a model, of a model that continues a series, else of a job."""
    choice = _choose(subject, model)
    if choice is not None and choice.fit.is_network:
        subject = replace(subject, program=make_room(subject.program))
        choice = _choose(subject, model)
    if choice is not None:
        return derive_prediction(subject, choice)
    forecast = choose_forecaster(subject.program, subject.imports, model)
    if forecast is not None:
        return derive_forecast(subject, forecast)
    if model is not None:
        raise _no_such_model(subject, model)
    return derive_job(subject)


def _choose(subject: Subject, model: str | None) -> Choice | None:
    """Choose a model; where the code leaves it open, the one that the notebook's outputs show to be the best."""
    program, imports = subject.program, subject.imports
    choice = choose(program, imports, model)
    if choice is None or not choice.is_open:
        return choice
    own = picked(program, choice)
    better = best_scored(with_stored_scores(choice.candidates, program, imports))
    if own is not None and (better is None or own.is_told):
        better = own.name, own.reason
    chosen = choose(program, imports, *better) if better is not None else choice
    if own is None or chosen is None:
        return chosen
    is_decided = chosen.reason != AT_RUN_TIME
    contest = Contest(place=own.place, rivals=own.rivals, served=chosen.fit.name, is_decided=is_decided)
    return replace(chosen, contest=contest)


def _no_such_model(subject: Subject, model: str) -> UsageError:
    program, imports = subject.program, subject.imports
    names = [*names_found(program, imports), *forecasters_found(program, imports)]
    known = ", ".join(f"`{name}`" for name in names) or "none"
    return UsageError(f"the notebook has no model `{model}`", hint=f"choose one of its models: {known}")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep away what would stop or slow a compilation, or talk into it."""
    with _nothing_collected(), _room_for_depth(), warnings.catch_warnings():
        # Python warns of what it would no longer write itself; that is for whoever runs the notebook.
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Leave the cycle collector out: trees only grow here, and looking through them again and again finds nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _room_for_depth() -> Iterator[None]:
    """Let the deepest tree that `parse` lets through be followed, with some calls for each of its levels."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 1000 + 40 * MOST_NESTED))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


__all__ = [
    "Compilation",
    "compile_notebook",
    "compile_openly",
    "modernised",
    "read_as_written",
    "read_program",
    "with_modules",
]
