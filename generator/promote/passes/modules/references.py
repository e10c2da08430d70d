"""What a piece of code takes of modules: `cleaning.scale`, or `scale` after `from cleaning import scale`."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from promote.passes.modules.resolver import Meaning, Resolver
from promote.passes.scopes import scoped


@dataclass(frozen=True, slots=True)
class Reference:
    """An expression that stands for something of a module: `cleaning.scale`, `scale`. A stray one stands for a whole module."""

    node: ast.expr
    meaning: Meaning

    @property
    def is_stray(self) -> bool:
        """Whether a whole module is handed about, where nobody can tell what becomes of it."""
        return self.meaning.is_module


def references(tree: ast.AST, known: Mapping[str, Meaning], resolver: Resolver) -> tuple[Reference, ...]:
    """Find what code takes of modules. `known` are the names that stand for something of one."""
    of_module = {id(node) for node in scoped(tree).of_module if node.id in known}
    return tuple(_references(tree, of_module, known, resolver)) if of_module else ()


def _references(
    node: ast.AST, of_module: set[int], known: Mapping[str, Meaning], resolver: Resolver
) -> Iterator[Reference]:
    meaning = _meaning(node, of_module, known, resolver) if isinstance(node, ast.expr) else None
    if isinstance(node, ast.expr) and meaning is not None and (not meaning.is_module or isinstance(node, ast.Name)):
        yield Reference(node, meaning)
        return
    for child in ast.iter_child_nodes(node):
        yield from _references(child, of_module, known, resolver)


def _meaning(node: ast.expr, of_module: set[int], known: Mapping[str, Meaning], resolver: Resolver) -> Meaning | None:
    match node:
        case ast.Name(id=name) if id(node) in of_module:
            return known[name]
        case ast.Attribute(value=inner, attr=name):
            owner = _meaning(inner, of_module, known, resolver)
            return resolver.meaning(owner.module, name) if owner is not None and owner.is_module else None
        case _:
            return None
