"""What scikit-learn changed."""

from promote.knowledge.apis.rows import (
    DROPPED,
    keyword_gone,
    keyword_renamed,
    method_gone,
    name_gone,
    name_moved,
    positions_gone,
    value_renamed,
)
from promote.model.api import Api, Rewrite, RewriteKind


def sklearn(module: str, *names: str) -> tuple[str, ...]:
    """Qualified names in one module of scikit-learn."""
    return tuple(f"sklearn.{module}.{name}" for name in names)


_FORESTS = sklearn(
    "ensemble", "RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor"
)
_TREES = sklearn("tree", "DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor")
_BOOSTING = sklearn("ensemble", "GradientBoostingClassifier", "GradientBoostingRegressor")
_GROWN = sklearn("ensemble", "RandomForestRegressor", "ExtraTreesRegressor") + sklearn("tree", "DecisionTreeRegressor")
_LINEAR = sklearn(
    "linear_model",
    *("LinearRegression", "Ridge", "RidgeCV", "Lasso", "LassoCV", "ElasticNet", "ElasticNetCV", "RidgeClassifier"),
    *("BayesianRidge", "ARDRegression", "OrthogonalMatchingPursuit"),
)
_LARS = sklearn("linear_model", "Lars", "LassoLars", "LarsCV", "LassoLarsCV", "LassoLarsIC")
_WRAPPERS = (
    *sklearn("ensemble", "BaggingClassifier", "BaggingRegressor", "AdaBoostClassifier", "AdaBoostRegressor"),
    *sklearn("calibration", "CalibratedClassifierCV"),
    *sklearn("linear_model", "RANSACRegressor"),
)
_LOGISTIC = sklearn("linear_model", "LogisticRegression", "LogisticRegressionCV")
_SGD = sklearn("linear_model", "SGDClassifier", "SGDRegressor")

_TREE_ARGUMENTS = ("criterion", "splitter", "max_depth", "min_samples_split", "min_samples_leaf")
_FOREST_ARGUMENTS = ("criterion", "max_depth", "min_samples_split", "min_samples_leaf")

POSITIONS: tuple[tuple[tuple[str, ...], int, tuple[str, ...]], ...] = (
    (sklearn("feature_selection", "RFE"), 1, ("n_features_to_select", "step", "verbose")),
    (sklearn("feature_selection", "RFECV"), 1, ("step", "min_features_to_select", "cv", "scoring")),
    (sklearn("feature_selection", "SelectKBest"), 1, ("k",)),
    (sklearn("feature_selection", "SelectPercentile"), 1, ("percentile",)),
    (sklearn("feature_selection", "SelectFromModel"), 1, ("threshold", "prefit")),
    (sklearn("model_selection", "KFold", "StratifiedKFold"), 1, ("shuffle", "random_state")),
    (
        sklearn("model_selection", "RepeatedKFold", "RepeatedStratifiedKFold"),
        0,
        ("n_splits", "n_repeats", "random_state"),
    ),
    (
        sklearn("model_selection", "ShuffleSplit", "StratifiedShuffleSplit"),
        1,
        ("test_size", "train_size", "random_state"),
    ),
    (sklearn("model_selection", "GridSearchCV"), 2, ("scoring", "n_jobs")),
    (sklearn("model_selection", "RandomizedSearchCV"), 2, ("n_iter", "scoring", "n_jobs")),
    (sklearn("model_selection", "cross_val_score", "cross_validate"), 3, ("groups", "scoring", "cv", "n_jobs")),
    (sklearn("model_selection", "cross_val_predict"), 3, ("groups", "cv", "n_jobs")),
    (sklearn("model_selection", "learning_curve"), 3, ("groups", "train_sizes", "cv", "scoring")),
    (sklearn("model_selection", "validation_curve"), 3, ("param_name", "param_range", "groups", "cv", "scoring")),
    (sklearn("impute", "SimpleImputer"), 0, ("missing_values", "strategy", "fill_value")),
    (sklearn("impute", "KNNImputer"), 0, ("missing_values", "n_neighbors", "weights")),
    (sklearn("preprocessing", "StandardScaler"), 0, ("copy", "with_mean", "with_std")),
    (sklearn("preprocessing", "PolynomialFeatures"), 1, ("interaction_only", "include_bias", "order")),
    (sklearn("preprocessing", "KBinsDiscretizer"), 1, ("encode", "strategy")),
    (sklearn("preprocessing", "label_binarize"), 1, ("classes", "neg_label", "pos_label")),
    (sklearn("svm", "SVC"), 0, ("C", "kernel", "degree", "gamma", "coef0")),
    (sklearn("svm", "SVR"), 0, ("kernel", "degree", "gamma", "coef0", "tol", "C")),
    (sklearn("linear_model", "LinearRegression"), 0, ("fit_intercept",)),
    (sklearn("linear_model", "LogisticRegression"), 1, ("dual", "tol", "C", "fit_intercept")),
    (sklearn("linear_model", "ElasticNet"), 1, ("l1_ratio", "fit_intercept")),
    (
        sklearn("neighbors", "KNeighborsClassifier", "KNeighborsRegressor"),
        1,
        ("weights", "algorithm", "leaf_size", "p"),
    ),
    (sklearn("tree", "DecisionTreeClassifier", "DecisionTreeRegressor"), 0, _TREE_ARGUMENTS),
    (_FORESTS, 1, _FOREST_ARGUMENTS),
    (_BOOSTING, 0, ("loss", "learning_rate", "n_estimators", "subsample", "criterion")),
    (sklearn("ensemble", "AdaBoostClassifier", "AdaBoostRegressor"), 1, ("n_estimators", "learning_rate")),
    (sklearn("ensemble", "VotingClassifier"), 1, ("voting", "weights", "n_jobs")),
    (sklearn("ensemble", "VotingRegressor"), 1, ("weights", "n_jobs")),
    (sklearn("ensemble", "IsolationForest"), 0, ("n_estimators", "max_samples", "contamination")),
    (sklearn("naive_bayes", "MultinomialNB"), 0, ("alpha", "fit_prior", "class_prior")),
    (sklearn("neural_network", "MLPClassifier", "MLPRegressor"), 2, ("solver", "alpha", "batch_size")),
    (sklearn("decomposition", "PCA"), 1, ("copy", "whiten", "svd_solver")),
    (sklearn("cluster", "KMeans"), 1, ("init", "n_init", "max_iter", "tol")),
    (sklearn("cluster", "DBSCAN"), 1, ("min_samples", "metric")),
    (sklearn("mixture", "GaussianMixture"), 1, ("covariance_type", "tol")),
    (sklearn("utils", "compute_class_weight"), 1, ("classes", "y")),
    (sklearn("inspection", "permutation_importance"), 3, ("scoring", "n_repeats", "n_jobs", "random_state")),
    (sklearn("metrics", "confusion_matrix"), 2, ("labels", "sample_weight", "normalize")),
    (sklearn("metrics", "classification_report"), 2, ("labels", "target_names", "sample_weight", "digits")),
    (sklearn("metrics", "accuracy_score"), 2, ("normalize", "sample_weight")),
    (sklearn("metrics", "f1_score", "precision_score", "recall_score"), 2, ("labels", "pos_label", "average")),
    (sklearn("metrics", "fbeta_score"), 2, ("beta", "labels", "pos_label", "average")),
    (sklearn("metrics", "roc_auc_score"), 2, ("average", "sample_weight", "max_fpr", "multi_class")),
    (sklearn("metrics", "roc_curve"), 2, ("pos_label", "sample_weight", "drop_intermediate")),
    (
        sklearn("metrics", "mean_squared_error", "mean_absolute_error", "r2_score"),
        2,
        ("sample_weight", "multioutput"),
    ),
    (sklearn("metrics", "silhouette_score"), 2, ("metric", "sample_size", "random_state")),
    (sklearn("datasets", "make_blobs"), 2, ("centers", "cluster_std", "center_box", "shuffle", "random_state")),
    (sklearn("datasets", "make_classification"), 2, ("n_informative", "n_redundant", "n_repeated", "n_classes")),
)
"""Functions and classes, how many arguments they take without a name from 1.0 on, and the names of those behind."""

SCIKIT_LEARN: tuple[Api, ...] = (
    # Gone before any version that Python 3.11 can have.
    name_moved("sklearn.externals.joblib", "0.23", "joblib"),
    name_gone("sklearn.externals.six", "0.23", "six"),
    *(
        name_moved(f"sklearn.{module}.{name}", "0.20", f"sklearn.model_selection.{name}")
        for module, names in (
            ("cross_validation", ("train_test_split", "cross_val_score", "cross_val_predict")),
            ("grid_search", ("GridSearchCV", "RandomizedSearchCV", "ParameterGrid")),
            ("learning_curve", ("learning_curve", "validation_curve")),
        )
        for name in names
    ),
    *(
        name_gone(f"sklearn.{module}", "0.20", "sklearn.model_selection")
        for module in ("cross_validation", "grid_search", "learning_curve")
    ),
    name_moved("sklearn.lda.LDA", "0.19", "sklearn.discriminant_analysis.LinearDiscriminantAnalysis"),
    name_moved("sklearn.qda.QDA", "0.19", "sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis"),
    name_gone("sklearn.preprocessing.Imputer", "0.22", "sklearn.impute.SimpleImputer"),
    name_gone("sklearn.preprocessing.CategoricalEncoder", "0.20", "sklearn.preprocessing.OneHotEncoder"),
    name_gone("sklearn.datasets.fetch_mldata", "0.22", "sklearn.datasets.fetch_openml"),
    name_gone("sklearn.metrics.jaccard_similarity_score", "0.23", "sklearn.metrics.jaccard_score"),
    name_moved("sklearn.decomposition.RandomizedPCA", "0.20", "sklearn.decomposition.PCA"),
    name_gone("sklearn.mixture.GMM", "0.20", "sklearn.mixture.GaussianMixture"),
    keyword_gone(
        sklearn("preprocessing", "OneHotEncoder"), "categorical_features", "0.22", instead="ColumnTransformer"
    ),
    keyword_gone(_SGD + sklearn("linear_model", "Perceptron"), "n_iter", "0.21", instead="max_iter="),
    keyword_gone(sklearn("model_selection", "GridSearchCV", "RandomizedSearchCV"), "iid", "0.24", rewrite=DROPPED),
    keyword_gone(sklearn("ensemble", "IsolationForest"), "behaviour", "0.24", rewrite=DROPPED),
    keyword_gone(_TREES + _BOOSTING, "presort", "0.24", rewrite=DROPPED),
    keyword_gone(_TREES + _FORESTS + _BOOSTING, "min_impurity_split", "1.0", instead="min_impurity_decrease="),
    keyword_gone(sklearn("cluster", "KMeans"), "n_jobs", "1.0", rewrite=DROPPED),
    keyword_gone(sklearn("cluster", "KMeans"), "precompute_distances", "1.0", rewrite=DROPPED),
    *(positions_gone(names, positions, keywords, "1.0") for names, positions, keywords in POSITIONS),
    method_gone("grid_scores_", "0.20", ".cv_results_", module="sklearn"),
    # Gone in 1.2 to 1.4.
    name_gone("sklearn.datasets.load_boston", "1.2"),
    name_gone("sklearn.metrics.plot_confusion_matrix", "1.2", "ConfusionMatrixDisplay.from_estimator"),
    name_gone("sklearn.metrics.plot_roc_curve", "1.2", "RocCurveDisplay.from_estimator"),
    name_gone("sklearn.metrics.plot_precision_recall_curve", "1.2", "PrecisionRecallDisplay.from_estimator"),
    name_gone("sklearn.inspection.plot_partial_dependence", "1.2", "PartialDependenceDisplay.from_estimator"),
    method_gone("get_feature_names", "1.2", ".get_feature_names_out", module="sklearn", to="get_feature_names_out"),
    keyword_gone(_LINEAR, "normalize", "1.2", values=("False",), rewrite=DROPPED),
    keyword_gone(_LINEAR, "normalize", "1.2", instead="`StandardScaler` in a pipeline"),
    keyword_gone(_LARS, "normalize", "1.4", values=("False",), rewrite=DROPPED),
    keyword_gone(_LARS, "normalize", "1.4", instead="`StandardScaler` in a pipeline"),
    value_renamed(_GROWN, "criterion", "1.2", "'mse'", to="'squared_error'"),
    value_renamed(_GROWN, "criterion", "1.2", "'mae'", to="'absolute_error'"),
    value_renamed(_BOOSTING, "criterion", "1.2", "'mse'", to="'squared_error'"),
    keyword_gone(_BOOSTING, "criterion", "1.1", values=("'mae'",), instead='"friedman_mse"'),
    value_renamed(_BOOSTING, "loss", "1.2", "'ls'", to="'squared_error'"),
    value_renamed(_BOOSTING, "loss", "1.2", "'lad'", to="'absolute_error'"),
    value_renamed(_BOOSTING, "loss", "1.3", "'deviance'", to="'log_loss'"),
    value_renamed(_SGD, "loss", "1.2", "'squared_loss'", to="'squared_error'"),
    value_renamed(_SGD, "loss", "1.3", "'log'", to="'log_loss'"),
    value_renamed(_SGD, "penalty", "1.2", "'none'", to="None"),
    value_renamed(_LOGISTIC, "penalty", "1.4", "'none'", to="None"),
    value_renamed(
        sklearn("ensemble", "HistGradientBoostingClassifier"),
        "loss",
        "1.3",
        "'auto'",
        "'binary_crossentropy'",
        "'categorical_crossentropy'",
        to="'log_loss'",
    ),
    value_renamed(
        sklearn("ensemble", "HistGradientBoostingRegressor"), "loss", "1.2", "'least_squares'", to="'squared_error'"
    ),
    value_renamed(
        sklearn("ensemble", "RandomForestClassifier", "ExtraTreesClassifier")
        + sklearn("tree", "DecisionTreeClassifier"),
        "max_features",
        "1.3",
        "'auto'",
        to="'sqrt'",
    ),
    value_renamed(
        sklearn("ensemble", "RandomForestRegressor", "ExtraTreesRegressor"), "max_features", "1.3", "'auto'", to="1.0"
    ),
    value_renamed(
        sklearn("tree", "DecisionTreeRegressor") + sklearn("ensemble", "GradientBoostingRegressor"),
        "max_features",
        "1.3",
        "'auto'",
        to="None",
    ),
    value_renamed(sklearn("ensemble", "GradientBoostingClassifier"), "max_features", "1.3", "'auto'", to="None"),
    name_gone("sklearn.metrics.SCORERS", "1.3", "sklearn.metrics.get_scorer_names()"),
    value_renamed(sklearn("cluster", "KMeans"), "algorithm", "1.3", "'auto'", "'full'", to="'lloyd'"),
    keyword_renamed(sklearn("preprocessing", "OneHotEncoder"), "sparse", "1.4", "sparse_output"),
    keyword_renamed(_WRAPPERS, "base_estimator", "1.4", "estimator"),
    keyword_renamed(sklearn("cluster", "AgglomerativeClustering", "FeatureAgglomeration"), "affinity", "1.4", "metric"),
    keyword_gone(sklearn("impute", "SimpleImputer"), "verbose", "1.3", rewrite=DROPPED),
    keyword_gone(sklearn("metrics", "log_loss"), "eps", "1.5"),
    keyword_gone(sklearn("manifold", "TSNE"), "square_distances", "1.3", rewrite=DROPPED),
    # Gone in 1.6 to 1.9.
    keyword_gone(
        sklearn("metrics", "mean_squared_error", "mean_squared_log_error"),
        "squared",
        "1.6",
        values=("False",),
        instead="root_mean_squared_error",
        rewrite=Rewrite(kind=RewriteKind.ROOT),
    ),
    keyword_gone(sklearn("metrics", "mean_squared_error", "mean_squared_log_error"), "squared", "1.6", rewrite=DROPPED),
    keyword_gone(sklearn("ensemble", "AdaBoostClassifier"), "algorithm", "1.6", values=("'SAMME.R'",)),
    keyword_gone(sklearn("ensemble", "AdaBoostClassifier"), "algorithm", "1.8", values=("'SAMME'",), rewrite=DROPPED),
    keyword_renamed(
        sklearn("model_selection", "cross_val_score", "cross_validate", "cross_val_predict"),
        "fit_params",
        "1.6",
        "params",
    ),
    keyword_renamed(sklearn("metrics", "brier_score_loss"), "y_prob", "1.7", "y_proba"),
    keyword_renamed(sklearn("manifold", "TSNE"), "n_iter", "1.7", "max_iter"),
    keyword_gone(
        _LOGISTIC, "multi_class", "1.8", values=("'ovr'",), instead="OneVsRestClassifier(LogisticRegression(…))"
    ),
    keyword_gone(_LOGISTIC, "multi_class", "1.8", rewrite=DROPPED),
    keyword_renamed(sklearn("multioutput", "RegressorChain", "ClassifierChain"), "base_estimator", "1.9", "estimator"),
    # New.
    *(
        Api(what=f"{keyword}=", distribution="scikit-learn", since="1.2", names=names, keywords=(keyword,))
        for names, keyword in ((sklearn("preprocessing", "OneHotEncoder"), "sparse_output"), (_WRAPPERS, "estimator"))
    ),
    *(
        Api(what=name, distribution="scikit-learn", since=since, names=(name,))
        for name, since in (
            ("sklearn.metrics.root_mean_squared_error", "1.4"),
            ("sklearn.preprocessing.TargetEncoder", "1.3"),
            ("sklearn.cluster.HDBSCAN", "1.3"),
            ("sklearn.model_selection.TunedThresholdClassifierCV", "1.5"),
            ("sklearn.frozen.FrozenEstimator", "1.6"),
        )
    ),
    Api(what=".set_output", distribution="scikit-learn", since="1.2", methods=("set_output",), needs="sklearn"),
)
