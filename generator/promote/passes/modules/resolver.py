"""The modules beside a notebook, parsed, and what names of them mean: what passes a name on is seen through."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from promote.model.modules import absolute, name_of, package_of
from promote.model.program import Statement
from promote.passes.names import names_of
from promote.passes.parse import NOT_PYTHON, statements_of, why_not
from promote.passes.scopes import bound_by


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: a variable of a module beside the notebook, or a whole module, which has no `name`."""

    module: str
    name: str = ""

    @property
    def is_module(self) -> bool:
        """Whether it is a whole module."""
        return not self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What an import statement asks of the modules beside the notebook, and what it asks of others."""

    names: Mapping[str, Meaning] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    """Modules that it runs, in their order."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Names that cannot be given, and the module that does not have them."""
    rest: tuple[ast.alias, ...] = ()
    """What it asks of other modules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module: its statements, and the names that it has at its top."""

    name: str
    file: str
    statements: tuple[Statement, ...] = ()
    bound: frozenset[str] = frozenset()

    @property
    def package(self) -> str:
        """The package that its relative imports start from."""
        return package_of(self.file)

    def bindings(self, name: str) -> Iterator[int]:
        """Number the statements that bind a name, or change what it holds."""
        for number, each in enumerate(self.statements):
            if name in bound_by([each.node]) or name in names_of(each.node).mutates:
                yield number


@dataclass(frozen=True, kw_only=True)
class Resolver:
    """Resolves names through all modules that could be parsed. Without slots, since it keeps what it has found."""

    modules: Mapping[str, Module]
    broken: Mapping[str, str] = field(default_factory=dict)
    """Modules that do not parse, and why."""

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Resolver":
        """Parse modules."""
        modules: dict[str, Module] = {}
        broken: dict[str, str] = {}
        for file, text in texts.items():
            name = name_of(file)
            try:
                statements = tuple(statements_of(text, 0))
            except NOT_PYTHON as error:
                broken[name] = why_not(error)
                continue
            bound = bound_by([each.node for each in statements])
            modules[name] = Module(name=name, file=file, statements=statements, bound=bound)
        return cls(modules=modules, broken=broken)

    def has(self, name: str) -> bool:
        """Whether there is such a module, or a folder with one."""
        return any(each == name or each.startswith(f"{name}.") for each in self.modules)

    def named(self, node: ast.Import | ast.ImportFrom, package: str = "") -> tuple[str, ...]:
        """Spell the modules that an import names in full."""
        if isinstance(node, ast.ImportFrom):
            return (absolute(node, package),)
        return tuple(alias.name for alias in node.names)

    def imported(self, node: ast.stmt, package: str = "") -> Import | None:
        """Read an import; nothing for a statement that asks nothing of these modules."""
        match node:
            case ast.Import(names=aliases) if any(self.has(alias.name) for alias in aliases):
                own = [alias for alias in aliases if self.has(alias.name)]
                return Import(
                    names={
                        alias.asname or alias.name.split(".")[0]: Meaning(
                            alias.name if alias.asname else alias.name.split(".")[0]
                        )
                        for alias in own
                    },
                    modules=tuple(name for alias in own for name in self._run(alias.name)),
                    rest=tuple(alias for alias in aliases if alias not in own),
                )
            case ast.ImportFrom(names=aliases) if self.has(module := absolute(node, package)):
                return self._from(module, aliases)
            case _:
                return None

    def _from(self, module: str, aliases: list[ast.alias]) -> Import:
        if aliases[0].name == "*":
            names = {name: meaning for name in self.public(module) if (meaning := self.meaning(module, name))}
            return Import(names=names, modules=tuple(self._run(module)))
        found = {alias.asname or alias.name: self.meaning(module, alias.name) for alias in aliases}
        submodules = [each.module for each in found.values() if each is not None and each.is_module]
        return Import(
            names={name: each for name, each in found.items() if each is not None},
            modules=tuple(dict.fromkeys(name for each in [module, *submodules] for name in self._run(each))),
            missing={name: module for name, each in found.items() if each is None},
        )

    def _run(self, name: str) -> Iterator[str]:
        """Modules that run when one is imported: the packages that it lies in, and itself."""
        parts = name.split(".")
        names = (".".join(parts[:count]) for count in range(1, len(parts) + 1))
        return (each for each in names if each in self.modules)

    def public(self, name: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Names that `from … import *` takes of a module."""
        module = self.modules.get(name)
        if module is None or name in seen:
            return ()
        for each in module.statements:
            match each.node:
                case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=given) | ast.Tuple(elts=given)):
                    return tuple(str(one.value) for one in given if isinstance(one, ast.Constant))
                case _:
                    pass
        origins = [star for each in module.statements if (star := self._starred(each.node, module.package))]
        starred = [one for origin in origins for one in self.public(origin, seen | {name})]
        return tuple(one for one in dict.fromkeys([*sorted(module.bound), *starred]) if one[0] not in "_*")

    def _starred(self, node: ast.stmt, package: str) -> str:
        """The module that a statement takes every public name of."""
        return absolute(node, package) if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" else ""

    def meaning(self, module: str, name: str, seen: frozenset[Meaning] = frozenset()) -> Meaning | None:
        """Say what `name` of a module means, through whatever passes it on; nothing where it has no such name."""
        asked = Meaning(module, name)
        found = self.modules.get(module)
        if found is None or asked in seen:
            return self._submodule(asked)
        for each in reversed(found.statements):
            taken = self._passed_on(each.node, found, asked, seen)
            if taken is not None:
                return taken
            if name in bound_by([each.node]) and not self._is_own(each.node, found):
                return asked
        return self._submodule(asked)

    @cached_property
    def known(self) -> dict[str, dict[str, Meaning]]:
        """What the names at the top of each module mean."""
        return {name: dict(self._known(module)) for name, module in self.modules.items()}

    def _known(self, module: Module) -> Iterator[tuple[str, Meaning]]:
        names = {*module.bound}
        for each in module.statements:
            taken = self.imported(each.node, module.package)
            names |= taken.names.keys() if taken is not None else set()
        for name in names:
            meaning = self.meaning(module.name, name)
            if meaning is not None:
                yield name, meaning

    def _submodule(self, asked: Meaning) -> Meaning | None:
        name = f"{asked.module}.{asked.name}"
        return Meaning(name) if self.has(name) else None

    def _is_own(self, node: ast.stmt, module: Module) -> bool:
        return self.imported(node, module.package) is not None

    def _passed_on(self, node: ast.stmt, module: Module, asked: Meaning, seen: frozenset[Meaning]) -> Meaning | None:
        """What an import of a module makes of a name: `from .b import c` in `a` makes the `c` of `a` that of `b`."""
        match node:
            case ast.ImportFrom(names=aliases) if self.has(origin := absolute(node, module.package)):
                for alias in aliases:
                    if alias.name == "*":
                        return self.meaning(origin, asked.name, seen | {asked}) if asked.name[:1] != "_" else None
                    if (alias.asname or alias.name) == asked.name:
                        return self.meaning(origin, alias.name, seen | {asked})
            case ast.Import(names=aliases):
                for alias in aliases:
                    if (alias.asname or alias.name.split(".")[0]) == asked.name and self.has(alias.name):
                        return Meaning(alias.name if alias.asname else asked.name)
            case _:
                pass
        return None
