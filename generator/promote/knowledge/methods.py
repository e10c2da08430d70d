"""Methods of frames, columns and arrays, by what they do to rows.

*Row-wise*: each row of the result depends on the same row of the receiver alone. *Aggregate*: one result for all rows.
*Row-removing*: keeps some rows as they are. *Reordering*: the same rows in another order. Everything else needs other rows.
"""

CHANGES_RECEIVER = frozenset(
    ["fit", "fit_transform", "fit_predict", "fit_resample", "fit_sample", "partial_fit", "set_params", "compile"]
    + ["append", "extend", "insert", "remove", "pop", "popitem", "update", "setdefault", "add", "discard", "clear"]
    + ["sort", "reverse", "__setitem__", "train", "eval", "backward", "step", "zero_grad", "load_state_dict"]
)
"""Methods that change the object they are called on, whatever it is."""

ROW_WISE = frozenset(
    [
        "abs",
        "add",
        "add_prefix",
        "add_suffix",
        "applymap",
        "assign",
        "astype",
        "between",
        "clip",
        "copy",
        "div",
        "divide",
    ]
    + [
        "drop",
        "eq",
        "filter",
        "floordiv",
        "ge",
        "get",
        "gt",
        "infer_objects",
        "isin",
        "isna",
        "isnull",
        "le",
        "lt",
        "mask",
    ]
    + ["mod", "mul", "multiply", "ne", "notna", "notnull", "pipe", "pow", "rename", "replace", "round", "rsub", "rdiv"]
    + [
        "radd",
        "rmul",
        "select_dtypes",
        "set_axis",
        "sub",
        "subtract",
        "squeeze",
        "tocsr",
        "tolist",
        "to_frame",
        "to_numpy",
    ]
    + ["to_list", "toarray", "todense", "truediv", "where", "convert_dtypes", "map", "reindex", "rename_axis"]
    # Accessors `.str` and `.dt` and their methods.
    + ["capitalize", "casefold", "cat", "contains", "endswith", "extract", "find", "findall", "fullmatch"]
    + [
        "isalpha",
        "isdigit",
        "isnumeric",
        "len",
        "ljust",
        "lower",
        "lstrip",
        "match",
        "normalize",
        "pad",
        "removeprefix",
    ]
    + ["removesuffix", "repeat", "rjust", "rstrip", "slice", "split", "startswith", "strip", "swapcase", "title"]
    + [
        "translate",
        "upper",
        "zfill",
        "day_name",
        "month_name",
        "strftime",
        "to_period",
        "total_seconds",
        "date",
        "time",
    ]
    + [
        "isocalendar",
        "floor",
        "ceil",
        "ravel",
        "flatten",
        "reshape",
        "set_index",
        "reset_index",
        "join",
        "format",
        "encode",
        "decode",
    ]
)
"""`map`, `replace` and `fillna` are row-wise as far as their arguments are known without other rows."""

AGGREGATE = frozenset(
    ["all", "any", "corr", "count", "cov", "describe", "idxmax", "idxmin", "info", "item", "keys", "kurt", "kurtosis"]
    + ["mad", "max", "mean", "median", "min", "mode", "nunique", "prod", "quantile", "sem", "skew", "std", "sum"]
    + ["unique", "value_counts", "var", "corrwith", "agg", "aggregate", "to_dict", "memory_usage", "groups"]
)

STATISTICS = frozenset(
    ["corr", "corrwith", "cov", "idxmax", "idxmin", "kurt", "kurtosis", "mad", "max", "mean", "median", "min", "mode"]
    + [
        "prod",
        "quantile",
        "sem",
        "skew",
        "std",
        "sum",
        "value_counts",
        "var",
        "agg",
        "aggregate",
        "interpolate",
        "rank",
    ]
    + ["average", "percentile", "nanmax", "nanmean", "nanmedian", "nanmin", "nanpercentile", "nanstd", "zscore"]
    + ["qcut", "cut", "histogram", "amax", "amin"]
)
"""Methods and functions, by their last name, whose result moves with the values of the rows, and not with their kind alone."""

AGGREGATE_OF_GROUPS = AGGREGATE | {"size", "first", "last", "ngroups"}
"""One result for each group."""

KEEPS_KEYS = frozenset(
    ["reset_index", "rename", "copy", "sort_values", "round", "fillna", "to_frame", "set_index", "astype"]
)
"""A table with one row for each key still has that."""

ROW_REMOVING = frozenset(["dropna", "drop_duplicates", "query", "head", "tail", "nlargest", "nsmallest", "truncate"])

REORDERING = frozenset(["sample", "sort_values", "sort_index", "reset_index"])

OTHER_ROWS = frozenset(
    ["bfill", "ffill", "pad", "backfill", "interpolate", "shift", "diff", "pct_change", "cumsum", "cumprod", "cummax"]
    + ["cummin", "rolling", "expanding", "ewm", "rank", "groupby", "resample", "pivot", "pivot_table", "melt", "stack"]
    + ["unstack", "explode", "merge", "transpose", "append", "duplicated", "factorize", "asfreq", "combine_first"]
)

OF_ALL_ROWS = (AGGREGATE | ROW_REMOVING | OTHER_ROWS | {"get_dummies", "cut", "qcut", "select_dtypes", "sample"}) - {
    *("all", "any", "append", "count", "item", "keys", "pad", "groups", "to_dict", "stack", "sum"),
} | {"read_csv", "read_excel", "read_json", "read_parquet", "read_table"}
"""Methods and functions, by their last name, that say or do more than one record can: none of them is common elsewhere."""

FITTED_ATTRIBUTES = frozenset(["columns", "dtypes", "dtype", "shape", "size", "ndim", "categories"])
"""Attributes of a frame that say something of all its rows, or of none."""

ROW_ATTRIBUTES = frozenset(["values", "str", "dt", "cat", "array", "index", "loc", "iloc", "at", "iat"])
DATE_PARTS = frozenset(
    ["year", "month", "day", "hour", "minute", "second", "dayofweek", "day_of_week", "weekday", "dayofyear", "quarter"]
    + ["days", "seconds", "is_month_end", "is_month_start", "is_leap_year", "week", "days_in_month"]
)

KEEPS_COLUMNS = frozenset(
    ["convert_dtypes", "copy", "fillna", "infer_objects", "mask", "replace", "reset_index", "to_numpy", "where"]
)
"""Methods of a frame whose result has its columns, each made of itself, whatever type it has."""
