"""Statements of modules in the place of an import, and statements of the notebook with the program's names in them."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from promote.model.program import Origin, Statement, Untaken
from promote.passes.modules.demand import NOTEBOOK, Demand
from promote.passes.modules.readings import Reading
from promote.passes.modules.references import references
from promote.passes.modules.resolver import Meaning, Module, Resolver
from promote.passes.modules.untaken import Reason, reasons
from promote.passes.rewrite import substituted
from promote.passes.scopes import bound_by, scoped


@dataclass(slots=True, kw_only=True)
class Taking:
    """Responsibility: put each module into the program once, where it is first imported."""

    resolver: Resolver
    demand: Demand
    names: Mapping[Meaning, str]
    """What everything that is asked for is called in the program."""
    taken: set[str] = field(default_factory=set)
    untaken: list[Untaken] = field(default_factory=list)
    """What could not be taken, and where in the notebook that shows."""

    def statements(self, reading: Reading) -> Iterator[Statement]:
        """What stands in the program for a statement of the notebook."""
        statement = reading.statement
        self._tell(reasons(reading.tree.body[0], reading.known, self.resolver), statement)
        if reading.taken is None:
            changed = _changed(reading)
            yield from self._bound_before(reading, changed)
            known = {name: meaning for name, meaning in reading.known.items() if name not in changed}
            text = self._rewritten(statement.text, known, NOTEBOOK)
            yield statement if text == statement.text else _with_text(statement, text)
            return
        for module in reading.taken.modules:
            yield from self._module(module, statement)
        if reading.kept:
            yield _with_text(statement, _import_of(statement.node, reading.kept))

    def _bound_before(self, reading: Reading, changed: frozenset[str]) -> Iterator[Statement]:
        for name in sorted(changed):
            other = self.names.get(reading.known[name], name)
            if other != name:
                yield _with_text(reading.statement, f"{name} = {other}")

    def _module(self, name: str, place: Statement) -> Iterator[Statement]:
        if name in self.taken:
            return
        self.taken.add(name)
        module = self.resolver.modules[name]
        for number, each in enumerate(module.statements):
            asked = self.resolver.imported(each.node, module.package)
            for other in asked.modules if asked is not None else ():
                yield from self._module(other, place)
            if asked is not None or number in self.demand.needed.get(name, ()):
                known = self.resolver.known[module.name]
                self._tell(reasons(each.node, known, self.resolver, module.package), place)
            if number in self.demand.needed.get(name, ()):
                yield self._statement(each, module, place)

    def _tell(self, found: Iterable[Reason], place: Statement) -> None:
        for module, reason in found:
            each = Untaken(cell=place.cell, line=place.line, module=module, reason=reason)
            if each not in self.untaken:
                self.untaken.append(each)

    def _statement(self, statement: Statement, module: Module, place: Statement) -> Statement:
        own = {name: self.names.get(Meaning(module.name, name), name) for name in module.bound}
        renamed = {name: other for name, other in own.items() if name != other}
        text = self._rewritten(statement.text, self.resolver.known[module.name], module.name)
        text = _without_file(_declared(text, statement.node, renamed), module.file)
        moved = replace(
            statement,
            cell=place.cell,
            line=place.line,
            end_line=place.end_line,
            heading=place.heading,
            origin=Origin(file=module.file, line=statement.line),
        )
        return _with_text(moved, text)

    def _rewritten(self, text: str, known: Mapping[str, Meaning], own: str) -> str:
        """Put the program's names into the places of what a text takes of modules."""
        tree = ast.parse(text)
        for each in references(tree, known, self.resolver):
            is_bound_here = isinstance(each.node, ast.Name) and not isinstance(each.node.ctx, ast.Load)
            name = self.names.get(each.meaning)
            if name is not None and ast.unparse(each.node) != name and not (is_bound_here and own == NOTEBOOK):
                each.node.stands_for = name  # type: ignore[attr-defined]
        return substituted(text, lambda node: getattr(node, "stands_for", None), tree)


def _changed(reading: Reading) -> frozenset[str]:
    """Names that a statement may bind anew: `LIMIT += 1` has a `LIMIT` of the notebook's, which until there is the module's."""
    if isinstance(reading.statement.node, ast.Assign | ast.AnnAssign | ast.FunctionDef | ast.ClassDef):
        return frozenset()
    return bound_by([reading.statement.node]) & reading.known.keys()


def _with_text(statement: Statement, text: str) -> Statement:
    """Give a statement another text, and let its nodes be on the same lines as before."""
    (node,) = ast.parse(text).body
    first = statement.line if statement.origin is None else statement.origin.line
    return replace(statement, text=text, node=ast.increment_lineno(node, first - 1))


def _import_of(node: ast.stmt, aliases: tuple[ast.alias, ...]) -> str:
    if isinstance(node, ast.ImportFrom):
        return ast.unparse(ast.ImportFrom(node.module, list(aliases), node.level))
    return ast.unparse(ast.Import(list(aliases)))


def _declared(text: str, node: ast.stmt, renamed: Mapping[str, str]) -> str:
    """Rename what a statement binds by other means than an assignment."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name) if name in renamed:
            text = re.sub(rf"(?m)^((?:async\s+)?(?:def|class)\s+){name}\b", rf"\g<1>{renamed[name]}", text, count=1)
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            others = [_alias(each, renamed) for each in aliases]
            text = _import_of(node, tuple(others)) if others != aliases else text
        case _:
            pass
    for each in ast.walk(node):
        for name in each.names if isinstance(each, ast.Global) else ():
            if name in renamed:
                text = re.sub(rf"(?m)^(\s*global\b.*)\b{name}\b", rf"\g<1>{renamed[name]}", text)
    return text


def _alias(alias: ast.alias, renamed: Mapping[str, str]) -> ast.alias:
    name = alias.asname or alias.name
    return ast.alias(alias.name, renamed[name]) if name in renamed else alias


def _without_file(text: str, file: str) -> str:
    """A module lies beside the notebook, or in a folder there: `__file__` says so, wherever the program lies."""
    if "__file__" not in text:
        return text
    tree = ast.parse(text)
    places = {id(node) for node in scoped(tree).of_module if node.id == "__file__"}
    return substituted(text, lambda node: repr(file) if id(node) in places else None, tree)
