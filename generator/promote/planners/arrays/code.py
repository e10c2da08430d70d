"""Small pieces of the code to be written."""

import ast
import keyword

from promote.planners.arrays.values import Column, Kind
from promote.planners.binding.naming import snake

EACH = "value"


def name(text: str) -> ast.Name:
    """A variable."""
    return ast.Name(text)


def dotted(text: str) -> ast.expr:
    """A variable, or an attribute of one: `np.nan`."""
    return ast.parse(text, mode="eval").body


def call(function: str, *arguments: ast.expr, **keywords: ast.expr) -> ast.Call:
    """A call of something with a name: `np.where(…)`."""
    return ast.Call(dotted(function), [*arguments], [ast.keyword(key, value) for key, value in keywords.items()])


def each(element: ast.expr, of: ast.expr) -> ast.ListComp:
    """`[element for value in of]`."""
    return ast.ListComp(element, [ast.comprehension(name(EACH), of, [], 0)])


def as_array(values: ast.expr, dtype: str = "float") -> ast.Call:
    """`np.array(values, dtype=float)`."""
    return call("np.array", values, dtype=name(dtype))


def equals(column: Column, wanted: ast.expr) -> ast.expr:
    """Compare each value of a column with one value: an array of numbers does that by itself."""
    if column.kind is Kind.TEXT:
        return each(ast.Compare(name(EACH), [ast.Eq()], [wanted]), column.node)
    return ast.Compare(column.node, [ast.Eq()], [wanted])


def variable(label: str) -> str:
    """Spell a column as a variable.

    >>> variable("TotalCharges"), variable("Fare (EUR)")
    ('total_charges', 'fare_eur')
    """
    spelled = snake(label)
    return spelled if spelled.isidentifier() and not keyword.iskeyword(spelled) else f"column_{spelled}".rstrip("_")
