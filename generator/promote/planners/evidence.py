"""What the notebook, its outputs and the files beside it tell of the versions that it was written for.

Only what stands on the path to the model bounds the service. The rest is told, or says nothing.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from promote.knowledge.distributions import DISTRIBUTIONS, SERVICE
from promote.knowledge.eras import ERAS, OLDEST
from promote.model.api import RewriteKind
from promote.model.diagnostic import Place
from promote.model.environment import Evidence, Reason
from promote.model.notebook import CellKind
from promote.model.program import DirectiveKind, Program, Statement
from promote.passes.uses import Names, Use, uses
from promote.planners.eras import span

_INSTALLED = re.compile(r"Successfully installed (?P<what>[^\n]+)")
_NAME_AND_VERSION = re.compile(r"(?P<name>[A-Za-z][\w.-]*?)-(?P<version>\d+(?:\.\d+)+)\b")
_WARNING = re.compile(
    r"(?:site|dist)-packages[/\\](?P<module>\w+)[^\n]*?(?:Future|Deprecation|PendingDeprecation)Warning:(?P<words>[^\n]*(?:\n[^\n]+){0,3})"
)
_REMOVED = re.compile(r"(?:remov\w+|raised|an error) in (?:version |v)?(?P<version>\d+\.\d+(?:\.\d+)?)")
_WORD = re.compile(r"\w{4,}")
_ASKED = re.compile(r"(?P<name>\w+)\.__version__")
_VERSION = re.compile(r"(?<![\d.])\d+\.\d+(?:\.\d+)?(?![\d.])")
_PYTHON = re.compile(r"^(?P<major>\d+)\.(?P<minor>\d+)")
_LAST_OLD_PYTHON = (3, 10)


def gather(
    program: Program,
    path: frozenset[int] | None,
    listed: Sequence[tuple[str, str]] = (),
    expressions: Sequence[str] = (),
) -> Evidence:
    """Gather the evidence.

    `path` are the indices of the statements that the service is made of (`None` means all), `expressions` what training
    computes beside them, and `listed` what a file beside the notebook asks to install.
    """
    on_path = [each for each in program.statements if path is None or each.index in path]
    cells: dict[int, str] = {}
    for each in on_path:
        cells[each.cell] = f"{cells.get(each.cell, '')}\n{each.text}"
    found = [
        *_installed(program),
        *_listed(listed),
        *_from_uses(program, on_path, expressions),
        *_from_warnings(program, cells),
        *_recorded(program),
    ]
    newer = {each.distribution for each in found if each.since and _is_newest(each)}
    bounds = [each for each in found if each.binding and not (each.distribution in newer and _is_silent(each))]
    unobtainable = tuple(each for each in bounds if _is_unobtainable(each))
    binding = tuple(each for each in bounds if not _is_unobtainable(each))
    told = tuple(each for each in found if not each.binding)
    return Evidence(reasons=(*binding, *told), unobtainable=unobtainable, era=_newest_era(binding))


def bounds(specifier: SpecifierSet) -> tuple[str, str]:
    """Return the versions that a specifier admits, as `(since, below)`. An exact version stands for its series.

    >>> bounds(SpecifierSet("==1.5.3")), bounds(SpecifierSet(">=1.2,<2")), bounds(SpecifierSet("<=1.1"))
    (('1.5.3', '1.6'), ('1.2', '2'), ('', '1.2'))
    """
    since, below = [], []
    for each in specifier:
        version = each.version.removesuffix(".*")
        match each.operator:
            case "==" | "===" | "~=":
                since.append(version)
                below.append(_next_series(version, each.operator == "~="))
            case ">=" | ">":
                since.append(version)
            case "<":
                below.append(version)
            case "<=":
                below.append(_next_series(version, is_compatible=False))
            case _:
                pass
    return max(since, key=Version, default=""), min(below, key=Version, default="")


def _next_series(version: str, is_compatible: bool) -> str:  # noqa: FBT001
    major, *rest = version.split(".")
    if not rest or (is_compatible and len(rest) == 1):
        return str(int(major) + 1)
    return f"{major}.{int(rest[0]) + 1}" if rest[0].isdigit() else str(int(major) + 1)


def canonical(name: str) -> str:
    """Spell the name of a distribution as the index does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed(program: Program) -> Iterator[Reason]:
    for directive in program.directives:
        if directive.kind is DirectiveKind.INSTALL:
            yield from _required(
                directive.text, f"`{directive.text}` is installed", Place(directive.cell, directive.line)
            )


def _listed(listed: Sequence[tuple[str, str]]) -> Iterator[Reason]:
    for name, requirement in listed:
        file = name.removeprefix("../")
        yield from _required(requirement, f"`{file}` asks for `{requirement}`", None, file)


def _required(text: str, words: str, place: Place | None, file: str = "") -> Iterator[Reason]:
    try:
        requirement = Requirement(text)
        since, below = bounds(requirement.specifier)
    except (InvalidRequirement, InvalidVersion, ValueError):
        return
    name = canonical(requirement.name)
    if name in SERVICE or name == "python" or not (since or below):
        return
    yield Reason(distribution=name, since=since, below=below, words=words, place=place, asked=text, file=file)


def _from_uses(program: Program, on_path: Iterable[Statement], expressions: Sequence[str]) -> Iterator[Reason]:
    names = Names.of(each.node for each in program.statements)
    every = [(each, use) for each in program.statements for use in uses(each.node, names)]
    path = {each.index for each in on_path}
    found = [(each.place_of(use.node), use) for each, use in every if each.index in path or not use.api.binding]
    computed = [use for each in expressions for node in ast.parse(each).body for use in uses(node, names)]
    told = set()
    for place, use in [*found, *((_written(program, use), use) for use in computed)]:
        words = words_of(use)
        if place or words not in told:
            told.add(words)
            yield Reason(
                distribution=use.api.distribution,
                since=use.api.since,
                below=use.api.below,
                words=words,
                hint=_instead(use) if use.api.below else "",
                place=place,
                binding=use.api.binding,
                rewritable=use.api.rewrite is not None,
            )


_SILENT = "means something else from"


def words_of(use: Use) -> str:
    """Say what happened to something that is used."""
    api, what = use.api, _quoted(use.called(use.api.what))
    if api.since:
        return f"{what} is there from {api.distribution} {api.since} on"
    if not api.binding:
        return f"{what} is for versions before {api.distribution} {api.below}"
    if api.silent:
        return f"{what} {_SILENT} {api.distribution} {api.below} on"
    return f"{what} is gone from {api.distribution} {api.below} on"


def _instead(use: Use) -> str:
    """Say what to write today."""
    if use.api.instead:
        return f"write {_quoted(use.called(use.api.instead))}"
    is_dropped = use.api.rewrite is not None and use.api.rewrite.kind is RewriteKind.DROP
    return "leave it out" if is_dropped else "find another way: the newer versions have nothing of that name"


def _quoted(text: str) -> str:
    """Mark code as code; words that quote code already do so themselves."""
    return text if "`" in text else f"`{text}`"


def _written(program: Program, use: Use) -> Place | None:
    """Find where the notebook itself has what training computes beside the path."""
    text = ast.unparse(use.node)
    for statement in program.statements:
        for node in ast.walk(statement.node):
            if type(node) is type(use.node) and isinstance(node, ast.expr) and ast.unparse(node) == text:
                return statement.place_of(node)
    return None


def _is_silent(reason: Reason) -> bool:
    return _SILENT in reason.words


def _from_warnings(program: Program, cells: Mapping[int, str]) -> Iterator[Reason]:
    """Read the warnings of the cells given, each with what of it is on the path."""
    for cell in program.notebook.cells:
        if cell.number not in cells:
            continue
        for warning in _WARNING.finditer(cell.printed):
            named = set(_WORD.findall(warning["words"])) & set(_WORD.findall(cell.source))
            if named and not named & set(_WORD.findall(cells[cell.number])):
                # It is about something else in the cell.
                continue
            removed = _REMOVED.search(" ".join(warning["words"].split()))
            name = DISTRIBUTIONS.get(warning["module"], warning["module"])
            if removed is not None and name in OLDEST:
                yield Reason(
                    distribution=name,
                    below=removed["version"],
                    words=f"a warning of {name} says that something is gone from {removed['version']} on",
                    hint="run the cell with a current version, and do what the message says",
                    place=Place(cell.number),
                )


def _recorded(program: Program) -> Iterator[Reason]:
    """Read the versions that the author's own run told."""
    for cell in program.notebook.cells:
        if cell.kind is not CellKind.CODE or not cell.printed:
            continue
        for line in _INSTALLED.finditer(cell.printed):
            for each in _NAME_AND_VERSION.finditer(line["what"]):
                yield _record(canonical(each["name"]), each["version"], cell.number)
        asked = list(dict.fromkeys(_ASKED.findall(cell.source)))
        versions = _VERSION.findall(cell.printed)
        if len(asked) == len(versions):
            names = Names.of(each.node for each in program.statements).imported
            for name, version in zip(asked, versions, strict=True):
                module = names.get(name, name).split(".")[0]
                yield _record(canonical(DISTRIBUTIONS.get(module, module)), version, cell.number)


def _record(distribution: str, version: str, cell: int) -> Reason:
    return Reason(
        distribution=distribution,
        since=version,
        words=f"the notebook was run with {distribution} {version}",
        place=Place(cell),
        binding=False,
    )


def written_for_old_python(program: Program) -> str:
    """Return the Python of the notebook's own run, if no supported Python is that old."""
    match = _PYTHON.match(program.notebook.python_version)
    if match is None or (int(match["major"]), int(match["minor"])) > _LAST_OLD_PYTHON:
        return ""
    return match.group()


def _is_newest(reason: Reason) -> bool:
    newest = span(0, reason.distribution)[0]
    return bool(newest) and Version(reason.since) >= Version(newest)


def _is_unobtainable(reason: Reason) -> bool:
    oldest = OLDEST.get(reason.distribution)
    return bool(reason.below and oldest) and Version(reason.below) <= Version(str(oldest))


def _newest_era(binding: Sequence[Reason]) -> int:
    """Return the newest era that has, for every bound, something that the next older one has not."""
    for era in range(len(ERAS)):
        if all(admits(era, each) for each in binding):
            return era
    return len(ERAS) - 1


def admits(era: int, reason: Reason) -> bool:
    """Whether an era has versions that a reason allows, and that no older era has."""
    first = span(era, reason.distribution)[0] if reason.distribution in OLDEST else ""
    return not (reason.below and first) or Version(first) < Version(reason.below)
