"""Which statements of which modules a notebook needs: those that somebody asks for, and those that do more than bind names."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from promote.passes.modules.readings import Reading
from promote.passes.modules.references import Reference, references
from promote.passes.modules.resolver import Meaning, Module, Resolver
from promote.passes.scopes import bound_by

NOTEBOOK = ""
"""Stands for the notebook where other texts have the name of a module."""


@dataclass(slots=True)
class Demand:
    """Responsibility: follow what is asked for to its end."""

    resolver: Resolver
    needed: dict[str, set[int]] = field(default_factory=dict)
    """Numbers of statements, by module, in the order in which the modules begin to run."""
    asked: dict[str, set[Meaning]] = field(default_factory=dict)
    """What each text asks for."""

    @classmethod
    def of(cls, followed: Sequence[Reading], resolver: Resolver) -> "Demand":
        """Say what a notebook needs."""
        demand = cls(resolver)
        for each in followed:
            if each.taken is None:
                demand._ask(NOTEBOOK, references(each.tree, each.known, resolver))
            else:
                for module in each.taken.modules:
                    demand._run(module)
        return demand

    def _run(self, name: str) -> None:
        if name in self.needed:
            return
        self.needed[name] = set()
        module = self.resolver.modules[name]
        for number, each in enumerate(module.statements):
            taken = self.resolver.imported(each.node, module.package)
            for other in taken.modules if taken is not None else ():
                self._run(other)
            if _does_more(each.node):
                self._need(module, number)

    def _need(self, module: Module, number: int) -> None:
        statement = module.statements[number]
        is_local = self.resolver.imported(statement.node, module.package) is not None
        if is_local or number in self.needed[module.name]:
            return
        self.needed[module.name].add(number)
        self._ask(module.name, references(statement.node, self.resolver.known[module.name], self.resolver))
        for name in bound_by([statement.node]):
            self._ask_for(module.name, Meaning(module.name, name))

    def _ask(self, text: str, found: Sequence[Reference]) -> None:
        for each in found:
            if not each.is_stray:
                self._ask_for(text, each.meaning)

    def _ask_for(self, text: str, meaning: Meaning) -> None:
        asked = self.asked.setdefault(text, set())
        if meaning not in asked:
            asked.add(meaning)
            self._run(meaning.module)
            module = self.resolver.modules[meaning.module]
            for number in module.bindings(meaning.name):
                self._need(module, number)


def _does_more(node: ast.stmt) -> bool:
    """Whether a statement does more than bind names, so that it matters though nobody asks for them."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Pass():
            return False
        case ast.Expr(value=ast.Constant()):
            return False
        case ast.If(test=test):
            # What a module does as a program, or for a type checker, it does not do when it is imported.
            names = {getattr(each, "id", getattr(each, "attr", "")) for each in ast.walk(test)}
            return not names & {"__name__", "TYPE_CHECKING"}
        case ast.Assign(targets=targets):
            return not all(isinstance(each, ast.Name | ast.Tuple | ast.List) for each in targets)
        case ast.AnnAssign(target=target):
            return not isinstance(target, ast.Name)
        case _:
            return True
