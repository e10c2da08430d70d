"""A column of ones: for one record, every column is constant."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.planners.binding.syntax import argument
from promote.planners.values import Value

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator

ADDS_CONSTANT = tuple(f"statsmodels.{module}.add_constant" for module in ("api", "tools", "tools.tools"))


def add_constant(evaluator: "Evaluator", node: ast.Call, values: list[Value]) -> Value | None:
    """Let serving add the column whatever it is given: by default statsmodels adds none where one seems to be there.

    >>> sm.add_constant(X)
    sm.add_constant(X, has_constant="add")
    """
    del values
    data = argument(node, 0, "data")
    if data is None or not (value := evaluator.values[id(data)]).many:
        return None
    given = argument(node, 2, "has_constant")
    if given is not None:
        evaluator.edit(given, serving='"add"')
    else:
        last = [*node.args, *(each.value for each in node.keywords)][-1]
        evaluator.append(last, ', has_constant="add"', training="")
    return replace(value, source=False, raw=False)
