"""The data packages of NLTK that the derived code reads, so that they are there wherever it runs.

What the code reads is known by its names. A package that the notebook fetches and that no table knows comes along with any use of
NLTK: somebody wanted it, and nobody can say what for.
"""

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from packaging.requirements import Requirement
from packaging.version import Version

from promote.knowledge.nltk_data import BESIDE, COLLECTIONS, CORPORA, OLDER, READ_BY, TABS_SINCE
from promote.model.program import DirectiveKind, Program
from promote.planners.calls import argument, calls, qualified_name
from promote.planners.imports import bound_by_imports
from promote.planners.values import Value

_PACKAGE = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_SHELL = re.compile(r"^(?:python3? -m nltk\.downloader)\s+(?P<arguments>.+)$")
_LOADED = re.compile(r"^(?:nltk:)?[a-z_]+/(?P<package>[\w.-]+?)(?:\.zip)?(?:/|$)", re.ASCII)
_DOWNLOADS = frozenset(["nltk.download", "nltk.downloader.download"])
_LOOKS = frozenset(["nltk.data.find", "nltk.data.load"])
_KNOWN = frozenset(
    {*CORPORA, *OLDER.values(), *COLLECTIONS}.union(*READ_BY.values(), *BESIDE.values()),
)


def plan_nltk_data(program: Program, code: Iterable[ast.Module], requirements: Iterable[str]) -> tuple[str, ...]:
    """List the packages that the modules in `code` read, in the version of NLTK that the requirements allow."""
    names, read = set[str](), set[str]()
    for module in code:
        imports = bound_by_imports(module)
        names |= set(_names(module, imports))
        read |= set(_loaded(module, imports))
    if not names:
        return ()
    read |= {package for name in names for package in _read_by(name)}
    beside = {each for package in read for each in BESIDE.get(package, ())}
    read |= {package for package in fetched_packages(program) if package in beside or package not in _KNOWN}
    older = OLDER if _is_older(requirements) else {}
    return tuple(sorted({older.get(each, each) for each in read if _PACKAGE.fullmatch(each)}))


def fetches(node: ast.stmt, imports: dict[str, Value]) -> bool:
    """Whether a statement does nothing but fetch data packages."""
    match node:
        case ast.Expr(value=ast.Call(func=function)):
            return qualified_name(function, imports) in _DOWNLOADS
        case ast.For(body=body, orelse=[]):
            return all(fetches(each, imports) for each in body)
        case _:
            return False


def fetched_packages(program: Program) -> Iterator[str]:
    """Name the packages that the notebook fetches, as far as its text tells them."""
    trees = [each.node for each in program.statements]
    imports: dict[str, Value] = {}
    bound: dict[str, list[ast.expr]] = {}
    for tree in trees:
        imports |= bound_by_imports(tree)
        for name, value in _bindings(tree):
            bound.setdefault(name, []).append(value)
    for call in (each for tree in trees for each in calls(tree)):
        if qualified_name(call.func, imports) in _DOWNLOADS:
            given = argument(call, 0, "info_or_id")
            yield from _texts(given, bound) if given is not None else ()
    for directive in program.directives:
        if directive.kind is DirectiveKind.SHELL and (found := _SHELL.match(directive.text)):
            yield from (word for word in found["arguments"].split() if _PACKAGE.fullmatch(word))


def _names(module: ast.Module, imports: dict[str, Value]) -> Iterator[str]:
    """Spell the names of NLTK that a module reads, as NLTK does."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name | ast.Attribute):
            name = qualified_name(node, imports)
            if name.partition(".")[0] == "nltk":
                yield name


def _read_by(name: str) -> tuple[str, ...]:
    parts = name.split(".")[1:]
    pairs = [f"{first}.{second}" for first, second in itertools.pairwise(parts)]
    corpora = [part for part in parts[1:2] if parts[0] == "corpus" and part in CORPORA]
    return (*corpora, *(package for key in [*parts, *pairs] for package in READ_BY.get(key, ())))


def _loaded(module: ast.Module, imports: dict[str, Value]) -> Iterator[str]:
    """Name the packages that are looked up by their place, such as `tokenizers/punkt/english.pickle`."""
    for call in calls(module):
        if qualified_name(call.func, imports) in _LOOKS and call.args:
            match call.args[0]:
                case ast.Constant(value=str(place)) if found := _LOADED.match(place):
                    yield found["package"]
                case _:
                    pass


def _bindings(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Find what names are bound to, by assignments and by loops."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case (
                ast.For(target=ast.Name(id=name), iter=value) | ast.comprehension(target=ast.Name(id=name), iter=value)
            ):
                yield name, value
            case _:
                pass


def _texts(node: ast.expr, bound: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """List the texts that an expression may stand for."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.List(elts=members) | ast.Tuple(elts=members) | ast.Set(elts=members):
            for member in members:
                yield from _texts(member, bound)
        case ast.Name(id=name):
            others = {other: values for other, values in bound.items() if other != name}
            for value in bound.get(name, ()):
                yield from _texts(value, others)
        case _:
            pass


def _is_older(requirements: Iterable[str]) -> bool:
    """Whether NLTK is held below the version that reads tables."""
    for requirement in map(Requirement, requirements):
        if requirement.name.lower() == "nltk":
            held = [each for each in requirement.specifier if each.operator in {"==", "<", "<="}]
            return any(Version(each.version.removesuffix(".*")) < Version(TABS_SINCE) for each in held)
    return False
