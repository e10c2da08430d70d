"""Models that continue a series: where the notebook fits one, how far it looks ahead, and what training takes.

find_forecasters -> looks_ahead -> plan_horizon, plan_series -> choose_forecaster

Forecaster = name statement made estimator series
Horizon    = steps maximum written
"""

from promote.planners.forecasts.choice import ForecastChoice, choose_forecaster, forecasters_found
from promote.planners.forecasts.fits import Forecaster

__all__ = ["ForecastChoice", "Forecaster", "choose_forecaster", "forecasters_found"]
