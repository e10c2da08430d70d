"""What notebooks do to predictions before they report them."""

HALF = 0.5
"""Where a classifier itself draws the line between two classes."""

INVERSES = frozenset(["numpy.exp", "numpy.expm1", "numpy.exp2", "numpy.sinh", "math.exp", "math.expm1"])
"""Functions that turn a transformed target back."""

SHAPES = frozenset(
    ["numpy.ravel", "numpy.squeeze", "numpy.reshape", "numpy.round", "numpy.rint", "numpy.array", "numpy.asarray"]
    + ["numpy.clip", "numpy.maximum", "pandas.Series"]
)
"""Functions that leave an answer what it is."""

SHAPING_METHODS = frozenset(["ravel", "flatten", "reshape", "squeeze", "astype", "round", "clip", "to_numpy"])

LARGEST = frozenset(["numpy.argmax", "tensorflow.argmax"])

GRADED = frozenset(["Booster", "Logit", "Probit", "logit", "probit"])
"""Classes that predict probabilities where scikit-learn predicts labels."""

BUILTINS = frozenset(["int", "float", "str", "bool", "len", "list", "round", "range", "dict", "set", "max", "min"])
