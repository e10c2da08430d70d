"""Functions that scale by statistics of what they are given: the class behind them remembers those."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.model.steps import StateKind
from promote.planners.binding.syntax import argument
from promote.planners.values import Value, ValueKind

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator

SCALERS = {
    "sklearn.preprocessing.scale": "StandardScaler",
    "sklearn.preprocessing.minmax_scale": "MinMaxScaler",
    "sklearn.preprocessing.maxabs_scale": "MaxAbsScaler",
    "sklearn.preprocessing.robust_scale": "RobustScaler",
}
"""Function -> the class that does the same and remembers."""


def scale(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Let the class do what the function does.

    >>> scale(X)
    scaler = StandardScaler().fit(X)
    scaler.transform(X)
    """
    data = argument(node, 0, "X")
    if data is None or len(values) != 1 or not values[0].many:
        return None
    scaler = SCALERS[evaluator.values[id(node.func)].qualified]
    holder = evaluator.holder(evaluator.new_state("scaler", StateKind.TRANSFORMER, scaler))
    training, serving = evaluator.training_text(data), evaluator.serving_text(data)
    evaluator.prelude(f"{holder} = {scaler}().fit({training})")
    evaluator.edit(node, training=f"{holder}.transform({training})", serving=f"{holder}.transform({serving})")
    evaluator.learns = True
    return replace(values[0], kind=ValueKind.ARRAY, source=False, raw=False)
