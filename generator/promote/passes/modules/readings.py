"""The notebook, statement by statement: what the names of modules mean there."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from promote.model.program import Statement
from promote.passes.modules.references import references
from promote.passes.modules.resolver import Import, Meaning, Resolver
from promote.passes.scopes import bound_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One statement of the notebook."""

    statement: Statement
    known: Mapping[str, Meaning] = field(default_factory=dict)
    """What names mean before it."""
    taken: Import | None = None
    """What it imports, if it is an import of such modules."""
    kept: tuple[ast.alias, ...] = ()
    """What stays of the import."""

    @property
    def tree(self) -> ast.Module:
        """The statement, with places that are those in its text."""
        return ast.parse(self.statement.text)


def readings(statements: Sequence[Statement], resolver: Resolver) -> tuple[Reading, ...]:
    """Follow what names mean, from statement to statement."""
    followed = tuple(_followed(statements, resolver))
    strays = {
        found.node.id
        for each in followed
        if each.taken is None
        for found in references(each.tree, each.known, resolver)
        if found.is_stray and isinstance(found.node, ast.Name)
    }
    return tuple(replace(each, kept=tuple(_kept(each, strays))) for each in followed)


def _followed(statements: Sequence[Statement], resolver: Resolver) -> Iterator[Reading]:
    known: dict[str, Meaning] = {}
    for each in statements:
        if _reloads(each.node, known):
            continue
        taken = resolver.imported(each.node)
        yield Reading(statement=each, known=dict(known), taken=taken)
        for name in bound_by([each.node]):
            known.pop(name, None)
        known |= taken.names if taken is not None else {}


def _kept(reading: Reading, strays: set[str]) -> Iterator[ast.alias]:
    """What an import asks of other modules, what nobody can give, and modules that are handed about as a whole."""
    node, taken = reading.statement.node, reading.taken
    if taken is not None and isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            name = alias.asname or alias.name.split(".")[0]
            if alias in taken.rest or name in taken.missing or (name in taken.names and name in strays):
                yield alias


def _reloads(node: ast.stmt, known: Mapping[str, Meaning]) -> bool:
    """Whether a statement only loads a module again: `importlib.reload(cleaning)`."""
    match node:
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(attr="reload") | ast.Name(id="reload"), args=[ast.Name(id=name)])
        ):
            return name in known and known[name].is_module
        case _:
            return False
