"""The path to a model of a series: what makes the series is the data, the rest is training.

Nothing is asked about a record, so the steps need no serving program.
"""

import ast
from collections.abc import Sequence

from promote.model.program import Program, Statement
from promote.model.steps import Cut, Path, Step, StepKind
from promote.passes.names import names_of, root_name
from promote.planners.binding import classify
from promote.planners.forecasts.fits import Forecaster
from promote.planners.slicing import slice_back
from promote.planners.values import CONSTANT, Value


def plan_series(
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
