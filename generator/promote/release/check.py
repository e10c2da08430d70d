"""A template on disk, judged against its last release, and rendered in some variants.

An overlay is rendered on top of our own template, so that a file of both is noticed before anybody has it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from promote import disk, git, template
from promote.console import Console, counted
from promote.environment import ruff
from promote.errors import TemplateError, UsageError
from promote.model.records import ANSWERS
from promote.release.policy import Objection, Snapshot, lost, newly_conditional, objections
from promote.template import HOME, Layer, Template
from promote.update.derived import Derived
from promote.update.state import State, write

_SETTINGS = "copier.yml"


def check(folder: Path, answers: tuple[Path, ...], console: Console) -> None:
    """Judge a template before its release. Raises `TemplateError` if projects would lose something by it."""
    home = folder.resolve()
    if not (home / _SETTINGS).is_file():
        raise UsageError(f"`{folder}` is no template", why=f"there is no `{_SETTINGS}`")
    settings = template.read_settings((home / _SETTINGS).read_text(encoding="utf-8"))
    repository = git.repository_of(home)
    now = Snapshot(settings=settings, files=_below(disk.listing(home), settings))
    variants = {"the defaults": {}, **{f"`{path.name}`": template.read_answers(path) for path in answers}}
    found = [each for name, given in variants.items() for each in _faults(home, settings, given, name)]
    release = _last_release(repository)
    if release is None:
        console.say("No earlier release of it: nothing to compare with")
    else:
        then = _released(repository, release)
        found = [*objections(then, now, release), *found]
        if not found:
            found += _conditioned(repository, home, (then, now), release, variants)
        console.say(f"Compared with {release}")
    console.say(f"Rendered with {', '.join(variants)}")
    for each in found:
        console.data(f"{each.what}\n  hint: {each.hint}")
    if found:
        raise TemplateError(
            f"{counted(len(found), 'reason')} not to release it", hint="mend the template, then try again"
        )
    console.say("Nothing stands against a release")


def _last_release(repository: git.Repository) -> str | None:
    """Name the last release before what is there now, which may be one itself."""
    earlier = () if repository.changes() else ("--no-contains", "HEAD")
    newest = template.newest(repository.git("tag", "--merged", "HEAD", *earlier).split())
    held = newest is not None and f"{_home(repository)}{_SETTINGS}" in repository.files_of(newest)
    return newest if held else None


def _home(repository: git.Repository) -> str:
    return f"{repository.prefix}/" if repository.prefix else ""


def _released(repository: git.Repository, release: str) -> Snapshot:
    home = _home(repository)
    settings = template.read_settings(repository.git("show", f"{release}:{home}{_SETTINGS}"))
    names = (name.removeprefix(home) for name in repository.files_of(release) if name.startswith(home))
    return Snapshot(settings=settings, files=_below(names, settings))


def _below(names: Iterator[str] | tuple[str, ...], settings: Mapping[str, Any]) -> frozenset[str]:
    """Keep what is rendered."""
    subdirectory = str(settings.get("_subdirectory") or "").strip("/")
    start = f"{subdirectory}/" if subdirectory else ""
    return frozenset(name.removeprefix(start) for name in names if name.startswith(start))


def _faults(home: Path, settings: Mapping[str, Any], given: Mapping[str, object], variant: str) -> Iterator[Objection]:
    """Say what is wrong with the files of one variant."""
    with disk.scratch_copy(home, frozenset()) as copy, disk.workplace() as place:
        try:
            write(State(layers=_layers(settings, str(copy), given), derived=Derived()), place)
        except TemplateError as error:
            what = f"with {variant}, {error.what}" + (f": {error.why}" if error.why else "")
            yield Objection(what=what.replace(str(copy), str(home)), hint=error.hint)
            return
        names = [name for name in disk.listing(place) if name.endswith(".py")]
        as_is = ruff.formatted(place, names)
    for name in names:
        if name not in as_is:
            yield Objection(
                what=f"with {variant}, the formatter would change `{name}`: the first commit of a team would be in "
                "conflict with every later version",
                hint="render it as `ruff format` writes it with the settings of the project",
            )


def _conditioned(
    repository: git.Repository,
    home: Path,
    snapshots: tuple[Snapshot, Snapshot],
    release: str,
    variants: Mapping[str, Mapping[str, object]],
) -> Iterator[Objection]:
    """Look in every variant for the files whose names have a new condition."""
    then, now = snapshots
    suspects = newly_conditional(then, now)
    if not suspects:
        return
    with disk.workplace() as place:
        earlier = repository.export(release, place)
        for variant, given in variants.items():
            before = {name: value for name, value in given.items() if name in then.settings or name not in now.settings}
            gone = _names(earlier, then.settings, before) - _names(home, now.settings, given)
            yield from lost(
                (name for name in gone if any(each.fullmatch(name) for each in suspects)), variant, now, release
            )


def _names(home: Path, settings: Mapping[str, Any], given: Mapping[str, object]) -> frozenset[str]:
    """Name the files that a template writes."""
    with disk.scratch_copy(home, frozenset()) as copy, disk.workplace() as place:
        write(State(layers=_layers(settings, str(copy), given), derived=Derived()), place)
        return frozenset(disk.listing(place))


def _layers(settings: Mapping[str, Any], copy: str, given: Mapping[str, object]) -> tuple[Layer, ...]:
    """Put an overlay on our own template. Whatever answers both have a question for, both are given."""
    is_overlay = settings.get("_answers_file", ANSWERS) != ANSWERS
    own = template.questions(Path(copy))
    base = template.questions(template.bundled_entries()[_SETTINGS].parent) if is_overlay else {}
    for name in given:
        if name not in own and name not in base:
            raise UsageError(f"`{name}` cannot be answered", why="there is no such question")
    layer = Layer(template=Template(location=copy), answers=template.answers_to(own, given))
    if not is_overlay:
        return (layer,)
    ours = Template(location=HOME, ref=f"v{disk.tool_version()}")
    return (Layer(template=ours, answers=template.answers_to(base, given)), layer)
