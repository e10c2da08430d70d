"""Formulas of statsmodels, in the language of R: `price ~ size + C(city)`."""

import ast
import re

from promote.planners.calls import argument


def read_formula(call: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    """Find the columns of its data that a call with a formula reads, as expressions: those that explain, and the other."""
    formula, data = argument(call, 0, "formula"), argument(call, 1, "data")
    if data is None:
        return None, None
    if not (isinstance(formula, ast.Constant) and isinstance(formula.value, str)):
        return data, None
    explained, _, explaining = formula.value.partition("~")
    whole = ast.unparse(data)
    columns, targets = _columns(explaining), _columns(explained)
    features = ast.parse(f"{whole}[{columns!r}]", mode="eval").body if columns else data
    target = ast.parse(f"{whole}[{targets[0]!r}]", mode="eval").body if len(targets) == 1 else None
    return features, target


def _columns(text: str) -> list[str]:
    """Column names in one side of a formula: what is not called, no attribute and no argument's name.

    >>> _columns("np.log(income) + C(plan, Treatment('basic')) * age + Q('days left')")
    ['income', 'plan', 'age', 'days left']
    """
    quoted = re.compile(r"""\bQ\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")
    names = re.compile(r"(?<![\w.])([A-Za-z_]\w*)(?!\w|\s*\(|\s*\.|\s*=(?!=))")
    found: list[str] = []
    rest = re.compile(r"""("[^"]*"|'[^']*')""")
    position = 0
    for match in quoted.finditer(text):
        found += names.findall(rest.sub("", text[position : match.start()]))
        found.append(match[1] or match[2])
        position = match.end()
    found += names.findall(rest.sub("", text[position:]))
    return list(dict.fromkeys(found))
