"""A real merge, of what promote would have written before, what it would write now, and what the team made of it.

Two synthetic commits stand for the first two, and git does the rest: edits follow renames, a file that one side removed and
the other changed is a conflict, and nothing depends on the project's history, so that shallow and squashed clones will do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from promote.errors import ToolError
from promote.git.command import attempt
from promote.git.first import stand_in
from promote.git.repository import Repository

_MERGE = ("-c", "merge.conflictStyle=diff3", "-c", "merge.directoryRenames=true", "-c", "merge.renames=true")
_OLDEST = "2.38"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One file that a person has to decide about."""

    path: str
    words: str
    """What both sides did to it, in git's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge that was computed and not applied yet."""

    after: str
    """The commit of what would be written now; its parent is that of before."""
    tree: str
    """The result, conflicts with their markers included."""
    changed: tuple[str, ...]
    """Paths that the result changes, relative to the root of the repository."""
    conflicts: tuple[Conflict, ...]


def merged(repository: Repository, before: str, after: str, message: str) -> Merge:
    """Merge what differs between two trees into the project's last commit, without touching a file.

    Raises `ToolError` if git is too old.
    """
    base = repository.commit(before, message="as it was written")
    theirs = repository.commit(after, base, message=message)
    ours = repository.commit("HEAD^{tree}", base, message="as the team has it")
    command = (*_MERGE, "merge-tree", "--write-tree", "--name-only", "-z", ours, theirs)
    done = attempt(repository.root, *command, environment=repository.variables)
    if done.returncode not in (0, 1) or not done.stdout:
        said = (done.stderr.strip().splitlines() or [""])[0]
        raise ToolError("git cannot merge", why=said, hint=f"git {_OLDEST} or newer is needed: `git --version`")
    tree, names, told = _parts(done.stdout)
    conflicts = tuple(
        Conflict(path=repository.shown(name), words=_words(name, told)) for name in sorted(set(names)) if name
    )
    return Merge(
        after=theirs,
        tree=tree,
        changed=tuple(sorted({*repository.changed("HEAD", tree), *names})),
        conflicts=conflicts,
    )


def _parts(output: str) -> tuple[str, list[str], list[tuple[list[str], str, str]]]:
    """Take the answer of `git merge-tree -z` apart: tree, files in conflict, and what is told of which paths."""
    tree, *fields = output.split("\0")
    end = fields.index("") if "" in fields else len(fields)
    names, rest = fields[:end], fields[end + 1 :]
    told = []
    while rest and rest[0].isdigit():
        number = int(rest[0])
        paths, kind, message = rest[1 : number + 1], rest[number + 1], rest[number + 2]
        told.append((paths, kind, message.strip()))
        rest = rest[number + 3 :]
    return tree, names, told


def _words(name: str, told: Iterable[tuple[list[str], str, str]]) -> str:
    kinds = [kind for paths, kind, _ in told if name in paths and kind.startswith("CONFLICT")]
    return kinds[0].removeprefix("CONFLICT ").strip("()") if kinds else "contents"


def apply(repository: Repository, merge: Merge) -> None:
    """Put a merge into the working tree and the index, conflicts with markers. Nothing is committed."""
    done = attempt(
        repository.root,
        *_MERGE,
        "cherry-pick",
        "--no-commit",
        merge.after,
        environment={**repository.variables, **stand_in()},
    )
    if done.returncode != 0 and not merge.conflicts:
        said = [line for line in done.stderr.strip().splitlines() if line]
        raise ToolError("git cannot put the merge in place", why=said[0].removeprefix("error: ") if said else "")


def put_back(repository: Repository, paths: Sequence[str]) -> tuple[str, ...]:
    """Bring paths, relative to the root, back to the last commit. Returns those that it does not have: they are to go."""
    kept = repository.files_of("HEAD")
    given = "".join(f"{path}\0" for path in paths if path in kept)
    options = ("--pathspec-from-file=-", "--pathspec-file-nul")
    if given:
        repository.git("--literal-pathspecs", "checkout", "HEAD", *options, given=given)
    added = [path for path in paths if path not in kept]
    if added:
        repository.git(
            "--literal-pathspecs", "rm", "--quiet", "--cached", "--force", "--ignore-unmatch", *options,
            given="".join(f"{path}\0" for path in added),
        )  # fmt: skip
    return tuple(added)
