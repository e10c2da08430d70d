"""Choose the model of a series that the service answers with."""

from dataclasses import dataclass

from promote.model.plan import Horizon
from promote.model.program import Program
from promote.model.promotion import ModelSummary
from promote.model.steps import Path
from promote.planners.candidates import summaries
from promote.planners.forecasts.fits import Forecaster, find_forecasters
from promote.planners.forecasts.horizon import looks_ahead, plan_horizon
from promote.planners.forecasts.series import plan_series
from promote.planners.values import Value


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
    every = [*find_forecasters(program, imports)]
    asked_for = [each for each in every if wanted is None or each.name == wanted]
    forecasts = [*looks_ahead(program, asked_for)]
    if not forecasts:
        return None
    chosen, asked, steps = forecasts[-1]
    reason = "the notebook's last forecast is made with it" if wanted is None else "asked for"
    path = plan_series(program, chosen, every, imports)
    if path is None:
        return None
    return ForecastChoice(
        forecaster=chosen,
        asked=asked,
        horizon=plan_horizon(program, steps, asked),
        path=path,
        candidates=summaries(program, every, chosen, reason),
    )


def forecasters_found(program: Program, imports: dict[str, Value]) -> tuple[str, ...]:
    """Names of the models that the notebook forecasts with, in its order."""
    return tuple(dict.fromkeys(fit.name for fit, _, _ in looks_ahead(program, [*find_forecasters(program, imports)])))
