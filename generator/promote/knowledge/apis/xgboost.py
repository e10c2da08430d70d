"""What XGBoost changed."""

from promote.knowledge.apis.rows import method_keyword_gone
from promote.model.api import Api

XGBOOST: tuple[Api, ...] = (
    *(
        method_keyword_gone(("fit",), keyword, "2.1", instead=f"`{keyword}=` where the model is made", module="xgboost")
        for keyword in ("early_stopping_rounds", "eval_metric", "callbacks")
    ),
    method_keyword_gone(
        ("predict", "predict_proba"), "ntree_limit", "2.0", instead="iteration_range=", module="xgboost"
    ),
)
