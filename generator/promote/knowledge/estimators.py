"""scikit-learn and what imitates it: which classes predict, which transform, and what comes out.

Modules decide, so that a class that did not exist when this was written is understood too.
"""

TRANSFORMER_MODULES = frozenset(
    ["sklearn.preprocessing", "sklearn.impute", "sklearn.decomposition", "sklearn.feature_selection"]
    + ["sklearn.feature_extraction", "sklearn.feature_extraction.text", "sklearn.compose", "sklearn.random_projection"]
    + [
        "sklearn.kernel_approximation",
        "sklearn.experimental",
        "category_encoders",
        "feature_engine",
        "sklearn.manifold",
    ]
)

TRANSFORMER_ENDINGS = (
    "Scaler",
    "Encoder",
    "Imputer",
    "Vectorizer",
    "Binarizer",
    "Discretizer",
    "Normalizer",
    "Transformer",
    "Selector",
)
"""Endings of transformers' names: editors import them from whatever module mentions them."""

NO_ANSWERS = frozenset(
    ["DBSCAN", "HDBSCAN", "OPTICS", "AgglomerativeClustering", "FeatureAgglomeration", "SpectralClustering"]
    + ["SpectralBiclustering", "SpectralCoclustering"]
)
"""Clusterings that only say something of the rows that they have seen."""

WITHOUT_TARGET = frozenset(
    ["KMeans", "MiniBatchKMeans", "BisectingKMeans", "Birch", "MeanShift", "AffinityPropagation"]
    + ["GaussianMixture", "BayesianGaussianMixture"]
    + ["IsolationForest", "OneClassSVM", "SGDOneClassSVM", "LocalOutlierFactor", "EllipticEnvelope"]
)
"""Clusterings and detectors of outliers: they answer with a whole number."""

PREDICTORS_AMONG_TRANSFORMERS = frozenset(["TransformedTargetRegressor"])
"""Classes that predict, in modules of classes that transform."""

PIPELINES = frozenset(["Pipeline", "make_pipeline"])
"""A pipeline is what its last step is."""

MADE_BY = {
    "make_pipeline": "Pipeline",
    "make_union": "FeatureUnion",
    "make_column_transformer": "ColumnTransformer",
}
"""Functions that make a transformer, and its class."""

PREDICTOR_MODULES = frozenset(
    ["sklearn.linear_model", "sklearn.ensemble", "sklearn.tree", "sklearn.svm", "sklearn.neighbors"]
    + ["sklearn.naive_bayes", "sklearn.neural_network", "sklearn.cluster", "sklearn.discriminant_analysis"]
    + ["sklearn.gaussian_process", "sklearn.isotonic", "sklearn.kernel_ridge", "sklearn.multiclass"]
    + [
        "sklearn.multioutput",
        "sklearn.dummy",
        "sklearn.mixture",
        "sklearn.semi_supervised",
        "sklearn.cross_decomposition",
    ]
    + [
        "sklearn.calibration",
        "sklearn.covariance",
        "sklearn.pipeline",
        "imblearn.pipeline",
        "imblearn.ensemble",
        "xgboost",
        "lightgbm",
        "catboost",
    ]
    + ["keras", "keras.models", "tensorflow.keras", "tensorflow.keras.models"]
    + ["statsmodels.api", "statsmodels.regression.linear_model", "statsmodels.discrete.discrete_model"]
    + ["statsmodels.genmod.generalized_linear_model", "statsmodels.robust.robust_linear_model"]
)

NETWORK_MODULES = frozenset(["keras", "keras.models", "tensorflow.keras", "tensorflow.keras.models"])
"""Models that answer with a column, or with a number for each class."""

SEARCHES = frozenset(["GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV"])
"""Estimators of `sklearn.model_selection`; everything else there splits or scores."""

WRAPPERS = frozenset(
    [*SEARCHES, "Pipeline", "make_pipeline", "OneVsRestClassifier", "OneVsOneClassifier", "CalibratedClassifierCV"]
    + [
        "MultiOutputClassifier",
        "MultiOutputRegressor",
        "BaggingClassifier",
        "TransformedTargetRegressor",
        "ColumnTransformer",
    ]
)
"""Estimators that hold another one among their arguments."""

RESAMPLER_MODULES = frozenset(["imblearn.over_sampling", "imblearn.under_sampling", "imblearn.combine"])

MOST_PROBABLE = frozenset(
    ["DecisionTreeClassifier", "ExtraTreeClassifier", "ExtraTreesClassifier", "RandomForestClassifier"]
)
"""Their `predict` computes `predict_proba`, and takes the class with the highest: to ask for both is to compute it twice."""

FORESTS = {
    "ExtraTreesClassifier": "predict_proba",
    "ExtraTreesRegressor": "predict",
    "RandomForestClassifier": "predict_proba",
    "RandomForestRegressor": "predict",
}
"""What they answer when asked so is the mean of their trees, and nothing more."""

CLASSIFIERS = frozenset(
    [
        "LogisticRegression",
        "LogisticRegressionCV",
        "SVC",
        "NuSVC",
        "LinearSVC",
        "GaussianNB",
        "MultinomialNB",
        "BernoulliNB",
    ]
    + ["ComplementNB", "CategoricalNB", "Perceptron", "LinearDiscriminantAnalysis", "QuadraticDiscriminantAnalysis"]
    + ["NearestCentroid", "LabelPropagation", "LabelSpreading", "OneVsRestClassifier"]
)
"""Classifiers whose names do not end in `Classifier`."""

NO_PROBABILITIES = frozenset(
    [
        "LinearSVC",
        "RidgeClassifier",
        "RidgeClassifierCV",
        "Perceptron",
        "PassiveAggressiveClassifier",
        "NearestCentroid",
    ]
    + ["SGDClassifier", "SVC", "NuSVC"]
)
"""Classifiers without `predict_proba`, as they come. `SVC(probability=True)` and some losses of `SGDClassifier` have it."""

SCORES = {
    "accuracy_score": "accuracy",
    "balanced_accuracy_score": "balanced_accuracy",
    "f1_score": "f1",
    "precision_score": "precision",
    "recall_score": "recall",
    "roc_auc_score": "roc_auc",
    "average_precision_score": "average_precision",
    "log_loss": "log_loss",
    "matthews_corrcoef": "matthews_correlation",
    "cohen_kappa_score": "cohen_kappa",
    "r2_score": "r2",
    "mean_squared_error": "mean_squared_error",
    "root_mean_squared_error": "root_mean_squared_error",
    "mean_absolute_error": "mean_absolute_error",
    "mean_absolute_percentage_error": "mean_absolute_percentage_error",
    "median_absolute_error": "median_absolute_error",
    "explained_variance_score": "explained_variance",
    "max_error": "max_error",
    "silhouette_score": "silhouette",
}
"""Functions of `sklearn.metrics` that give one number, and what a report calls it."""

COMPARED = (
    *("roc auc", "average precision", "f1", "balanced accuracy", "matthews correlation", "accuracy", "r2"),
    *("root mean squared error", "mean squared error", "mean absolute error", "mean absolute percentage error"),
    *("median absolute error", "log loss", "score"),
)
"""Scores by which models are compared, the most telling first."""

LOWER_IS_BETTER = frozenset(
    ["root mean squared error", "mean squared error", "mean absolute error", "mean absolute percentage error"]
    + ["median absolute error", "log loss"]
)
