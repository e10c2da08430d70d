"""What may not differ between two releases of a template.

Copier removes what the new version does not render, whatever the team wrote there; resets an answer that it no longer knows;
and cannot go on where a question has neither answer nor default. None of that is said to whoever runs the update.

A migration excuses what it names, because it is what carries edits and answers over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from promote.template import is_newer

_TAG = re.compile(r"\{%.*?%\}")
_VALUE = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A template at one moment."""

    settings: Mapping[str, Any]
    """What its `copier.yml` says: questions by their names, and Copier's own settings after an underscore."""
    files: frozenset[str]
    """Paths below the folder that is rendered, as they are spelled there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One thing that projects would lose by a release."""

    what: str
    hint: str


def objections(then: Snapshot, now: Snapshot, release: str) -> tuple[Objection, ...]:
    """Compare a template with its last release."""
    migrations = _migrations(now.settings, release)
    return (
        *_gone_files(then, now, migrations),
        *_lost_answers(then.settings, now.settings, migrations),
        *_missing_defaults(then.settings, now.settings),
    )


def _gone_files(then: Snapshot, now: Snapshot, migrations: str) -> Iterator[Objection]:
    excluded = tuple(_exclusions(now.settings))
    for path in sorted(_destinations(then) - _destinations(now)):
        if not any(_covers(pattern, path) for pattern in excluded) and not _names(migrations, path):
            yield Objection(
                what=f"`{path}` is gone: an update would remove it, with what teams wrote in it",
                hint="keep it under its name, or leave it to the projects by a line in `_exclude`; "
                "if it was renamed, move it in `_migrations`",
            )


def _destinations(snapshot: Snapshot) -> set[str]:
    """Spell the files as they are in a project, but for values: a condition or the suffix of a name may change."""
    return {_destination(name, snapshot) for name in snapshot.files}


def _destination(name: str, snapshot: Snapshot) -> str:
    suffix = str(snapshot.settings.get("_templates_suffix", ".jinja"))
    return _spelled(_TAG.sub("", name)).removesuffix(suffix)


def newly_conditional(then: Snapshot, now: Snapshot) -> tuple[re.Pattern[str], ...]:
    """Return which files have another condition in their name than before, as patterns of their paths in a project."""
    before, after = _conditions(then), _conditions(now)
    changed = (path for path, conditions in after.items() if path in before and conditions != before[path])
    return tuple(re.compile(".+".join(map(re.escape, _VALUE.split(path)[::2]))) for path in changed)


def lost(names: Iterable[str], variant: str, now: Snapshot, release: str) -> Iterator[Objection]:
    """Object to files that projects of a variant would have no more, because of a new condition."""
    migrations = _migrations(now.settings, release)
    for name in sorted(names):
        if not _names(migrations, name):
            yield Objection(
                what=f"with {variant}, `{name}` is not written any more: an update would remove it, with what teams wrote in it",
                hint="let its condition hold for every project that has it, or move it in `_migrations`",
            )


def _conditions(snapshot: Snapshot) -> dict[str, set[tuple[str, ...]]]:
    """List the conditions under which each file is written, however often it stands in the template."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in snapshot.files:
        found.setdefault(_destination(name, snapshot), set()).add(tuple(_TAG.findall(name)))
    return found


def _spelled(name: str) -> str:
    """Spell a value in a name in one way, `{{ package_name }}`."""
    return _VALUE.sub(r"{{ \1 }}", name)


def _exclusions(settings: Mapping[str, Any]) -> Iterator[str]:
    """List the patterns of `_exclude` that hold for every project. Copier leaves what they match alone."""
    for entry in settings.get("_exclude", ()):
        if not _TAG.search(entry):
            yield from (_spelled(line.strip()) for line in entry.splitlines() if line.strip(" /"))


def _covers(pattern: str, path: str) -> bool:
    """Whether a pattern, as in `.gitignore`, stands for a path or for a folder that it is in."""
    place = PurePosixPath("/", path)
    return any(each.match(pattern.rstrip("/")) for each in (place, *place.parents))


def _migrations(settings: Mapping[str, Any], release: str) -> str:
    """Return the text of the migrations that a project at `release` would go through."""
    entries = settings.get("_migrations", ())
    ahead = (
        entry
        for entry in entries
        if not isinstance(entry, Mapping) or "version" not in entry or is_newer(str(entry["version"]), release)
    )
    return "\n".join(map(str, ahead))


def _names(migrations: str, name: str) -> bool:
    """Whether a migration names a file, whatever its folder, or an answer."""
    return re.search(rf"(?<![\w.-]){re.escape(PurePosixPath(name).name)}(?![\w-])", migrations) is not None


def _lost_answers(then: Mapping[str, Any], now: Mapping[str, Any], migrations: str) -> Iterator[Objection]:
    asked = _stored(now)
    for name, question in _stored(then).items():
        if _names(migrations, name):
            continue
        if name not in asked:
            yield Objection(
                what=f"the question `{name}` is gone: projects would forget what they answered",
                hint="keep it, with `ask: false` if nobody is to be asked any more",
            )
            continue
        lost = _gone(question.get("choices"), asked[name].get("choices"))
        for choice in (each for each in lost if not _names(migrations, each)):
            yield Objection(
                what=f"`{choice}` is no choice of `{name}` any more: an update would choose the default in its place",
                hint="keep it; the validator of a choice can say that it is not to be chosen anew",
            )


def _stored(settings: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the questions whose answers a project keeps."""
    questions = {
        name: details if isinstance(details, Mapping) else {"default": details}
        for name, details in settings.items()
        if not name.startswith("_")
    }
    return {name: details for name, details in questions.items() if details.get("when") is not False}


def _gone(then: object, now: object) -> list[str]:
    """Name the choices that are there no more. Those that an expression makes nobody can compare."""
    before, after = _values(then), _values(now)
    return [] if before is None or after is None else [each for each in before if each not in after]


def _values(choices: object) -> list[str] | None:
    if isinstance(choices, Mapping):
        return [str(each.get("value") if isinstance(each, Mapping) else each) for each in choices.values()]
    if isinstance(choices, list):
        return [str(each[-1] if isinstance(each, list) else each) for each in choices]
    return None


def _missing_defaults(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Objection]:
    known: Iterable[str] = _stored(then)
    for name, question in _stored(now).items():
        if name not in known and "default" not in question:
            yield Objection(
                what=f"the new question `{name}` has no default: an update that asks nobody would end in an error",
                hint="give it the answer that leaves projects as they are",
            )
