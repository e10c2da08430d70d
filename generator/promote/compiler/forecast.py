"""A notebook with a model that continues a series: a service that is asked how it goes on."""

from dataclasses import replace

from promote.compiler.derived import Derived
from promote.compiler.overview import forecast_overview
from promote.compiler.parity import forecast_parity
from promote.compiler.subject import Subject
from promote.emitters import emit
from promote.emitters.draft import Draft
from promote.model.answer import Answer
from promote.model.answers import Archetype
from promote.model.diagnostic import Diagnostic
from promote.model.plan import Contract, DataFile, Horizon, Plan
from promote.planners.data import plan_data, plan_settings, with_settings
from promote.planners.forecasts import ForecastChoice
from promote.planners.imports import import_lines
from promote.planners.layout import plan_layout
from promote.rules import judge
from promote.rules.missing_seed import is_repeatable


def derive_forecast(subject: Subject, choice: ForecastChoice) -> Derived:
    """Make a service of a model that continues a series."""
    data = plan_data(choice.path, subject.imports, subject.beside)
    statements = frozenset(step.statement.index for step in choice.path.steps) | {choice.asked}
    facts = replace(subject.facts(statements, data), path=choice.path)
    findings = judge(facts)
    draft = _draft(subject, choice, data, findings)
    return Derived(
        archetype=Archetype.PREDICT,
        facts=facts,
        findings=findings,
        files=emit(draft),
        overview=forecast_overview(subject, choice, draft),
        parity=forecast_parity(subject, choice, data),
        draft=draft,
    )


def _draft(
    subject: Subject, choice: ForecastChoice, data: tuple[DataFile, ...], findings: tuple[Diagnostic, ...]
) -> Draft:
    path = with_settings(choice.path, data, subject.imports)
    plan = Plan(
        package=subject.identity.package,
        program=subject.program,
        imports=import_lines(subject.program),
        path=choice.path,
        steps=path.steps,
        model=choice.forecaster.name,
        estimator="Any",
        score_steps=(),
        scores=(),
        table=None,
        data=data,
        contract=_contract(choice.horizon),
        answer=Answer(),
        repeatable=is_repeatable(findings),
        settings=plan_settings(choice.path, data, subject.imports),
        horizon=choice.horizon,
    )
    return Draft(plan, plan_layout(path, (), choice.forecaster.name, subject.imports))


def _contract(horizon: Horizon) -> Contract:
    """A request holds no record, only how far to look ahead."""
    return Contract(fields=(), example={"steps": horizon.steps}, output="list[Point]", probabilities=False, target="")
