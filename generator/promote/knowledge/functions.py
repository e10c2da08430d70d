"""Functions of pandas, NumPy and others by what they do to rows, under their qualified names."""

READERS = frozenset(
    ["read_csv", "read_table", "read_excel", "read_parquet", "read_json", "read_pickle", "read_feather"]
    + ["read_stata", "read_fwf", "read_sas", "read_spss", "read_orc", "read_xml", "read_hdf"]
)
"""Readers of pandas by their last names."""
READS_TABLE = frozenset(f"pandas.{name}" for name in READERS)
"""The first argument is a file."""
READS_DELIMITED = frozenset(["pandas.read_csv", "pandas.read_table"])
READS_SHEET = frozenset(["pandas.read_excel"])

ROW_WISE = frozenset(
    ["pandas.to_numeric", "pandas.to_datetime", "pandas.to_timedelta", "pandas.isna", "pandas.isnull", "pandas.notna"]
    + [
        "pandas.notnull",
        "pandas.DataFrame",
        "pandas.Series",
        "pandas.Categorical",
        "pandas.DatetimeIndex",
        "pandas.array",
    ]
    + [
        f"numpy.{name}"
        for name in (
            *("abs", "absolute", "add", "arctan", "arctan2", "array", "asarray", "bitwise_and", "bitwise_or", "cbrt"),
            *(
                "ceil",
                "clip",
                "column_stack",
                "cos",
                "deg2rad",
                "degrees",
                "digitize",
                "divide",
                "equal",
                "exp",
                "exp2",
            ),
            *("expm1", "fabs", "fix", "float32", "float64", "floor", "greater", "greater_equal", "hypot", "isfinite"),
            *("isin", "isinf", "isnan", "less", "less_equal", "log", "log10", "log1p", "log2", "logical_and"),
            *(
                "logical_not",
                "logical_or",
                "maximum",
                "minimum",
                "mod",
                "multiply",
                "nan_to_num",
                "negative",
                "not_equal",
            ),
            *("power", "rad2deg", "radians", "ravel", "reciprocal", "remainder", "rint", "round", "round_", "select"),
            *("sign", "sin", "sqrt", "square", "subtract", "tan", "tanh", "true_divide", "trunc", "where", "int64"),
            *("vectorize", "squeeze", "hstack", "c_", "array_str", "char.lower", "sinh", "cosh"),
            *(
                "arccos",
                "arccosh",
                "arcsin",
                "arcsinh",
                "arctanh",
                "bitwise_xor",
                "copysign",
                "floor_divide",
                "fmax",
                "fmin",
            ),
            *(
                "fmod",
                "heaviside",
                "interp",
                "invert",
                "isclose",
                "logical_xor",
                "polyval",
                "positive",
                "signbit",
                "sinc",
            ),
            *("asanyarray", "ascontiguousarray", "bool_", "float16", "int8", "int16", "int32", "str_", "uint8"),
            *("char.add", "char.replace", "char.strip", "char.upper"),
        )
    ]
    + ["str", "int", "float", "bool", "abs", "round", "re.sub", "re.search", "re.match", "re.findall", "math.log"]
    + ["math.sqrt", "math.exp", "math.floor", "math.ceil", "copy.copy", "copy.deepcopy"]
    + [f"scipy.special.{name}" for name in ("boxcox", "boxcox1p", "expit", "inv_boxcox", "inv_boxcox1p", "logit")]
    + [f"scipy.stats.norm.{name}" for name in ("cdf", "pdf", "ppf", "sf")]
    + [
        "scipy.sparse.hstack",
        "scipy.sparse.csr_matrix",
        "sklearn.preprocessing.normalize",
        "sklearn.preprocessing.binarize",
    ]
)

ASKS_KIND = frozenset(["isinstance", "hasattr", "callable", "type"])
"""These tell what something is, and that is the same in serving."""

GIVES_ARRAY = frozenset(
    ["numpy.array", "numpy.asarray", "numpy.c_", "numpy.hstack", "numpy.column_stack", "numpy.ravel", "numpy.squeeze"]
    + [
        "scipy.sparse.hstack",
        "scipy.sparse.csr_matrix",
        "sklearn.preprocessing.normalize",
        "sklearn.preprocessing.binarize",
    ]
)
"""Whatever they are given; others give a column for a column."""

ITERATES = frozenset(["list", "tuple", "zip", "enumerate", "map", "iter"])
"""One thing for each row that they are given."""

STACKS = frozenset(["pandas.concat", "numpy.concatenate", "numpy.append", "numpy.vstack", "scipy.sparse.vstack"])
"""These put rows below each other, unless an axis says otherwise."""

AGGREGATE = frozenset(
    [
        f"numpy.{name}"
        for name in (
            *("all", "any", "average", "corrcoef", "count_nonzero", "max", "amax", "mean", "median", "min", "amin"),
            *("nanmax", "nanmean", "nanmedian", "nanmin", "nanpercentile", "nanstd", "percentile", "prod", "quantile"),
            *("size", "shape", "std", "sum", "unique", "var", "argmax", "argmin", "bincount", "histogram"),
        )
    ]
    + ["len", "max", "min", "sum", "set", "sorted", "dict", "list", "range", "any", "all"]
    + ["pandas.crosstab", "collections.Counter", "scipy.stats.mode"]
)
"""Over rows these give one result for all of them; over anything else they are plain functions."""

FIXED_BUILTINS = frozenset(
    [
        *("abs", "all", "any", "bool", "bytes", "chr", "complex", "dict", "divmod", "enumerate", "filter", "float"),
        *("frozenset", "int", "len", "list", "map", "max", "min", "ord", "pow", "range", "repr", "reversed", "round"),
        *("set", "slice", "sorted", "str", "sum", "tuple", "zip"),
    ]
)
FIXED_MODULES = ("numpy.", "pandas.", "math.", "string.", "collections.", "itertools.", "operator.")
NOT_FIXED = (
    "numpy.random",
    "numpy.load",
    "numpy.genfromtxt",
    "numpy.fromfile",
    "numpy.memmap",
    "pandas.read_",
    "pandas.io.",
)
FIXED = frozenset(["re.compile", "functools.partial", "datetime.datetime", "datetime.date", "datetime.timedelta"])
"""What gives the same whenever it is called, and looks at nothing but its arguments."""

DISPLAY = frozenset(["print", "display", "IPython.display.display", "IPython.display.HTML", "pprint.pprint", "help"])

DISPLAY_MODULES = frozenset(
    ["matplotlib", "seaborn", "plotly", "bokeh", "altair", "wordcloud", "graphviz", "IPython", "missingno", "folium"]
    + ["pydotplus", "yellowbrick", "tqdm", "ipywidgets", "pandas_profiling", "ydata_profiling", "sweetviz", "plotnine"]
    + ["mpl_toolkits", "cufflinks", "pylab", "dtreeviz", "shap", "lime", "eli5", "autoviz", "tabulate"]
)
"""Modules whose results people look at; nothing that a service computes comes out of them."""

SPLITS = frozenset(["sklearn.model_selection.train_test_split", "sklearn.cross_validation.train_test_split"])

GRIDS = frozenset(f"numpy.{name}" for name in ("arange", "linspace", "logspace", "geomspace", "meshgrid"))
"""Numbers at regular distances."""

SHUFFLES = frozenset(["sklearn.utils.shuffle", "sklearn.utils.resample"])

SEEDS_OF_KERAS = frozenset(
    ["tensorflow.random.set_seed", "keras.utils.set_random_seed", "tensorflow.keras.utils.set_random_seed"]
)
SEEDS = frozenset(["numpy.random.seed", "random.seed", "torch.manual_seed", *SEEDS_OF_KERAS])

SAVES_MODEL = frozenset(
    ["joblib.dump", "pickle.dump", "sklearn.externals.joblib.dump", "cloudpickle.dump", "dill.dump", "torch.save"]
)
"""The first argument is what is saved."""
