"""The names that the notebook imports, and the distributions behind them."""

import ast
import sys
from collections.abc import Iterable

from promote.knowledge.distributions import DISTRIBUTIONS, NOT_ON_THE_INDEX, RANGES
from promote.model.program import DirectiveKind, Program
from promote.planners.values import Value, ValueKind


def imported_values(program: Program) -> dict[str, Value]:
    """Every imported name with what it stands for. A later import of a name wins."""
    # A notebook that lost its first cell still means what everybody means by these.
    found = {
        name: Value(kind=ValueKind.MODULE, qualified=module) for name, module in (("pd", "pandas"), ("np", "numpy"))
    }
    for node in _imports(program):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                module = alias.name if alias.asname else alias.name.split(".")[0]
                found[name] = Value(kind=ValueKind.MODULE, qualified=module)
        elif node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = Value(
                    kind=ValueKind.FUNCTION, qualified=f"{_public(node.module)}.{alias.name}"
                )
    return found


def import_lines(program: Program) -> dict[str, str]:
    """Every imported name with a line that imports just this name."""
    lines: dict[str, str] = {}
    for node in _imports(program):
        for alias in node.names:
            name = alias.asname or alias.name
            spelled = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
            if isinstance(node, ast.Import):
                lines[name.split(".")[0]] = f"import {spelled}"
            elif node.module and not node.level:
                lines[name] = f"from {_public(node.module)} import {spelled}"
    return lines


def requirements(program: Program, modules: Iterable[str], local: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Requirement specifiers for the modules given, sorted. What `%pip install` pins stays pinned.

    `local` modules lie beside the notebook: a package of the same name on the index is somebody else's.
    """
    pinned = {
        _canonical(_name(directive.text)): directive.text
        for directive in program.directives
        if directive.kind is DirectiveKind.INSTALL
    }
    specifiers = set()
    for module in modules:
        if module in sys.stdlib_module_names or module in local or module == "__future__":
            continue
        name = DISTRIBUTIONS.get(module, module.replace("_", "-"))
        specifier = pinned.get(_canonical(name), name)
        specifiers.add(specifier if specifier != name else f"{name}{RANGES.get(name, '')}")
    return tuple(sorted(specifiers, key=str.lower))


def top_modules(program: Program) -> frozenset[str]:
    """Top-level modules that the notebook imports."""
    found = set()
    for node in _imports(program):
        if isinstance(node, ast.Import):
            found |= {top_module(alias.name) for alias in node.names}
        elif node.module and not node.level:
            found.add(top_module(node.module))
    return frozenset(found - {""})


def top_module(module: str) -> str:
    """The part of a module's name that a distribution provides; empty for what no distribution does.

    >>> top_module("sklearn.linear_model"), top_module("google.generativeai.types"), top_module("google.colab")
    ('sklearn', 'google.generativeai', '')
    """
    parts = module.split(".")
    prefixes = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
    known = next((prefix for prefix in prefixes if prefix in DISTRIBUTIONS or prefix in NOT_ON_THE_INDEX), parts[0])
    return "" if known in NOT_ON_THE_INDEX else known


def _imports(program: Program) -> Iterable[ast.Import | ast.ImportFrom]:
    for statement in program.statements:
        for node in ast.walk(statement.node):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node


def _public(module: str) -> str:
    """Private and moved modules under the name they are documented with."""
    if module == "sklearn.externals.joblib":
        return "joblib"
    parts = module.split(".")
    if parts[0] == "sklearn" and len(parts) > 2 and parts[1] not in {"feature_extraction", "externals"}:
        return ".".join(parts[:2])
    return module


def _name(requirement: str) -> str:
    for position, letter in enumerate(requirement):
        if letter in "<>=!~[;@ ":
            return requirement[:position]
    return requirement


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
