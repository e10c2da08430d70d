"""Why a module stays an import, which fails in the project."""

import ast
from collections.abc import Iterator, Mapping

from promote.passes.modules.references import references
from promote.passes.modules.resolver import Meaning, Resolver

Reason = tuple[str, str]
"""The name of a module, and what keeps it from being taken."""

_HANDED_ABOUT = "it is handed about as a whole, and not only asked for what it has"
_WITHIN = "it is imported inside a function or another statement"


def reasons(tree: ast.stmt, known: Mapping[str, Meaning], resolver: Resolver, package: str = "") -> Iterator[Reason]:
    """Look through one statement. `known` are the names that stand for something of a module."""
    yield from ((each.meaning.module, _HANDED_ABOUT) for each in references(tree, known, resolver) if each.is_stray)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            taken = resolver.imported(node, package)
            if taken is not None and node is not tree:
                yield from ((module, _WITHIN) for module in taken.modules[-1:])
            elif taken is not None:
                yield from ((module, f"it has no `{name}`") for name, module in taken.missing.items())
            yield from (
                (name, f"it is not valid Python: {resolver.broken[name]}")
                for name in resolver.named(node, package)
                if name in resolver.broken
            )
