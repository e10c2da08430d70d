"""PyTorch: what makes a network, what makes tensors, what they do to rows, and what a loss says of the answers."""

MODULE = "torch.nn.Module"
LAYERS = "torch.nn."
"""Classes below it are layers, or networks of them, but for the losses."""
LOSS = "Loss"
"""Ending of the names of losses."""

NOT_OF_TABLES = ("Conv", "LSTM", "GRU", "RNN", "Transformer", "Multihead", "MaxPool", "AvgPool")
"""Beginnings of the names of layers that take more than a row of numbers: a picture, or a stretch of a series."""

SPLITS = "torch.utils.data.random_split"
LOADER = "torch.utils.data.DataLoader"
DATASET = "torch.utils.data.TensorDataset"

SEED = "torch.manual_seed"

TENSORS = frozenset(
    f"torch.{name}"
    for name in (
        *("tensor", "as_tensor", "from_numpy", "Tensor", "FloatTensor", "DoubleTensor", "LongTensor", "IntTensor"),
        *("BoolTensor", "HalfTensor"),
    )
)
"""Functions that make a tensor of rows."""

CELL_WISE = frozenset(
    [
        *("abs", "absolute", "acos", "asin", "atan", "ceil", "clamp", "clip", "cos", "cosh", "exp", "expm1", "floor"),
        *(
            "log",
            "log10",
            "log1p",
            "log2",
            "nan_to_num",
            "neg",
            "pow",
            "reciprocal",
            "relu",
            "round",
            "rsqrt",
            "sigmoid",
        ),
        *("sign", "sin", "sinh", "sqrt", "square", "tan", "tanh", "trunc", "add", "sub", "mul", "div", "subtract"),
        *("multiply", "divide", "eq", "ne", "gt", "ge", "lt", "le", "isnan"),
    ]
)
"""Functions of `torch`, and methods of a tensor, that look at each cell alone."""

TYPES = frozenset(["float", "double", "half", "long", "int", "short", "bool", "type"])
KEEPS = TYPES | {"detach", "clone", "contiguous", "cpu", "requires_grad_"}
"""Methods of a tensor that leave its rows as they are."""

JOINS = frozenset(["torch.cat", "torch.concat", "torch.concatenate"])

AGGREGATES = frozenset(
    ["all", "any", "argmax", "argmin", "max", "mean", "median", "min", "norm", "prod", "quantile", "std", "sum", "var"]
)
"""Methods that say one thing of all rows, unless `dim` names another dimension."""
OF_ALL = frozenset(["size", "dim", "numel", "item", "element_size", "stride", "unique"])

ONE_NUMBER = frozenset(
    ["MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss", "BCELoss", "BCEWithLogitsLoss", "PoissonNLLLoss"]
    + ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy"]
    + ["binary_cross_entropy_with_logits", "poisson_nll_loss"]
)
"""Losses that compare numbers with numbers: there are as many as the target has columns."""
OF_CLASSES = frozenset(["CrossEntropyLoss", "NLLLoss", "MultiMarginLoss", "cross_entropy", "nll_loss"])
"""Losses of one number for each class."""
OF_TRUTHS = frozenset(["BCELoss", "BCEWithLogitsLoss", "binary_cross_entropy", "binary_cross_entropy_with_logits"])
"""Losses of numbers that stand for true and false."""

GRADES = frozenset(["sigmoid", "softmax"])
"""What makes probabilities of a network's numbers: functions of `torch` and methods of a tensor."""
GRADING_LAYERS = frozenset(["torch.nn.Sigmoid", "torch.nn.Softmax"])
GRADING_FUNCTIONS = frozenset(
    f"{home}.{name}"
    for home in ("torch", "torch.nn.functional", "torch.special")
    for name in ("sigmoid", "softmax", "expit")
)
GATHERS = JOINS | {"numpy.concatenate", "numpy.vstack", "numpy.hstack", "torch.vstack", "torch.hstack"}
"""Functions that put batches below each other."""
LARGEST = frozenset(["torch.argmax"])
MAXIMUM = "torch.max"
"""Gives the largest number, and its place beside it."""
ROUND = "torch.round"
PYTHON_TYPES = {"float": "float", "double": "float", "int": "int", "long": "int", "bool": "bool"}
"""Methods of a tensor that change its type, and the type that Python has for it."""
SHAPING = frozenset(["detach", "cpu", "numpy", "view", "reshape", "flatten", "squeeze", "unsqueeze", "ravel", "tolist"])
"""Methods of a tensor that leave an answer what it is."""

RETURNS_ITSELF = frozenset(["to", "cuda", "cpu", "float", "double", "half", "train", "eval", "apply", "requires_grad_"])
"""Methods of a network that change it and give it back."""
OPTIMISERS = "torch.optim."
