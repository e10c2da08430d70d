"""One renewal of a project: two states written, their difference merged into what the team has, checked and told."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from promote import disk, git
from promote.console import Console, counted
from promote.environment.uv import Environment
from promote.errors import ConflictError, UsageError
from promote.git import Merge, Repository
from promote.git.repository import aside
from promote.update import checks, record, state, style
from promote.update.project import Project, load
from promote.update.state import State

LOCK, PYPROJECT = "uv.lock", "pyproject.toml"
_LOCK_TIMEOUT = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a renewal is to be done."""

    message: str
    """What changes, in a few words."""
    verb: str
    """The command that a person gave, which also aborts it: `promote update`."""
    dry_run: bool = False
    check: bool = False
    notes: tuple[str, ...] = ()
    then: str = ""
    """What else is to be run before the commit."""


def clean_project(folder: Path) -> Project:
    """Read a project. Raises `UsageError` if anything in it is not committed: a merge must not meet what git cannot restore."""
    project = load(folder)
    changes = project.repository.changes()
    if changes and record.is_under_way(project.repository):
        raise UsageError(
            "an update is under way",
            why=f"{counted(len(changes), 'file')} of it are not committed yet",
            hint="`git commit` what it did, or take it back: `promote update --abort`",
        )
    if changes:
        shown = ", ".join(f"`{name}`" for name in changes[:3]) + (" …" if len(changes) > 3 else "")
        raise UsageError(
            f"{counted(len(changes), 'file')} not committed: {shown}",
            why="an update never mixes with work that git could not bring back",
            hint="`git commit` or `git stash --include-untracked`, then try again",
        )
    return project


def abort(folder: Path, console: Console) -> None:
    """Bring a project back to where it was before the last run."""
    paths = record.abort(load_repository(folder))
    console.say(f"Brought back {counted(len(paths), 'file')}, as of the last commit")


def load_repository(folder: Path) -> Repository:
    """Find the repository of a folder, which need not be a whole project at the moment."""
    return git.repository_of(folder.resolve())


def renew(project: Project, before: State, after: State, wish: Wish, console: Console) -> None:
    """Merge what changes from one state to the other into the project. Nothing is committed.

    Raises `ConflictError` where a person has to decide, and where a check of the project turned red.
    """
    if wish.dry_run:
        with aside(project.repository) as repository:
            merge = _merged(project, repository, before, after, wish, console)
        _show(project, merge, console)
        return
    merge = _merged(project, project.repository, before, after, wish, console)
    if not merge.changed:
        console.say("Nothing to do: the project is up to date")
        return
    _refuse_hidden(project, merge)
    _apply(project, merge, wish, console)
    _tell(merge, wish, console)
    if wish.check:
        _check(project, wish, console)


def _merged(
    project: Project, repository: Repository, before: State, after: State, wish: Wish, console: Console
) -> Merge:
    with disk.workplace() as place:
        folders = place / "before", place / "after"
        console.passing("writing what there was …")
        for folder in folders:
            disk.make_folder(folder)
        state.write(before, folders[0])
        console.passing("writing what there would be now …")
        notes = state.write(after, folders[1])
        state.check_recorded(project.layers, folders[0])
        style.adopt(project.folder, *folders)
        console.passing("merging …")
        trees = [repository.tree_of(folder) for folder in folders]
    console.passing("")
    for note in (*wish.notes, *notes):
        console.warn(note)
    return git.merged(repository, trees[0], trees[1], wish.message)


def _refuse_hidden(project: Project, merge: Merge) -> None:
    """Refuse to write where a file lies that git ignores: it could not be brought back."""
    repository = project.repository
    kept = repository.files_of("HEAD")
    result = repository.files_of(merge.tree)
    hidden = [
        name for name in merge.changed if name in result and name not in kept and (repository.root / name).exists()
    ]
    if hidden:
        raise UsageError(
            f"`{repository.shown(hidden[0])}` is in the way",
            why="the update brings a file of that name, and git does not know the one that is there",
            hint="move it away, then try again",
        )


def _apply(project: Project, merge: Merge, wish: Wish, console: Console) -> None:
    repository = project.repository
    lock = f"{repository.prefix}/{LOCK}".removeprefix("/")
    record.keep(repository, tuple(dict.fromkeys((*merge.changed, *_if(lock, project.folder / LOCK)))))
    console.say(f"`{wish.verb} --abort` brings back what was there, at any time before the next commit")
    git.apply(repository, merge)
    if not any(conflict.path == PYPROJECT for conflict in merge.conflicts):
        for note in _requirements_notes(project.folder):
            console.warn(note)
        if f"{repository.prefix}/{PYPROJECT}".removeprefix("/") in merge.changed:
            _lock(project, console)


def _if(name: str, path: Path) -> tuple[str, ...]:
    return (name,) if path.is_file() else ()


def _requirements_notes(folder: Path) -> Iterable[str]:
    """Say what a merge line by line cannot see: the same library asked for twice."""
    try:
        (text,) = disk.read_files(folder, (PYPROJECT,)).values()
        listed = tomllib.loads(text).get("project", {}).get("dependencies", [])
    except FileNotFoundError:
        return
    except tomllib.TOMLDecodeError as error:
        yield f"`{PYPROJECT}` is not valid any more: {error}"
        return
    seen: set[str] = set()
    for each in listed:
        try:
            name = canonicalize_name(Requirement(each).name)
        except InvalidRequirement:
            continue
        if name in seen:
            yield f"`{PYPROJECT}` asks for `{name}` twice: leave one of them"
        seen.add(name)


def _lock(project: Project, console: Console) -> None:
    if not (project.folder / LOCK).is_file():
        return
    console.passing(f"renewing {LOCK} …")
    done = Environment(project=project.folder, folder=project.folder / ".venv", timeout=_LOCK_TIMEOUT).lock()
    console.passing("")
    if done.ok:
        project.repository.git("add", "--", str(project.folder / LOCK))
    else:
        console.warn(f"`{LOCK}` was not renewed: {done.last_words}; run `uv lock`")


def _show(project: Project, merge: Merge, console: Console) -> None:
    """Say what a run would change."""
    in_conflict = {conflict.path: conflict.words for conflict in merge.conflicts}
    lines = []
    for path in map(project.repository.shown, merge.changed):
        lines.append(f"conflict  {path} ({in_conflict[path]})" if path in in_conflict else f"changed   {path}")
    console.data("\n".join(lines) or "nothing would change")
    if merge.conflicts:
        raise ConflictError(
            f"{counted(len(merge.conflicts), 'conflict')} would need a decision", hint="nothing was changed"
        )


def _tell(merge: Merge, wish: Wish, console: Console) -> None:
    changed = counted(len(merge.changed), "file")
    if merge.conflicts:
        listed = "\n".join(f"  {each.path} ({each.words})" for each in merge.conflicts)
        raise ConflictError(
            f"{counted(len(merge.conflicts), 'file')} of {changed} in conflict:\n{listed}\n",
            hint="decide in each file, between the markers; then `git add` it, and `git commit`\n"
            f"      or take everything back: `{wish.verb} --abort`",
        )
    console.say(f"Merged {wish.message}: {changed} changed, none in conflict")
    steps = ("git diff --cached", "make check test", wish.then, "git commit")
    console.say("\nNext:\n" + "\n".join(f"  {step}" for step in steps if step))


def _check(project: Project, wish: Wish, console: Console) -> None:
    repository = project.repository
    verdicts = checks.compare(repository, "HEAD", repository.git("write-tree").strip(), console.passing)
    console.passing("")
    for each in verdicts:
        words = {True: "green", False: "red"}
        console.say(f"{each.command}: {words[each.was_green]} before, {words[each.is_green]} after")
    red = [each for each in verdicts if each.turned_red]
    if red:
        raise ConflictError(
            f"`{red[0].command}` was green and is red now",
            why=red[0].last_words,
            hint=f"mend it and commit, or take everything back: `{wish.verb} --abort`",
        )
