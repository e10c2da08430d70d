"""Other names for the same records: where training drops rows, serving is left with `cleaned = df`, and needs no second name."""

import ast
import re
from collections.abc import Collection, Sequence

from promote.passes.names import names_of
from promote.passes.rewrite import substituted

_ALIAS = re.compile(r"(\w+) = (\w+)")


def without_aliases(lines: Sequence[str], emptied: Collection[int]) -> list[str]:
    """Use one name in all lines that follow one of the `emptied`, if all that it does is to give a value another name.

    >>> without_aliases(["kept = df", 'X = kept[["age"]]'], {0})
    ['X = df[["age"]]']
    """
    found = list(lines)
    for position in sorted(emptied, reverse=True):
        match = _ALIAS.fullmatch(found[position])
        rest = _renamed(found[position + 1 :], *match.groups()) if match is not None else None
        if rest is not None:
            found[position:] = rest
    return [line for line in found if not re.fullmatch(r"(\w+) = \1", line)]


def _renamed(lines: list[str], alias: str, name: str) -> list[str] | None:
    """Read `name` in the place of `alias`, until that gets a value of its own; `None` where the two come apart."""
    found: list[str] = []
    are_one = True
    for line in lines:
        tree = ast.parse(line)
        is_bound = alias in names_of(tree).defines
        if (alias in names_of(tree).uses and not are_one) or (is_bound and not isinstance(tree.body[0], ast.Assign)):
            return None
        found.append(substituted(line, lambda node: name if _reads(node, alias) else None))
        if is_bound:
            return found + lines[len(found) :]
        are_one = are_one and (name not in names_of(tree).defines or found[-1] == f"{name} = {name}")
    return found


def _reads(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
