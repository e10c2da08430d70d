"""The project against what promote wrote: the cure for drift that nobody sees."""

from collections.abc import Iterator
from contextlib import contextmanager

from promote import disk
from promote.git import Repository
from promote.git.repository import aside
from promote.update import sources, state
from promote.update.derived import kept
from promote.update.project import Project
from promote.update.state import State


@contextmanager
def pristine(project: Project, allow: tuple[str, ...]) -> Iterator[tuple[Repository, str]]:
    """Give the tree that promote and the templates would write now for the recorded versions and answers."""
    layers = sources.allowed(allow).layers(project.layers)
    with aside(project.repository) as repository, disk.workplace() as place:
        state.write(State(layers=layers, derived=kept(project)), place)
        state.check_recorded(project.layers, place)
        yield repository, repository.tree_of(place)


def drift(project: Project, allow: tuple[str, ...]) -> tuple[str, ...]:
    """Name the files that the team has changed or removed since promote wrote them."""
    with pristine(project, allow) as (repository, tree):
        written = repository.files_of(tree)
        return tuple(repository.shown(name) for name in repository.changed(tree, "HEAD") if name in written)


def difference(project: Project, allow: tuple[str, ...]) -> str:
    """Return as a patch what the team has changed since promote wrote it; files of its own are not in it."""
    with pristine(project, allow) as (repository, tree):
        return repository.git(
            "diff", "--no-ext-diff", "--no-color", "--find-renames", "--diff-filter=a", tree, "HEAD"
        )  # fmt: skip
