"""What imbalanced-learn changed."""

from promote.knowledge.apis.rows import DROPPED, keyword_gone, keyword_renamed, method_gone
from promote.model.api import Api

_SMOTE = "imblearn.over_sampling.SMOTE"
_ADASYN = "imblearn.over_sampling.ADASYN"
_UNDER_SAMPLER = "imblearn.under_sampling.RandomUnderSampler"
_SAMPLERS = (
    *(_SMOTE, "imblearn.over_sampling.RandomOverSampler", _ADASYN),
    *(_UNDER_SAMPLER, "imblearn.under_sampling.NearMiss"),
)

IMBALANCED_LEARN: tuple[Api, ...] = (
    method_gone("fit_sample", "0.8", ".fit_resample", module="imblearn", to="fit_resample"),
    keyword_renamed(_SAMPLERS, "ratio", "0.6", "sampling_strategy"),
    keyword_gone((_SMOTE,), "kind", "0.6", instead="`BorderlineSMOTE` or `SVMSMOTE`"),
    keyword_gone((_UNDER_SAMPLER,), "return_indices", "0.6", instead=".sample_indices_"),
    keyword_gone((_SMOTE, _ADASYN), "n_jobs", "0.12", rewrite=DROPPED),
    keyword_renamed(("imblearn.ensemble.BalancedBaggingClassifier",), "base_estimator", "0.12", "estimator"),
)
