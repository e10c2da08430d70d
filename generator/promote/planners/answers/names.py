"""Names of the notebook in an asking."""

import ast

from promote.knowledge.answers import BUILTINS
from promote.model.answer import INPUT, MODEL
from promote.passes.names import names_of
from promote.planners.values import Value


def names_in(asks: str, imports: dict[str, Value]) -> frozenset[str]:
    """Find the names that an asking reads, imports aside."""
    return names_of(ast.parse(asks, mode="eval")).uses - imports.keys() - {MODEL, INPUT} - BUILTINS
