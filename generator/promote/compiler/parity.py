"""Where the notebook can be asked for what the service is compared with."""

import ast
from collections.abc import Container, Sequence
from dataclasses import replace

from promote.compiler.subject import Subject
from promote.emitters.draft import STANDARD
from promote.knowledge.functions import SPLITS
from promote.model.answer import ASKED, Answer, asking
from promote.model.parity import CutAnchor, InnerAnchor, Input, Parity, PredictAnchor, Span
from promote.model.plan import DataFile, Plan
from promote.model.program import Program, Statement
from promote.model.steps import Path, StepKind, as_array
from promote.planners.calls import qualified_name
from promote.planners.forecasts import ForecastChoice
from promote.planners.hoisting import text_names
from promote.planners.models import Choice
from promote.planners.path import FINAL
from promote.planners.predictions import Prediction
from promote.planners.spelling import in_notebook
from promote.planners.values import Value


def prediction_parity(subject: Subject, choice: Choice, plan: Plan) -> Parity:
    """Compare records at the cut, and what the notebook predicts of them."""
    asked = subject.program.statements[choice.prediction.statement]
    late = _bound_after(
        subject.program, asked, text_names(plan.answer.written) | text_names(plan.answer.written_classes)
    )
    return replace(
        _parity_up_to(subject, [asked, *late], plan.path, plan.data, plan.samples),
        cut=_cut(subject, plan.path, choice.prediction, asked),
        predict=_prediction_anchor(subject, choice.prediction, [asked, *late][-1], plan.answer),
        target=plan.contract.target,
        seeded=plan.seeded,
    )


def forecast_parity(subject: Subject, choice: ForecastChoice, data: tuple[DataFile, ...]) -> Parity:
    """Compare forecasts. There is no cut: a forecast takes no records."""
    asked = subject.program.statements[choice.asked]
    return replace(_parity_up_to(subject, [asked], choice.path, data), predict=_forecast_anchor(subject, choice, asked))


def job_parity(subject: Subject, data: tuple[DataFile, ...], samples: Container[str] = ()) -> Parity:
    """Know the data files, by name those in `samples` with a sample; without a model nothing can be compared."""
    return Parity(
        notebook=subject.notebook_path,
        inputs=tuple(
            Input(
                literal=each.literal,
                path=f"data/{each.file_name}",
                sample=f"tests/data/{each.file_name}" if each.file_name in samples else "",
            )
            for each in data
        ),
    )


def _parity_up_to(
    subject: Subject, asked: Sequence[Statement], path: Path, data: tuple[DataFile, ...], samples: Container[str] = ()
) -> Parity:
    """What must run for the notebook to come to where it is asked."""
    needed = [*(step.statement for step in path.steps), *asked]
    return replace(
        job_parity(subject, data, samples),
        path_cells=tuple(sorted({each.cell for each in needed})),
        path=_spans(needed),
        imports=tuple(sorted({name for each in needed for name in each.names.uses})),
        supplied=_supplied(subject.program, needed),
    )


def _bound_after(program: Program, asked: Statement, names: frozenset[str]) -> list[Statement]:
    """Statements behind the one that predicts which bind what the answer is made with, such as a threshold."""
    known = {name for each in program.statements[: asked.index + 1] for name in each.names.defines}
    first = {name: each for each in reversed(program.statements[asked.index + 1 :]) for name in each.names.defines}
    found: dict[int, Statement] = {}
    wanted = set(names)
    while wanted:
        name = wanted.pop()
        if name in first and name not in known:
            known.add(name)
            found[first[name].index] = first[name]
            wanted |= first[name].names.uses
    return [found[index] for index in sorted(found)]


def _supplied(program: Program, needed: Sequence[Statement]) -> tuple[str, ...]:
    """Imports that derived code has on its own account, where the notebook reads their names and binds them nowhere."""
    bound = {name for each in program.statements for name in each.names.defines}
    read = {name for each in needed for name in each.names.uses}
    return tuple(STANDARD[name] for name in sorted((read - bound) & {"np", "pd"}))


def _spans(statements: Sequence[Statement]) -> tuple[Span, ...]:
    """Places of statements, each once, in the order of the notebook."""
    return tuple(
        Span(cell=cell, line=line, end_line=end)
        for cell, line, end in sorted({(each.cell, each.line, each.end_line) for each in statements})
    )


def _cut(subject: Subject, path: Path, prediction: Prediction, asked: Statement) -> CutAnchor:
    """Where the notebook has the records that the service takes."""
    cut, steps = path.cut, path.steps
    place = steps[cut.after].statement if cut.after < len(steps) else asked
    frame = cut.frame if cut.frame != FINAL else ast.unparse(prediction.data)
    frame = in_notebook(subject.program, frame) or frame
    if not cut.is_frame:
        # As training lays an array out, so that its records have names.
        frame = f'__import__("pandas").DataFrame({as_array(frame, cut)}).add_prefix("x")'
    return CutAnchor(
        cell=place.cell,
        line=place.end_line,
        frame=frame,
        inner=_inner(subject.program, path, place),
        in_order=_is_in_order(path, subject.imports),
    )


def _inner(program: Program, path: Path, place: Statement) -> InnerAnchor | None:
    """Where the records are in a function, if it does more with them before the notebook has them."""
    inside = place.inside
    if inside is None or not path.cut.is_frame or path.cut.frame == FINAL:
        return None
    later = program.statements[place.index + 1 :]
    own = dict(inside.names).get(path.cut.frame)
    if own is None or not any((each.cell, each.line) == (place.cell, place.line) for each in later):
        return None
    return InnerAnchor(cell=inside.cell, line=inside.line, indent=inside.indent, frame=own, file=inside.file)


def _is_in_order(path: Path, imports: dict[str, Value]) -> bool:
    """Whether every record goes from the cut to the prediction in its place, but for splits."""
    behind = path.steps[path.cut.after + 1 :]
    return not any(
        step.moves_rows
        or step.kind is StepKind.OBSTACLE
        or (step.kind is StepKind.SPLIT and not _only_splits(step.statement, imports))
        for step in behind
    )


def _only_splits(statement: Statement, imports: dict[str, Value]) -> bool:
    """Whether a split is none that may give as many rows as it took, in another order."""
    value = getattr(statement.node, "value", None)
    return isinstance(value, ast.Call) and qualified_name(value.func, imports) in SPLITS


def _prediction_anchor(
    subject: Subject, prediction: Prediction, asked: Statement, answer: Answer
) -> PredictAnchor | None:
    """Where the notebook can be asked for its predictions, if it has names for model and input."""
    model = in_notebook(subject.program, prediction.model)
    inputs = in_notebook(subject.program, ast.unparse(prediction.data))
    if model is None or inputs is None:
        return None
    return PredictAnchor(
        cell=asked.cell,
        line=asked.end_line,
        model=model,
        inputs=inputs,
        answer=asking(answer.written, model, inputs) if answer.written != ASKED else "",
        classes=asking(answer.written_classes, model, inputs),
    )


def _forecast_anchor(subject: Subject, choice: ForecastChoice, asked: Statement) -> PredictAnchor | None:
    """Where the notebook can be asked for its forecast, if it has a name for the model."""
    horizon = choice.horizon
    far = str(horizon.steps) if horizon.is_known else horizon.written
    forecast = in_notebook(subject.program, f"{choice.forecaster.name}.forecast({far})")
    if forecast is None:
        return None
    return PredictAnchor(cell=asked.cell, line=asked.end_line, model="", inputs="", forecast=forecast)
