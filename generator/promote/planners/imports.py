"""The names that the notebook imports, and the distributions behind them."""

import ast
import sys
from collections.abc import Iterable

from promote.knowledge.distributions import DISTRIBUTIONS, NEEDS, NOT_ON_THE_INDEX
from promote.model.modules import parsed
from promote.model.program import Program
from promote.planners.values import Value, ValueKind


def imported_values(program: Program) -> dict[str, Value]:
    """Every imported name with what it stands for. A later import of a name wins."""
    # A notebook that lost its first cell still means what everybody means by these.
    found = {
        name: Value(kind=ValueKind.MODULE, qualified=module) for name, module in (("pd", "pandas"), ("np", "numpy"))
    }
    for statement in program.statements:
        found |= bound_by_imports(statement.node)
    return found


def bound_by_imports(tree: ast.AST) -> dict[str, Value]:
    """Every name that the imports in a tree bind, with what it stands for."""
    found = {}
    for node in _imports_in(tree):
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
            else:
                # One from a package that the notebook is not in fails in the project as it does there.
                lines[name] = f"from {'.' * node.level}{_public(node.module or '')} import {spelled}"
    return lines


def distributions(modules: Iterable[str], local: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Distributions that provide the modules given, sorted.

    `local` modules lie beside the notebook: a package of the same name on the index is somebody else's.
    """
    found = {
        DISTRIBUTIONS.get(module, module.replace("_", "-"))
        for module in modules
        if module not in sys.stdlib_module_names and module not in local and module != "__future__"
    }
    return tuple(sorted(found.union(*(NEEDS.get(each, ()) for each in found))))


def top_modules(program: Program) -> frozenset[str]:
    """Top-level modules that the notebook imports, and the modules beside it in their turn."""
    found = set()
    for node in [
        *_imports(program),
        *(each for text in program.modules.values() for each in _imports_in(parsed(text))),
    ]:
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
        yield from _imports_in(statement.node)


def _imports_in(tree: ast.AST) -> Iterable[ast.Import | ast.ImportFrom]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))


def _public(module: str) -> str:
    """Private and moved modules under the name they are documented with."""
    if module == "sklearn.externals.joblib":
        return "joblib"
    parts = module.split(".")
    if parts[0] == "sklearn" and len(parts) > 2 and parts[1] not in {"feature_extraction", "externals"}:
        return ".".join(parts[:2])
    return module
