"""What `promote inspect` shows, and PROMOTION.md tells: where each cell went, what the service takes, and what it answers."""

import ast

from promote.compiler.subject import Subject
from promote.compiler.words import (
    FORECAST_IN_WORDS,
    fields_in_words,
    horizon_in_words,
    output_in_words,
    samples_in_words,
)
from promote.emitters.draft import Draft
from promote.model.plan import DataFile
from promote.model.promotion import CellSummary, CutSummary, Overview
from promote.model.steps import Path, StepKind
from promote.planners.cells import plan_cells
from promote.planners.forecasts import ForecastChoice
from promote.planners.layout import PartKind
from promote.planners.models import Choice
from promote.planners.nltk_data import fetches
from promote.planners.stored import with_stored_scores


def prediction_overview(subject: Subject, choice: Choice, draft: Draft) -> Overview:
    """Show a notebook with a model."""
    plan, cut = draft.plan, draft.plan.path.cut
    steps = plan.path.steps
    destinations = _dataset(draft)
    for part in draft.layout.parts:
        module = "train.py" if part.kind is PartKind.INLINE else "features.py"
        destinations |= {steps[p].statement.index: module for p in part.steps}
    destinations |= _hoisted(draft) | dict.fromkeys(plan.score_steps, "train.py")
    destinations.setdefault(choice.prediction.statement, "predict.py")
    return Overview(
        cells=_cells(subject, destinations, plan.path),
        models=with_stored_scores(choice.candidates, subject.program, subject.imports),
        cut=CutSummary(
            cell=steps[min(cut.after, len(steps) - 1)].statement.cell,
            frame=cut.frame,
            raw=cut.raw,
            reason=cut.reason,
            in_columns=plan.arrays is not None,
        ),
        inputs=fields_in_words(plan.contract.fields),
        output=output_in_words(plan.contract),
        samples=samples_in_words(plan.data, plan.samples),
    )


def forecast_overview(subject: Subject, choice: ForecastChoice, draft: Draft) -> Overview:
    """Show a notebook with a model that continues a series."""
    # What does not load the data trains: there is no second program that would share a step with it.
    destinations = {step.statement.index: "train.py" for step in choice.path.steps}
    destinations |= _dataset(draft) | _hoisted(draft)
    destinations.setdefault(choice.asked, "predict.py")
    return Overview(
        cells=_cells(subject, destinations, choice.path),
        models=choice.candidates,
        cut=None,
        inputs=horizon_in_words(choice.horizon),
        output=FORECAST_IN_WORDS,
        samples=samples_in_words(draft.plan.data),
    )


def job_overview(subject: Subject, data: tuple[DataFile, ...]) -> Overview:
    """Show a notebook without a model: all its code is in one place, and nothing is asked or answered."""
    destinations = {
        statement.index: "job.py"
        for statement in subject.program.statements
        if not isinstance(statement.node, ast.Import | ast.ImportFrom) and not fetches(statement.node, subject.imports)
    }
    return Overview(
        cells=plan_cells(subject.program, destinations, frozenset(), subject.imports),
        models=(),
        cut=None,
        inputs=(),
        output="",
        samples=samples_in_words(data),
    )


def _dataset(draft: Draft) -> dict[int, str]:
    return {draft.plan.path.steps[p].statement.index: "dataset.py" for p in draft.layout.dataset}


def _hoisted(draft: Draft) -> dict[int, str]:
    return {draft.plan.path.steps[p].statement.index: f"{draft.home(p)}.py" for p in draft.layout.hoisted}


def _cells(subject: Subject, destinations: dict[int, str], path: Path) -> tuple[CellSummary, ...]:
    training = frozenset(step.statement.index for step in path.steps if step.kind is StepKind.TRAINING)
    return plan_cells(subject.program, destinations, training, subject.imports)
