"""Libraries that fit otherwise than `model.fit(X, y)`: what their models are given, and what they answer on."""

TRAINERS = {
    "lightgbm.train": "lightgbm.Booster",
    "xgboost.train": "xgboost.Booster",
    "catboost.train": "catboost.CatBoost",
}
"""Functions that return a fitted model, and its class. One of their arguments is a data set."""

DATASETS = frozenset(
    [
        "lightgbm.Dataset",
        "xgboost.DMatrix",
        "xgboost.QuantileDMatrix",
        "xgboost.DeviceQuantileDMatrix",
        "catboost.Pool",
    ]
)
"""Features and target in one object: `data` is the first argument, `label` the second."""

NAMED_DATASETS = frozenset(["train_set", "dtrain", "pool", "dtrain", "train_pool"])
"""Keywords under which a trainer takes its data set."""

ONLY_FOR_TRAINING = frozenset(["label", "weight", "group", "init_score", "reference", "free_raw_data", "baseline"])
"""What a data set says beside the features, and a request does not."""

ANSWERS_ON_DATASETS = frozenset(["xgboost.Booster"])
"""Models that predict on a data set, and not on a frame."""

MULTICLASS = frozenset(["multiclass", "softmax", "multiclassova", "multi:softprob", "MultiClass"])
"""Objectives with one number for each class in an answer."""

STATISTICAL_MODELS = frozenset(
    ["OLS", "WLS", "GLS", "GLSAR", "GLM", "RLM", "QuantReg", "Logit", "Probit", "MNLogit", "Poisson"]
    + ["NegativeBinomial", "NegativeBinomialP", "GeneralizedPoisson", "BetaModel"]
)
"""Classes of statsmodels that are made with target and features, in this order, and fitted without arguments."""

FORMULA_MODELS = frozenset(
    ["ols", "wls", "gls", "glsar", "glm", "rlm", "quantreg", "logit", "probit", "mnlogit", "poisson"]
    + ["negativebinomial", "nominal_gee", "from_formula"]
)
"""Functions of `statsmodels.formula.api`: a formula names target and features, columns of the data behind it."""
