"""What draws random numbers while it learns, unless it is given a seed.

Read from the documentation of each class: those that take `random_state` and use it by default, or under the arguments given.
"""

from collections.abc import Mapping

ALWAYS = frozenset(
    [
        "ADASYN",
        "AdaBoostClassifier",
        "AdaBoostRegressor",
        "BaggingClassifier",
        "BaggingRegressor",
        "BayesianGaussianMixture",
        "BernoulliRBM",
        "BisectingKMeans",
        "BorderlineSMOTE",
        "DecisionTreeClassifier",
        "DecisionTreeRegressor",
        "ExtraTreeClassifier",
        "ExtraTreeRegressor",
        "ExtraTreesClassifier",
        "ExtraTreesRegressor",
        "FastICA",
        "GaussianMixture",
        "GradientBoostingClassifier",
        "GradientBoostingRegressor",
        "IsolationForest",
        "KMeans",
        "KMeansSMOTE",
        "LatentDirichletAllocation",
        "LinearSVC",
        "LinearSVR",
        "MLPClassifier",
        "MLPRegressor",
        "MiniBatchKMeans",
        "PassiveAggressiveClassifier",
        "PassiveAggressiveRegressor",
        "Perceptron",
        "RANSACRegressor",
        "RandomForestClassifier",
        "RandomForestRegressor",
        "RandomOverSampler",
        "RandomTreesEmbedding",
        "RandomUnderSampler",
        "RandomizedSearchCV",
        "SGDClassifier",
        "SGDRegressor",
        "SMOTE",
        "SMOTEENN",
        "SMOTENC",
        "SMOTETomek",
        "SVMSMOTE",
        "SpectralClustering",
        "TruncatedSVD",
    ]
)

UNDER: Mapping[str, Mapping[str, frozenset[object]]] = {
    "LogisticRegression": {"solver": frozenset(["liblinear", "sag", "saga"])},
    "LogisticRegressionCV": {"solver": frozenset(["liblinear", "sag", "saga"])},
    "Ridge": {"solver": frozenset(["sag", "saga"])},
    "RidgeClassifier": {"solver": frozenset(["sag", "saga"])},
    "SVC": {"probability": frozenset([True])},
    "NuSVC": {"probability": frozenset([True])},
    "KFold": {"shuffle": frozenset([True])},
    "StratifiedKFold": {"shuffle": frozenset([True])},
    "Lasso": {"selection": frozenset(["random"])},
    "ElasticNet": {"selection": frozenset(["random"])},
    "PCA": {"svd_solver": frozenset(["arpack", "randomized"])},
}
"""Class -> argument -> the values under which it draws."""

SERIES = frozenset(["default_rng", "Generator", "MT19937", "PCG64", "Philox", "RandomState", "SFC64"])
"""What NumPy calls a series of random numbers of its own; its other functions share one, which `numpy.random.seed` begins."""

BEGINS = frozenset(["get_state", "seed", "set_state", "SeedSequence"])
"""What draws nothing."""
