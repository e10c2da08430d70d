"""Models that continue a series: which classes they are, and where they take columns of which the future must be known."""

FORECASTERS = {
    "ARIMA": 1,
    "SARIMAX": 1,
    "AutoReg": 4,
    "UnobservedComponents": 7,
    "ETSModel": None,
    "ExponentialSmoothing": None,
    "SimpleExpSmoothing": None,
    "Holt": None,
    "ThetaModel": None,
}
"""Classes of statsmodels that are made with a series and fitted without it, and the position of `exog` among their arguments."""

FORECASTS = frozenset(["forecast", "get_forecast"])
"""Methods of a fitted model that go beyond its series. The first argument, `steps`, says how far."""

PREDICTIONS = frozenset(["predict", "get_prediction"])
"""Methods that go from `start` to `end`, within the series or beyond."""
