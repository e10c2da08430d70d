"""The lines as a person would have written them: nothing that nobody reads, and no variable for one reader alone."""

import ast
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from promote.planners.arrays.values import Line


def pruned(lines: Sequence[Line], columns: Sequence[ast.expr]) -> list[Line]:
    """Leave out what no column needs in the end."""
    needed = {name for column in columns for name in _names(column)}
    kept: list[Line] = []
    for line in reversed(lines):
        if line.target in needed:
            kept.append(line)
            needed |= set(_names(line.value))
    return kept[::-1]


def fused(lines: Sequence[Line], columns: Sequence[ast.expr]) -> list[Line]:
    """Read a field where it is used, if one line alone uses it.

    >>> sex = [each.sex for each in instances]
    >>> sex = [value == "male" for value in sex]
    [each.sex == "male" for each in instances]
    """
    kept: list[Line] = []
    remaining = deque(lines)
    while remaining:
        line = remaining.popleft()
        reader = _only_reader(line, remaining, columns)
        if reader is None:
            kept.append(line)
        else:
            reading = _Reading(line.target, line.value)
            remaining[reader] = replace(remaining[reader], value=reading.visit(remaining[reader].value))
    return kept


def _only_reader(line: Line, later: Sequence[Line], columns: Sequence[ast.expr]) -> int | None:
    """Position of the one line that reads a field of each record; `None` for anything else, and for another number of readers."""
    if not (isinstance(line.value, ast.ListComp) and isinstance(line.value.elt, ast.Attribute)):
        return None
    readers = _readers(line.target, later, columns)
    return readers[0] if len(readers) == 1 and readers[0] < len(later) else None


def _readers(target: str, later: Sequence[Line], columns: Sequence[ast.expr]) -> list[int]:
    """Positions of what reads a variable, each as often as it does, until the variable gets another value."""
    found: list[int] = []
    for position, line in enumerate(later):
        found += [position] * _names(line.value).count(target)
        if line.target == target:
            return found
    return found + [len(later)] * sum(_names(column).count(target) for column in columns)


class _Reading(ast.NodeTransformer):
    """Puts a field of each record in the place of the list that held it."""

    def __init__(self, variable: str, field: ast.expr) -> None:
        self.variable = variable
        self.field = field

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        match node.generators, self.field:
            case [ast.comprehension(target=ast.Name(id=target), iter=ast.Name(id=source))], ast.ListComp() as field if (
                source == self.variable
            ):
                return ast.ListComp(_Renaming(target, field.elt).visit(node.elt), field.generators)
            case _:
                return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.field if node.id == self.variable else node


class _Renaming(ast.NodeTransformer):
    def __init__(self, name: str, instead: ast.expr) -> None:
        self.name = name
        self.instead = instead

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.instead if node.id == self.name else node


def _names(node: ast.AST) -> list[str]:
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
