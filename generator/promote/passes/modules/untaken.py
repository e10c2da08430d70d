"""Why a module stays an import, which fails in the project."""

import ast
from collections.abc import Iterator, Mapping

from promote.passes.modules.library import Library, Meaning
from promote.passes.modules.references import references

Reason = tuple[str, str]
"""The name of a module, and what keeps it from being taken."""

_HANDED_ABOUT = "it is handed about as a whole, and not only asked for what it has"
_WITHIN = "it is imported inside a function or another statement"


def reasons(tree: ast.stmt, known: Mapping[str, Meaning], library: Library, package: str = "") -> Iterator[Reason]:
    """Look through one statement. `known` are the names that stand for something of a module."""
    yield from ((each.meaning.module, _HANDED_ABOUT) for each in references(tree, known, library) if each.is_stray)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            taken = library.imported(node, package)
            if taken is not None and node is not tree:
                yield from ((module, _WITHIN) for module in taken.modules[-1:])
            elif taken is not None:
                yield from ((module, f"it has no `{name}`") for name, module in taken.missing.items())
            yield from (
                (name, f"it is not valid Python: {library.broken[name]}")
                for name in library.named(node, package)
                if name in library.broken
            )
