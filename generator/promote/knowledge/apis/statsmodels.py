"""What statsmodels changed."""

from promote.knowledge.apis.rows import keyword_renamed, name_gone
from promote.model.api import Api

STATSMODELS: tuple[Api, ...] = (
    name_gone("statsmodels.tsa.arima_model", "0.13", "statsmodels.tsa.arima.model.ARIMA"),
    keyword_renamed(("statsmodels.tsa.seasonal.seasonal_decompose",), "freq", "0.13", "period"),
    keyword_renamed(("statsmodels.tsa.stattools.acf",), "unbiased", "0.13", "adjusted"),
)
