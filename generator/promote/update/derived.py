"""The derived files of a project: as promote wrote them, or compiled anew.

What a notebook compiles to depends on more than its text: on what its outputs showed, on lists of requirements beside it, on
the data. Therefore a changed notebook is never compared with what is in the project. It is compiled beside the notebook that
the project was made from, both under the same circumstances, and what differs is what the change is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from promote import disk
from promote.compiler import with_modules
from promote.errors import NotebookError, UsageError
from promote.model.diagnostic import Diagnostic
from promote.model.environment import Environment
from promote.model.files import Files
from promote.model.promotion import Promotion
from promote.model.source import Source
from promote.readers import KEPT
from promote.update.project import Project

REPORT = "PROMOTION.md"
_SAMPLES = "tests/data/"

Compiled = TypeVar("Compiled", bound=tuple[Promotion, ...])


class Compile(Protocol):
    """The compiler: `model` names the variable that holds the model to serve."""

    def __call__(self, source: Source, *, model: str | None = None) -> Promotion:
        """Compile a notebook. Raises `UsageError` for a model that it does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Files of a notebook, and what the templates are told of it."""

    files: Files = field(default_factory=dict)
    base: Mapping[str, str | None] = field(default_factory=dict)
    """What is kept as the base of the next merge; `None` for the file as it is written."""
    parity: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file that the notebook reads, and where the project keeps it."""

    source: Path
    destination: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a changed notebook changes."""

    before: Derived
    after: Derived
    findings: tuple[Diagnostic, ...] = ()
    """What there is to find in the notebook now, and was not before."""
    data: tuple[DataFile, ...] = ()
    """Files that the notebook reads."""
    notes: tuple[str, ...] = ()


def kept(project: Project) -> Derived:
    """Return the derived files as promote wrote them."""
    return Derived(files=project.base, base=project.base, parity=project.parity)


def changed_notebook(
    project: Project, notebook: Path | None, compile_base: Compile, compile_new: Compile, model: str | None
) -> Change:
    """Compile the project's notebook as it is now, or another one in its place, beside the one it was made from."""
    base = _base_source(project, project.folder)
    new = with_modules(_new_source(project, notebook))
    served = _served(project)

    def compile_both(folder: Path) -> tuple[Promotion, Promotion]:
        return (
            _compiled_as(compile_base, replace(base, folder=folder), served),
            compile_new(replace(new, folder=folder), model=model)
            if model is not None
            else _compiled_as(compile_new, replace(new, folder=folder), served),
        )

    (before, after), data, notes = _where_data_are(project, new, compile_both)
    files = {**after.files, project.notebook: new.text}
    # Where both compile to the same, there is no change, and what the project has was made under better circumstances.
    same = {name for name in project.base if before.files.get(name) == files.get(name)}
    # What the outputs of the old notebook told of its models is no news of another model.
    told = {REPORT: project.base[REPORT]} if model is not None and REPORT in project.base else {}
    return Change(
        before=Derived(files={**before.files, **told}, base=project.base, parity=project.parity),
        after=Derived(
            files=files,
            base=dict.fromkeys(files) | {name: project.base[name] for name in same},
            parity=project.parity if before.parity == after.parity else after.parity.to_json(),
            facts=_facts(project, before, after),
        ),
        findings=tuple(each for each in after.findings if _said(each) not in set(map(_said, before.findings))),
        data=data,
        notes=notes,
    )


def _said(finding: Diagnostic) -> tuple[str, str]:
    return finding.code, finding.message


def recompiled(project: Project, compile_source: Compile) -> Derived:
    """Compile the notebook that the project was made from as this version of promote does it. The report stays as it is."""
    folder = project.folder / PurePosixPath(project.notebook).parent
    base = _base_source(project, folder)

    def compile_base(folder: Path) -> tuple[Promotion]:
        return (_compiled_as(compile_source, replace(base, folder=folder), _served(project)),)

    (promotion,), _, _ = _where_data_are(project, base, compile_base)
    unchanged = {
        name: text
        for name, text in project.base.items()
        if name == REPORT or project.is_original(name) or _is_sample(name)
    }
    return Derived(
        files={**promotion.files, **unchanged},
        base={**dict.fromkeys(promotion.files), **unchanged},
        parity=promotion.parity.to_json(),
        facts=_facts(project, promotion, promotion),
    )


def _compiled_as(compile_source: Compile, source: Source, served: str | None) -> Promotion:
    """Compile with the model that is served, as long as the notebook has it."""
    if served is None:
        return compile_source(source)
    try:
        return compile_source(source, model=served)
    except UsageError:
        return compile_source(source)


def _served(project: Project) -> str | None:
    anchors = project.anchors()
    return (anchors.model or None) if anchors else None


def _source(project: Project, text: str, folder: Path) -> Source:
    """Give a notebook the name that the project knows it by, since files and package are called after that."""
    if not project.notebook:
        raise UsageError("the project has no notebook", why="it was made from the template alone")
    return Source(
        name=PurePosixPath(project.notebook).name,
        text=text,
        folder=folder,
        tool_version=disk.tool_version(),
        package=project.package,
    )


def _base_source(project: Project, folder: Path) -> Source:
    """The notebook that the project was made from, with the modules that it had."""
    return replace(_source(project, project.base.get(project.notebook, ""), folder), modules=project.modules)


def _new_source(project: Project, notebook: Path | None) -> Source:
    suffix = PurePosixPath(project.notebook).suffix.lower()
    if notebook is None:
        source = disk.read_source(project.folder / project.notebook)
        return _source(project, source.text, source.folder)
    if notebook.suffix.lower() != suffix:
        raise NotebookError(
            f"`{notebook}` cannot take the place of `{project.notebook}`",
            why="it is in another format",
            hint="`jupytext --to` converts one to the other",
        )
    source = disk.read_source(notebook)
    keep = KEPT.get(suffix, str)
    return _source(project, keep(source.text), source.folder)


def _where_data_are(
    project: Project, source: Source, compile_in: Callable[[Path], Compiled]
) -> tuple[Compiled, tuple[DataFile, ...], tuple[str, ...]]:
    """Compile where the data of the notebook are: beside it, in the project, or else only their samples.

    Returns what was compiled, the data that the notebook reads, and what there is to say of that.
    """
    compiled = compile_in(source.folder)
    if not _unsampled(project, compiled[-1]):
        return compiled, _data(compiled[-1], source.folder), ()
    with disk.workplace() as place:
        disk.link_all(place, {**_own_data(project), **_beside(source.folder)})
        compiled = compile_in(place)
        if not _unsampled(project, compiled[-1]):
            return compiled, _data(compiled[-1], place), ()
    samples = {name: project.folder / name for name in project.base if _is_sample(name)}
    with disk.workplace() as place:
        disk.link_all(place, {**_under_their_names(project, samples), **_own_data(project), **_beside(source.folder)})
        return (
            compile_in(place),
            (),
            tuple(
                f"`{name}` is not here: what the notebook does with it was told from its sample `{sample}`"
                for sample in sorted(samples)
                if not (project.folder / (name := f"data/{PurePosixPath(sample).name}")).exists()
            ),
        )


def _beside(folder: Path) -> dict[str, Path]:
    """List what lies beside a notebook; a folder of data by what is in it, so that more can be put there."""
    return {each.name: each for each in folder.iterdir() if each.name != "data"} | _in_data(folder)


def _in_data(folder: Path) -> dict[str, Path]:
    data = folder / "data"
    return {f"data/{each.name}": each for each in data.iterdir()} if data.is_dir() else {}


def _own_data(project: Project) -> dict[str, Path]:
    """List the data of the project, under the names that it gave them and under those that the notebook knows."""
    return _under_their_names(project, _in_data(project.folder))


def _under_their_names(project: Project, files: Mapping[str, Path]) -> dict[str, Path]:
    anchors = project.anchors()
    found = {f"data/{path.name}": path for path in files.values()}
    for each in anchors.inputs if anchors else ():
        path = found.get(f"data/{PurePosixPath(each.path).name}")
        if path is not None:
            found[f"data/{PurePosixPath(each.literal.replace(chr(92), '/')).name}"] = path
    return found


def _data(promotion: Promotion, folder: Path) -> tuple[DataFile, ...]:
    return tuple(
        DataFile(source=(folder / each.source).resolve(), destination=each.destination) for each in promotion.data
    )


def _is_sample(name: str) -> bool:
    return name.startswith(_SAMPLES) and not name.endswith(".gitignore")


def _unsampled(project: Project, promotion: Promotion) -> bool:
    """Whether the project has a sample of a file that the notebook still reads, and none could be taken this time."""
    read = {f"{_SAMPLES}{PurePosixPath(each.path).name}" for each in promotion.parity.inputs}
    return any(_is_sample(name) and name in read and name not in promotion.files for name in project.base)


def _facts(project: Project, before: Promotion, after: Promotion) -> dict[str, object]:
    """Say what the templates are told: what the change changes, and the rest as the project has it.

    So what it found in the meantime stays: `promote verify` looks for versions that the notebook runs with.
    """
    recorded = project.answers
    then, now = before.answers.facts(), after.answers.facts()
    facts = {name: recorded.get(name, value) if then[name] == value else value for name, value in now.items()}
    environment = _environment(project)
    old, new = _named(before, environment), _named(after, environment)
    for name, earlier, later in (
        ("dependencies", old.requirements, new.requirements),
        ("notebook_dependencies", old.notebook_requirements, new.notebook_requirements),
    ):
        facts[name] = merged_requirements(recorded.get(name), earlier, later)
    facts["tool_version"] = now["tool_version"]
    return facts


def _environment(project: Project) -> str:
    """Name the environment that the project has, of those that its notebook may need."""
    anchors = project.anchors()
    listed = project.answers.get("dependencies")
    found = (each.name for each in anchors.environments if list(each.requirements) == listed) if anchors else iter(())
    return next(found, "")


def _named(promotion: Promotion, name: str) -> Environment:
    environments = promotion.parity.environments
    return next((each for each in environments if each.name == name), environments[0])


def merged_requirements(recorded: object, before: tuple[str, ...], now: tuple[str, ...]) -> list[str]:
    """Merge requirements three ways, one distribution at a time.

    >>> merged_requirements(["numpy<2", "pandas==2.1"], ("numpy>=2", "pandas>=2.2"), ("pandas>=2.2", "scipy>=1"))
    ['pandas==2.1', 'scipy>=1']
    """
    ours, base, theirs = (_by_distribution(each) for each in (recorded, before, now))
    return sorted(
        ours[name] if name in ours and base.get(name, spec) == spec else spec for name, spec in theirs.items()
    )


def _by_distribution(specifiers: object) -> dict[str, str]:
    listed = specifiers if isinstance(specifiers, (list, tuple)) else ()
    return {canonicalize_name(Requirement(str(each)).name): str(each) for each in listed}
