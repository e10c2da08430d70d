"""Calls that learn something without saying so, and how both programs come to share what was learned.

An idiom is given the call and its arguments' values, notes its edits, and returns the call's value; `None` leaves the call to
the general rules.
"""

from typing import TYPE_CHECKING, TypeAlias

from promote.planners.binding.idioms import categories, columns, constants, edges, groups, scaling, shapes

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from promote.planners.binding.evaluator import Evaluator
    from promote.planners.values import Value

Idiom: TypeAlias = "Callable[[Evaluator, ast.Call, list[Value]], Value | None]"

FUNCTION_IDIOMS: dict[str, Idiom] = {
    "pandas.get_dummies": categories.get_dummies,
    "pandas.cut": edges.cut,
    "pandas.qcut": edges.qcut,
    "pandas.merge": groups.merge,
    **dict.fromkeys(constants.ADDS_CONSTANT, constants.add_constant),
    **dict.fromkeys(scaling.SCALERS, scaling.scale),
}
"""Qualified name of a function -> its idiom."""

METHOD_IDIOMS: dict[str, Idiom] = {
    "astype": categories.astype,
    "dropna": columns.dropna,
    "groupby": groups.groupby,
    "merge": groups.merge,
    "pop": columns.pop,
    "reshape": shapes.reshape,
    "select_dtypes": columns.select_dtypes,
}
"""Method of a frame or column -> its idiom."""
