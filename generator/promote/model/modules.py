"""Modules beside a notebook, by the path under which they are imported: `cleaning.py`, `study/__init__.py`."""

import ast
import shlex
from pathlib import PurePosixPath

from promote.model.program import Directive, DirectiveKind


def parsed(text: str) -> ast.Module:
    """Parse a module; one that is not valid Python has nothing in it."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def run_file(directive: Directive) -> str:
    """Name the file that `%run prepare.py` runs; empty for anything else.

    >>> run_file(Directive(cell=1, line=1, kind=DirectiveKind.RUN_FILE, text="run -i ./steps/prepare --fast"))
    'steps/prepare.py'
    """
    if directive.kind is not DirectiveKind.RUN_FILE:
        return ""
    try:
        words = [each for each in shlex.split(directive.text)[1:] if not each.startswith("-")]
    except ValueError:
        return ""
    path = PurePosixPath(words[0].replace("\\", "/")) if words else PurePosixPath()
    is_beside = bool(words) and not path.is_absolute() and path.suffix in {"", ".py"}
    return str(path.with_suffix(".py")) if is_beside else ""


def name_of(file: str) -> str:
    """Name a module as an import does: `a/b.py` is `a.b`, `a/__init__.py` is `a`."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def package_of(file: str) -> str:
    """Name the package that a module's relative imports start from: `a/b.py` and `a/__init__.py` are both in `a`."""
    return file.rpartition("/")[0].replace("/", ".")


def absolute(node: ast.ImportFrom, package: str) -> str:
    """Spell the module of an import in full: that of `from ..b import c` in the package `a.d` is `a.b`."""
    if not node.level:
        return node.module or ""
    parts = package.split(".") if package else []
    above = parts[: len(parts) - node.level + 1]
    return ".".join([*above, *filter(None, [node.module])])
