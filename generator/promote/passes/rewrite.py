"""Change expressions in the text of a statement, and leave everything else as its author wrote it."""

import ast
import copy
import keyword
import re
from collections.abc import Callable, Iterable, Mapping

Find = Callable[[ast.expr], str | None]
"""Gives the text that takes an expression's place, or nothing."""


def substituted(text: str, find: Find, tree: ast.AST | None = None) -> str:
    """Replace the largest expressions that `find` has another text for. `tree` is what the text parses to, if that is known.

    >>> substituted("model.fit(X)  # now", lambda node: "forest" if ast.unparse(node) == "model" else None)
    'forest.fit(X)  # now'
    """
    edits: list[tuple[int, int, str]] = []
    _collect(tree or ast.parse(text), text, find, edits)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Put other names, or other expressions, into the places of names."""
    return substituted(text, lambda node: names.get(node.id) if isinstance(node, ast.Name) else None)


def _collect(node: ast.AST, text: str, find: Find, edits: list[tuple[int, int, str]]) -> None:
    if isinstance(node, ast.expr):
        new = find(node)
        if new is None and isinstance(node, ast.JoinedStr):
            # Places inside of an f-string are not to be relied on before Python 3.12.
            changed = _Replaced(find).visit(copy.deepcopy(node))
            new = ast.unparse(changed) if ast.dump(changed) != ast.dump(node) else None
        if new is not None:
            edits.append((*span(text, node), new))
        if new is not None or isinstance(node, ast.JoinedStr):
            return
    for child in ast.iter_child_nodes(node):
        _collect(child, text, find, edits)


class _Replaced(ast.NodeTransformer):
    """Responsibility: replace expressions in a tree that has no text of its own."""

    def __init__(self, find: Find) -> None:
        self.find = find

    def visit(self, node: ast.AST) -> ast.AST:
        new = self.find(node) if isinstance(node, ast.expr) else None
        if new is not None:
            return ast.parse(new, mode="eval").body
        changed: ast.AST = self.generic_visit(node)
        return changed


def span(text: str, node: ast.expr | ast.stmt) -> tuple[int, int]:
    """Offsets of a node in its text, in characters."""
    return _offset(text, node.lineno, node.col_offset), _offset(text, node.end_lineno or 0, node.end_col_offset or 0)


def source_of(text: str, node: ast.expr | ast.stmt) -> str:
    """What stands in a text for a node of it."""
    start, end = span(text, node)
    return text[start:end]


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(each) + 1 for each in lines[: line - 1]) + len(lines[line - 1].encode()[:column].decode())


def variable(wanted: str, taken: Iterable[str]) -> str:
    """Spell words as a variable that is not taken.

    >>> variable("Random Forest", []), variable("XGBClassifier", ["xgb_classifier"]), variable("2nd", [])
    ('random_forest', 'xgb_classifier_model', 'model_2nd')
    """
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", wanted)
    name = re.sub(r"\W+", "_", split, flags=re.ASCII).strip("_").lower()
    name = f"model_{name}".rstrip("_") if not name or name[0].isdigit() else name
    known = {*taken}
    candidate, number = name, 2
    while candidate in known or keyword.iskeyword(candidate):
        candidate = f"{name}_model" if number == 2 else f"{name}_model_{number - 1}"
        number += 1
    return candidate
