"""What LightGBM changed."""

from promote.knowledge.apis.rows import keyword_gone, method_keyword_gone
from promote.model.api import Api

_STOPPING = "callbacks=[lightgbm.early_stopping(…)]"
_LOGGING = "callbacks=[lightgbm.log_evaluation(…)]"
_RECORDING = "callbacks=[lightgbm.record_evaluation(…)]"

LIGHTGBM: tuple[Api, ...] = (
    method_keyword_gone(("fit",), "early_stopping_rounds", "4.0", instead=_STOPPING, module="lightgbm"),
    method_keyword_gone(("fit",), "verbose", "4.0", instead=_LOGGING, module="lightgbm"),
    keyword_gone(("lightgbm.train",), "early_stopping_rounds", "4.0", instead=_STOPPING),
    keyword_gone(("lightgbm.train",), "verbose_eval", "4.0", instead=_LOGGING),
    keyword_gone(("lightgbm.train",), "evals_result", "4.0", instead=_RECORDING),
)
