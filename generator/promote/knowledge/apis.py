"""What libraries took away, renamed, or gave another meaning: the first version without each, and what to write today.

Every row was tried in the eras of `knowledge/eras.py`: `tests/versions/probes.yml` holds a line of code for each, and a slow
test runs them. A row says where a thing is used in one of four ways:

    names       a module, class or function, by its qualified name
    keywords    a call of one of `names` (or of a method in `methods`) with all of these arguments
    methods     an attribute of that name, of whatever object
    shape       something that takes more than a name to tell

`values` narrows the first keyword to these values.
"""

from promote.model.api import (
    Api,
    Rewrite,
    RewriteKind,
    Shape,
    keyword_gone,
    method_gone,
    name_gone,
    name_moved,
    renamed,
    sklearn,
    value,
)

_DROP = Rewrite(kind=RewriteKind.DROP)
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
_READERS = ("pandas.read_csv", "pandas.read_table")

PANDAS: tuple[Api, ...] = (
    # Gone before any version that Python 3.11 can have.
    name_gone("pandas", "pandas.Panel", "1.0"),
    name_gone("pandas", "pandas.tools", "0.23"),
    name_moved("pandas.scatter_matrix", "0.25", "pandas.plotting.scatter_matrix", "pandas"),
    name_gone("pandas", "pandas.rolling_mean", "0.23", "Series.rolling(…).mean()"),
    name_gone("pandas", "pandas.TimeGrouper", "1.0", "pandas.Grouper"),
    name_gone("pandas", "pandas.DataFrame.from_items", "1.0", "pandas.DataFrame"),
    method_gone("ix", "1.0", ".loc"),
    method_gone("as_matrix", "1.0", ".to_numpy", to="to_numpy"),
    method_gone("get_value", "1.0", ".at"),
    method_gone("convert_objects", "1.0", ".infer_objects", to="infer_objects"),
    method_gone("reindex_axis", "1.0", ".reindex"),
    method_gone("get_dtype_counts", "1.0", ".dtypes.value_counts"),
    method_gone("weekday_name", "1.0", ".day_name()"),
    method_gone("to_sparse", "1.0"),
    # Gone in pandas 2.
    Api(
        what=".append",
        distribution="pandas",
        below="2.0",
        instead="pandas.concat",
        shape=Shape.APPENDED_FRAME,
        methods=("append",),
        needs="pandas",
    ),
    method_gone("iteritems", "2.0", ".items", to="items"),
    method_gone("mad", "2.0", "(x - x.mean()).abs().mean()"),
    method_gone("lookup", "2.0"),
    method_gone("weekofyear", "2.0", ".isocalendar().week"),
    method_gone("tshift", "2.0", ".shift"),
    method_gone("is_monotonic", "2.0", ".is_monotonic_increasing", to="is_monotonic_increasing"),
    name_gone("pandas", "pandas.datetime", "2.0", "datetime.datetime"),
    name_gone("pandas", "pandas.np", "2.0", "numpy"),
    name_gone("pandas", "pandas.Int64Index", "2.0", "pandas.Index"),
    name_gone("pandas", "pandas.Float64Index", "2.0", "pandas.Index"),
    name_moved("pandas.io.json.json_normalize", "2.0", "pandas.json_normalize", "pandas"),
    name_gone("pandas", "pandas.util.testing", "2.0", "pandas.testing"),
    name_gone("pandas", "pandas.api.types.is_categorical", "2.0", "isinstance(dtype, pandas.CategoricalDtype)"),
    keyword_gone(_READERS, "error_bad_lines", "2.0", instead='on_bad_lines="skip"', distribution="pandas"),
    keyword_gone(_READERS, "warn_bad_lines", "2.0", instead='on_bad_lines="warn"', distribution="pandas"),
    keyword_gone(_READERS, "squeeze", "2.0", instead='.squeeze("columns")', distribution="pandas"),
    keyword_gone(_READERS, "prefix", "2.0", instead=".add_prefix", distribution="pandas"),
    keyword_gone(_READERS, "mangle_dupe_cols", "2.0", rewrite=_DROP, distribution="pandas"),
    Api(
        what='pd.read_csv(path, ",")',
        distribution="pandas",
        below="2.0",
        instead="sep=",
        shape=Shape.SECOND_POSITION,
        names=_READERS,
    ),
    Api(
        what="pd.concat(frames, 1)",
        distribution="pandas",
        below="2.0",
        instead="axis=1",
        shape=Shape.SECOND_POSITION,
        names=("pandas.concat",),
        rewrite=Rewrite(kind=RewriteKind.AXIS),
    ),
    Api(
        what='.drop("x", 1)',
        distribution="pandas",
        below="2.0",
        instead="axis=1",
        shape=Shape.SECOND_POSITION,
        methods=("drop",),
        needs="pandas",
        rewrite=Rewrite(kind=RewriteKind.AXIS),
    ),
    *(
        Api(
            what=f".{method} with a second argument that has no name",
            distribution="pandas",
            below="2.0",
            instead="the argument's name",
            shape=Shape.SECOND_POSITION,
            methods=(method,),
            needs="pandas",
        )
        for method in ("drop_duplicates", "sort_values", "set_index", "reset_index", "fillna")
    ),
    Api(
        what=".sum(level=…)",
        distribution="pandas",
        below="2.0",
        instead=".groupby(level=…).sum()",
        methods=("sum", "mean", "count", "min", "max", "median", "std", "any", "all"),
        keywords=("level",),
        needs="pandas",
    ),
    Api(
        what=".to_csv(line_terminator=…)",
        distribution="pandas",
        below="2.0",
        instead="lineterminator=",
        methods=("to_csv",),
        keywords=("line_terminator",),
        needs="pandas",
        rewrite=renamed("lineterminator"),
    ),
    Api(
        what=".describe(datetime_is_numeric=…)",
        distribution="pandas",
        below="2.0",
        methods=("describe",),
        keywords=("datetime_is_numeric",),
        needs="pandas",
        rewrite=_DROP,
    ),
    Api(
        what='.astype("datetime64")',
        distribution="pandas",
        below="2.0",
        instead='"datetime64[ns]"',
        methods=("astype",),
        keywords=("0",),
        values=("'datetime64'",),
        needs="pandas",
        rewrite=value("'datetime64[ns]'"),
    ),
    # Gone, or something else, in pandas 3.
    method_gone("applymap", "3.0", ".map", to="map"),
    method_gone("backfill", "3.0", ".bfill", to="bfill"),
    method_gone("swapaxes", "3.0", ".T"),
    name_gone("pandas", "pandas.value_counts", "3.0", "pandas.Series(…).value_counts()"),
    name_gone("pandas", "pandas.read_gbq", "3.0", "pandas_gbq.read_gbq"),
    *(
        keyword_gone(_READERS, keyword, "3.0", rewrite=rewrite, instead=instead, distribution="pandas")
        for keyword, instead, rewrite in (
            ("date_parser", "date_format=", None),
            ("keep_date_col", "", None),
            ("infer_datetime_format", "", _DROP),
            ("verbose", "", _DROP),
        )
    ),
    Api(
        what="pd.read_csv(delim_whitespace=True)",
        distribution="pandas",
        below="3.0",
        instead=r'sep=r"\s+"',
        names=_READERS,
        keywords=("delim_whitespace",),
    ),
    keyword_gone(("pandas.to_datetime",), "infer_datetime_format", "3.0", rewrite=_DROP, distribution="pandas"),
    keyword_gone(
        ("pandas.to_numeric", "pandas.to_datetime"), "errors", "3.0", values=("'ignore'",), distribution="pandas"
    ),
    Api(
        what=".drop(columns=…, axis=1)",
        distribution="pandas",
        below="3.0",
        instead="columns= alone",
        methods=("drop",),
        keywords=("axis", "columns"),
        needs="pandas",
        rewrite=_DROP,
    ),
    Api(
        what=".fillna(method=…)",
        distribution="pandas",
        below="3.0",
        instead=".ffill() or .bfill()",
        methods=("fillna",),
        keywords=("method",),
        needs="pandas",
        rewrite=Rewrite(kind=RewriteKind.FILL),
    ),
    Api(
        what=".fillna(downcast=…)",
        distribution="pandas",
        below="3.0",
        methods=("fillna",),
        keywords=("downcast",),
        needs="pandas",
    ),
    Api(
        what=".replace(method=…)",
        distribution="pandas",
        below="3.0",
        methods=("replace",),
        keywords=("method",),
        needs="pandas",
    ),
    Api(
        what=".groupby(axis=…)",
        distribution="pandas",
        below="3.0",
        methods=("groupby",),
        keywords=("axis",),
        needs="pandas",
    ),
    *(
        Api(
            what=f'"{old}" as a frequency',
            distribution="pandas",
            below="3.0",
            instead=f'"{new}"',
            shape=Shape.OFFSET_ALIAS,
            names=("pandas.date_range", "pandas.Grouper", "pandas.period_range"),
            methods=("resample", "asfreq"),
            values=(f"'{old}'",),
            needs="pandas",
            rewrite=value(f"'{new}'"),
        )
        for old, new in (
            *(("M", "ME"), ("Q", "QE"), ("A", "YE"), ("Y", "YE")),
            *(("H", "h"), ("T", "min"), ("BM", "BME")),
        )
    ),
    Api(
        what='df["x"].fillna(…, inplace=True)',
        distribution="pandas",
        below="3.0",
        instead='df["x"] = df["x"].fillna(…)',
        silent=True,
        shape=Shape.CHAINED_INPLACE,
        methods=("fillna", "replace", "clip", "mask", "where", "interpolate", "ffill", "bfill"),
        needs="pandas",
        rewrite=Rewrite(kind=RewriteKind.CHAINED),
    ),
    Api(
        what='.replace({"yes": 1})',
        distribution="pandas",
        below="3.0",
        instead=".replace(…).astype(int)",
        silent=True,
        shape=Shape.TEXTS_TO_NUMBERS,
        methods=("replace",),
        needs="pandas",
    ),
    Api(
        what='df["x"][rows] = …',
        distribution="pandas",
        below="3.0",
        instead='df.loc[rows, "x"] = …',
        silent=True,
        shape=Shape.CHAINED_ASSIGNMENT,
        needs="pandas",
    ),
    Api(
        what='dtype == "object"',
        distribution="pandas",
        below="3.0",
        instead="pandas.api.types.is_string_dtype(…)",
        silent=True,
        shape=Shape.OBJECT_DTYPE,
        needs="pandas",
        rewrite=Rewrite(kind=RewriteKind.STRINGS),
    ),
    # New.
    Api(
        what='"ME" as a frequency',
        distribution="pandas",
        since="2.2",
        shape=Shape.OFFSET_ALIAS,
        names=("pandas.date_range", "pandas.Grouper"),
        methods=("resample", "asfreq"),
        values=("'ME'", "'QE'", "'YE'"),
        needs="pandas",
    ),
    Api(what="pandas.col", distribution="pandas", since="3.0", names=("pandas.col",)),
    Api(
        what=".apply(include_groups=…)",
        distribution="pandas",
        since="2.2",
        methods=("apply",),
        keywords=("include_groups",),
        needs="pandas",
    ),
    Api(
        what="pd.read_csv(date_format=…)",
        distribution="pandas",
        since="2.0",
        names=_READERS,
        keywords=("date_format",),
    ),
)

NUMPY: tuple[Api, ...] = (
    *(
        name_gone("numpy", f"numpy.{alias}", "1.24", alias, Rewrite(kind=RewriteKind.BUILTIN, to=alias))
        for alias in ("float", "int", "object", "str", "complex")
    ),
    name_gone("numpy", "numpy.asscalar", "1.23", ".item()"),
    *(
        name_gone("numpy", f"numpy.{old}", "2.0", f"numpy.{new}", Rewrite(kind=RewriteKind.ATTRIBUTE, to=new))
        for old, new in (
            *(("float_", "float64"), ("complex_", "complex128"), ("unicode_", "str_"), ("string_", "bytes_")),
            *(("Inf", "inf"), ("Infinity", "inf"), ("infty", "inf"), ("PINF", "inf"), ("NaN", "nan"), ("NAN", "nan")),
            *(("product", "prod"), ("cumproduct", "cumprod"), ("sometrue", "any"), ("alltrue", "all")),
            *(("round_", "round"), ("mat", "asmatrix"), ("bool8", "bool_"), ("object0", "object_")),
        )
    ),
    *(
        name_gone("numpy", f"numpy.{old}", "2.0", instead)
        for old, instead in (
            *(("NINF", "-numpy.inf"), ("asfarray", "numpy.asarray"), ("msort", "numpy.sort(…, axis=0)")),
            *(
                ("find_common_type", "numpy.result_type"),
                ("cast", "numpy.asarray"),
                ("issubsctype", "numpy.issubdtype"),
            ),
            *(("VisibleDeprecationWarning", "numpy.exceptions.VisibleDeprecationWarning"),),
        )
    ),
    *(
        name_gone("numpy", f"numpy.{old}", below, f"numpy.{new}", Rewrite(kind=RewriteKind.ATTRIBUTE, to=new))
        for old, below, new in (
            *(("in1d", "2.4", "isin"), ("trapz", "2.4", "trapezoid"), ("row_stack", "2.5", "vstack")),
        )
    ),
    Api(what="numpy.trapezoid", distribution="numpy", since="2.0", names=("numpy.trapezoid",)),
)

SCIKIT_LEARN: tuple[Api, ...] = (
    # Gone before any version that Python 3.11 can have.
    name_moved("sklearn.externals.joblib", "0.23", "joblib"),
    name_gone("scikit-learn", "sklearn.externals.six", "0.23", "six"),
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
        name_gone("scikit-learn", f"sklearn.{module}", "0.20", "sklearn.model_selection")
        for module in ("cross_validation", "grid_search", "learning_curve")
    ),
    name_moved("sklearn.lda.LDA", "0.19", "sklearn.discriminant_analysis.LinearDiscriminantAnalysis"),
    name_moved("sklearn.qda.QDA", "0.19", "sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis"),
    name_gone("scikit-learn", "sklearn.preprocessing.Imputer", "0.22", "sklearn.impute.SimpleImputer"),
    name_gone(
        "scikit-learn", "sklearn.preprocessing.CategoricalEncoder", "0.20", "sklearn.preprocessing.OneHotEncoder"
    ),
    name_gone("scikit-learn", "sklearn.datasets.fetch_mldata", "0.22", "sklearn.datasets.fetch_openml"),
    name_gone("scikit-learn", "sklearn.metrics.jaccard_similarity_score", "0.23", "sklearn.metrics.jaccard_score"),
    name_moved("sklearn.decomposition.RandomizedPCA", "0.20", "sklearn.decomposition.PCA"),
    name_gone("scikit-learn", "sklearn.mixture.GMM", "0.20", "sklearn.mixture.GaussianMixture"),
    keyword_gone(
        sklearn("preprocessing", "OneHotEncoder"), "categorical_features", "0.22", instead="ColumnTransformer"
    ),
    keyword_gone(_SGD + sklearn("linear_model", "Perceptron"), "n_iter", "0.21", instead="max_iter="),
    keyword_gone(sklearn("model_selection", "GridSearchCV", "RandomizedSearchCV"), "iid", "0.24", rewrite=_DROP),
    keyword_gone(sklearn("ensemble", "IsolationForest"), "behaviour", "0.24", rewrite=_DROP),
    keyword_gone(_TREES + _BOOSTING, "presort", "0.24", rewrite=_DROP),
    keyword_gone(_TREES + _FORESTS + _BOOSTING, "min_impurity_split", "1.0", instead="min_impurity_decrease="),
    keyword_gone(sklearn("cluster", "KMeans"), "n_jobs", "1.0", rewrite=_DROP),
    keyword_gone(sklearn("cluster", "KMeans"), "precompute_distances", "1.0", rewrite=_DROP),
    method_gone("grid_scores_", "0.20", ".cv_results_", distribution="scikit-learn"),
    # Gone in 1.2 to 1.4.
    name_gone("scikit-learn", "sklearn.datasets.load_boston", "1.2"),
    name_gone("scikit-learn", "sklearn.metrics.plot_confusion_matrix", "1.2", "ConfusionMatrixDisplay.from_estimator"),
    name_gone("scikit-learn", "sklearn.metrics.plot_roc_curve", "1.2", "RocCurveDisplay.from_estimator"),
    name_gone(
        "scikit-learn", "sklearn.metrics.plot_precision_recall_curve", "1.2", "PrecisionRecallDisplay.from_estimator"
    ),
    name_gone(
        "scikit-learn", "sklearn.inspection.plot_partial_dependence", "1.2", "PartialDependenceDisplay.from_estimator"
    ),
    method_gone(
        "get_feature_names",
        "1.2",
        ".get_feature_names_out",
        distribution="scikit-learn",
        to="get_feature_names_out",
    ),
    keyword_gone(_LINEAR, "normalize", "1.2", values=("False",), rewrite=_DROP),
    keyword_gone(_LINEAR, "normalize", "1.2", instead="StandardScaler in a pipeline"),
    keyword_gone(_LARS, "normalize", "1.4", values=("False",), rewrite=_DROP),
    keyword_gone(_LARS, "normalize", "1.4", instead="StandardScaler in a pipeline"),
    keyword_gone(
        _GROWN, "criterion", "1.2", values=("'mse'",), instead='"squared_error"', rewrite=value("'squared_error'")
    ),
    keyword_gone(
        _GROWN, "criterion", "1.2", values=("'mae'",), instead='"absolute_error"', rewrite=value("'absolute_error'")
    ),
    keyword_gone(
        _BOOSTING, "criterion", "1.2", values=("'mse'",), instead='"squared_error"', rewrite=value("'squared_error'")
    ),
    keyword_gone(_BOOSTING, "criterion", "1.1", values=("'mae'",), instead='"friedman_mse"'),
    keyword_gone(
        _BOOSTING, "loss", "1.2", values=("'ls'",), instead='"squared_error"', rewrite=value("'squared_error'")
    ),
    keyword_gone(
        _BOOSTING, "loss", "1.2", values=("'lad'",), instead='"absolute_error"', rewrite=value("'absolute_error'")
    ),
    keyword_gone(_BOOSTING, "loss", "1.3", values=("'deviance'",), instead='"log_loss"', rewrite=value("'log_loss'")),
    keyword_gone(
        _SGD, "loss", "1.2", values=("'squared_loss'",), instead='"squared_error"', rewrite=value("'squared_error'")
    ),
    keyword_gone(_SGD, "loss", "1.3", values=("'log'",), instead='"log_loss"', rewrite=value("'log_loss'")),
    keyword_gone(_SGD, "penalty", "1.2", values=("'none'",), instead="None", rewrite=value("None")),
    keyword_gone(_LOGISTIC, "penalty", "1.4", values=("'none'",), instead="None", rewrite=value("None")),
    keyword_gone(
        sklearn("ensemble", "HistGradientBoostingClassifier"),
        "loss",
        "1.3",
        values=("'auto'", "'binary_crossentropy'", "'categorical_crossentropy'"),
        instead='"log_loss"',
        rewrite=value("'log_loss'"),
    ),
    keyword_gone(
        sklearn("ensemble", "HistGradientBoostingRegressor"),
        "loss",
        "1.2",
        values=("'least_squares'",),
        instead='"squared_error"',
        rewrite=value("'squared_error'"),
    ),
    keyword_gone(
        sklearn("ensemble", "RandomForestClassifier", "ExtraTreesClassifier")
        + sklearn("tree", "DecisionTreeClassifier"),
        "max_features",
        "1.3",
        values=("'auto'",),
        instead='"sqrt"',
        rewrite=value("'sqrt'"),
    ),
    keyword_gone(
        sklearn("ensemble", "RandomForestRegressor", "ExtraTreesRegressor"),
        "max_features",
        "1.3",
        values=("'auto'",),
        instead="1.0",
        rewrite=value("1.0"),
    ),
    keyword_gone(
        sklearn("tree", "DecisionTreeRegressor") + sklearn("ensemble", "GradientBoostingRegressor"),
        "max_features",
        "1.3",
        values=("'auto'",),
        instead="None",
        rewrite=value("None"),
    ),
    keyword_gone(
        sklearn("ensemble", "GradientBoostingClassifier"),
        "max_features",
        "1.3",
        values=("'auto'",),
        instead="None",
        rewrite=value("None"),
    ),
    name_gone("scikit-learn", "sklearn.metrics.SCORERS", "1.3", "sklearn.metrics.get_scorer_names()"),
    keyword_gone(
        sklearn("cluster", "KMeans"),
        "algorithm",
        "1.3",
        values=("'auto'", "'full'"),
        instead='"lloyd"',
        rewrite=value("'lloyd'"),
    ),
    keyword_gone(
        sklearn("preprocessing", "OneHotEncoder"),
        "sparse",
        "1.4",
        instead="sparse_output=",
        rewrite=renamed("sparse_output"),
    ),
    keyword_gone(_WRAPPERS, "base_estimator", "1.4", instead="estimator=", rewrite=renamed("estimator")),
    keyword_gone(
        sklearn("cluster", "AgglomerativeClustering", "FeatureAgglomeration"),
        "affinity",
        "1.4",
        instead="metric=",
        rewrite=renamed("metric"),
    ),
    keyword_gone(sklearn("impute", "SimpleImputer"), "verbose", "1.3", rewrite=_DROP),
    keyword_gone(sklearn("metrics", "log_loss"), "eps", "1.5"),
    keyword_gone(sklearn("manifold", "TSNE"), "square_distances", "1.3", rewrite=_DROP),
    # Gone in 1.6 to 1.9.
    keyword_gone(
        sklearn("metrics", "mean_squared_error", "mean_squared_log_error"),
        "squared",
        "1.6",
        values=("False",),
        instead="root_mean_squared_error",
        rewrite=Rewrite(kind=RewriteKind.ROOT),
    ),
    keyword_gone(sklearn("metrics", "mean_squared_error", "mean_squared_log_error"), "squared", "1.6", rewrite=_DROP),
    keyword_gone(sklearn("ensemble", "AdaBoostClassifier"), "algorithm", "1.6", values=("'SAMME.R'",)),
    keyword_gone(sklearn("ensemble", "AdaBoostClassifier"), "algorithm", "1.8", values=("'SAMME'",), rewrite=_DROP),
    keyword_gone(
        sklearn("model_selection", "cross_val_score", "cross_validate", "cross_val_predict"),
        "fit_params",
        "1.6",
        instead="params=",
        rewrite=renamed("params"),
    ),
    keyword_gone(
        sklearn("metrics", "brier_score_loss"), "y_prob", "1.7", instead="y_proba=", rewrite=renamed("y_proba")
    ),
    keyword_gone(sklearn("manifold", "TSNE"), "n_iter", "1.7", instead="max_iter=", rewrite=renamed("max_iter")),
    keyword_gone(
        _LOGISTIC, "multi_class", "1.8", values=("'ovr'",), instead="OneVsRestClassifier(LogisticRegression(…))"
    ),
    keyword_gone(_LOGISTIC, "multi_class", "1.8", rewrite=_DROP),
    keyword_gone(
        sklearn("multioutput", "RegressorChain", "ClassifierChain"),
        "base_estimator",
        "1.9",
        instead="estimator=",
        rewrite=renamed("estimator"),
    ),
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

OTHERS: tuple[Api, ...] = (
    # SciPy
    *(
        name_gone("scipy", f"scipy.{name}", below, instead)
        for name, below, instead in (
            ("misc.imread", "1.2", "imageio.imread"),
            ("misc.comb", "1.0", "scipy.special.comb"),
            ("misc.logsumexp", "1.0", "scipy.special.logsumexp"),
            ("stats.itemfreq", "1.3", "numpy.unique(…, return_counts=True)"),
            ("stats.chisqprob", "1.0", "scipy.stats.distributions.chi2.sf"),
            ("stats.median_absolute_deviation", "1.7", "scipy.stats.median_abs_deviation"),
            ("linalg.pinv2", "1.9", "scipy.linalg.pinv"),
            ("interp", "1.11", "numpy.interp"),
            ("randn", "1.11", "numpy.random.randn"),
            ("array", "1.11", "numpy.array"),
            ("stats.binom_test", "1.12", "scipy.stats.binomtest"),
            ("signal.gaussian", "1.13", "scipy.signal.windows.gaussian"),
            ("signal.hann", "1.13", "scipy.signal.windows.hann"),
            ("interpolate.interp2d", "1.14", "scipy.interpolate.RegularGridInterpolator"),
            ("special.sph_harm", "1.17", "scipy.special.sph_harm_y"),
        )
    ),
    *(
        name_moved(f"scipy.integrate.{old}", "1.14", f"scipy.integrate.{new}", "scipy")
        for old, new in (("simps", "simpson"), ("trapz", "trapezoid"), ("cumtrapz", "cumulative_trapezoid"))
    ),
    # Gradient boosting beside scikit-learn
    *(
        Api(
            what=f".fit({keyword}=…)",
            distribution="xgboost",
            below="2.1",
            instead=f"{keyword}= where the model is made",
            methods=("fit",),
            keywords=(keyword,),
            needs="xgboost",
        )
        for keyword in ("early_stopping_rounds", "eval_metric", "callbacks")
    ),
    Api(
        what=".predict(ntree_limit=…)",
        distribution="xgboost",
        below="2.0",
        instead="iteration_range=",
        methods=("predict", "predict_proba"),
        keywords=("ntree_limit",),
        needs="xgboost",
    ),
    *(
        Api(
            what=f".fit({keyword}=…)",
            distribution="lightgbm",
            below="4.0",
            instead=instead,
            methods=("fit",),
            keywords=(keyword,),
            needs="lightgbm",
        )
        for keyword, instead in (
            ("early_stopping_rounds", "callbacks=[lightgbm.early_stopping(…)]"),
            ("verbose", "callbacks=[lightgbm.log_evaluation(…)]"),
        )
    ),
    *(
        keyword_gone(("lightgbm.train",), keyword, "4.0", instead=instead, distribution="lightgbm")
        for keyword, instead in (
            ("early_stopping_rounds", "callbacks=[lightgbm.early_stopping(…)]"),
            ("verbose_eval", "callbacks=[lightgbm.log_evaluation(…)]"),
            ("evals_result", "callbacks=[lightgbm.record_evaluation(…)]"),
        )
    ),
    # imbalanced-learn
    method_gone(
        "fit_sample", "0.8", ".fit_resample", distribution="imbalanced-learn", needs="imblearn", to="fit_resample"
    ),
    *(
        keyword_gone(
            tuple(f"imblearn.{name}" for name in names),
            keyword,
            below,
            instead=instead,
            rewrite=rewrite,
            distribution="imbalanced-learn",
        )
        for names, keyword, below, instead, rewrite in (
            (
                (
                    *("over_sampling.SMOTE", "over_sampling.RandomOverSampler", "over_sampling.ADASYN"),
                    *("under_sampling.RandomUnderSampler", "under_sampling.NearMiss"),
                ),
                "ratio",
                "0.6",
                "sampling_strategy=",
                renamed("sampling_strategy"),
            ),
            (("over_sampling.SMOTE",), "kind", "0.6", "BorderlineSMOTE or SVMSMOTE", None),
            (("under_sampling.RandomUnderSampler",), "return_indices", "0.6", ".sample_indices_", None),
            (("over_sampling.SMOTE", "over_sampling.ADASYN"), "n_jobs", "0.12", "", _DROP),
            (
                ("ensemble.BalancedBaggingClassifier",),
                "base_estimator",
                "0.12",
                "estimator=",
                renamed("estimator"),
            ),
        )
    ),
    # statsmodels
    name_gone("statsmodels", "statsmodels.tsa.arima_model", "0.13", "statsmodels.tsa.arima.model.ARIMA"),
    keyword_gone(
        ("statsmodels.tsa.seasonal.seasonal_decompose",),
        "freq",
        "0.13",
        instead="period=",
        rewrite=renamed("period"),
        distribution="statsmodels",
    ),
    keyword_gone(
        ("statsmodels.tsa.stattools.acf",),
        "unbiased",
        "0.13",
        instead="adjusted=",
        rewrite=renamed("adjusted"),
        distribution="statsmodels",
    ),
    # Plots
    name_gone(
        "seaborn", "seaborn.factorplot", "0.12", "seaborn.catplot", Rewrite(kind=RewriteKind.ATTRIBUTE, to="catplot")
    ),
    name_gone("seaborn", "seaborn.tsplot", "0.11", "seaborn.lineplot"),
    name_gone("matplotlib", "matplotlib.cm.get_cmap", "3.11", "matplotlib.colormaps"),
    name_gone("matplotlib", "matplotlib.pyplot.plot_date", "3.11", "matplotlib.pyplot.plot"),
    keyword_gone(
        ("matplotlib.pyplot.style.use", "matplotlib.style.use"),
        "0",
        "3.8",
        values=("'seaborn'", "'seaborn-whitegrid'", "'seaborn-darkgrid'"),
        instead='"seaborn-v0_8"',
        distribution="matplotlib",
    ),
)

APIS: tuple[Api, ...] = (*PANDAS, *NUMPY, *SCIKIT_LEARN, *OTHERS)
"""In this order a use is looked for; the first row that fits speaks for it."""
