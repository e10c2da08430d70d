"""The repository that a project lies in, at its root or in a folder of it."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from promote.errors import ToolError, UsageError
from promote.git.command import NO_GLOBAL_IGNORES, attempt, run
from promote.git.first import stand_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository, and the folder of it that is the project. Paths are relative to the project unless said otherwise."""

    root: Path
    prefix: str
    """POSIX path of the project below `root`; empty at the root."""
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        """The project's folder."""
        return self.root / self.prefix

    def git(self, *arguments: str, given: str | None = None, **variables: str) -> str:
        """Run git at the root. Raises `ToolError` if it fails."""
        return run(self.root, *arguments, environment={**self.variables, **variables}, given=given)

    def succeeds(self, *arguments: str, given: str | None = None) -> bool:
        """Run git at the root, and tell whether it ended well."""
        return attempt(self.root, *arguments, environment=self.variables, given=given).returncode == 0

    def head(self) -> str:
        """Name the current commit."""
        return self.git("rev-parse", "--verify", "HEAD").strip()

    def path(self, name: str) -> Path:
        """Place a file of our own in the repository's own folder."""
        return self.root / self.git("rev-parse", "--git-path", name).strip()

    def changes(self) -> tuple[str, ...]:
        """List what is not committed: changes of tracked files anywhere, and untracked files in the project."""
        tracked = self.git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=no")
        untracked = self.git("ls-files", "-z", "--others", "--exclude-standard", "--", self.prefix or ".")
        names = [each[3:] for each in tracked.split("\0") if each] + [each for each in untracked.split("\0") if each]
        return tuple(self.shown(name) for name in names)

    def unmerged(self) -> tuple[str, ...]:
        """List the files that still await a decision."""
        listed = self.git("diff", "--name-only", "-z", "--diff-filter=U", "--", self.prefix or ".")
        return tuple(sorted({self.shown(name) for name in listed.split("\0") if name}))

    def tracked(self) -> tuple[str, ...]:
        """List the files of the project that are under version control."""
        listed = self.git("ls-files", "-z", "--", self.prefix or ".")
        return tuple(dict.fromkeys(self.shown(name) for name in listed.split("\0") if name))

    def files_of(self, tree: str) -> frozenset[str]:
        """List the files of a commit or tree, relative to the root."""
        return frozenset(each for each in self.git("ls-tree", "-r", "-z", "--name-only", tree).split("\0") if each)

    def changed(self, before: str, after: str) -> tuple[str, ...]:
        """List what differs between two trees, relative to the root."""
        listed = self.git("diff-tree", "-r", "-z", "--name-only", "--no-renames", before, after)
        return tuple(each for each in listed.split("\0") if each)

    def shown(self, name: str) -> str:
        """Spell a path of the repository as the project does; one outside of it from the root."""
        return name.removeprefix(f"{self.prefix}/") if self.prefix else name

    def tree_of(self, folder: Path) -> str:
        """Write all files of a folder, ignored ones included, as the tree of a repository that has nothing else."""
        with tempfile.TemporaryDirectory(prefix="promote-index-") as home:
            index = {"GIT_INDEX_FILE": str(Path(home) / "index"), "GIT_WORK_TREE": str(folder)}
            run(
                folder,
                *NO_GLOBAL_IGNORES,
                f"--git-dir={self.git('rev-parse', '--absolute-git-dir').strip()}",
                "add", "--all", "--force", "--sparse", ".",
                environment={**self.variables, **index},
            )  # fmt: skip
            tree = self.git("write-tree", **index).strip()
        for part in reversed(PurePosixPath(self.prefix).parts):
            tree = self.git("mktree", given=f"040000 tree {tree}\t{part}\n").strip()
        return tree

    def commit(self, tree: str, *parents: str, message: str) -> str:
        """Make a commit that no branch knows."""
        options = [option for parent in parents for option in ("-p", parent)]
        return self.git("commit-tree", tree, *options, "-m", message, **stand_in()).strip()

    def export(self, tree: str, folder: Path) -> Path:
        """Write the project's files of a tree below a folder, and return where they are."""
        with tempfile.TemporaryDirectory(prefix="promote-index-") as home:
            index = {"GIT_INDEX_FILE": str(Path(home) / "index")}
            self.git("read-tree", tree, **index)
            self.git("checkout-index", "--all", f"--prefix={folder}/", **index)
        return folder / self.prefix


@contextmanager
def aside(repository: Repository) -> Iterator[Repository]:
    """Give the repository with a place for new objects that is removed on exit, so that it stays as it was."""
    with tempfile.TemporaryDirectory(prefix="promote-objects-") as home:
        objects = repository.root / repository.git("rev-parse", "--git-path", "objects").strip()
        variables = {"GIT_OBJECT_DIRECTORY": home, "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(objects)}
        yield replace(repository, variables={**repository.variables, **variables})


def repository_of(project: Path) -> Repository:
    """Find the repository of a project. Raises `UsageError` where there is none, or no commit yet."""
    found = attempt(project, "rev-parse", "--show-toplevel", "--show-prefix")
    if found.returncode != 0:
        raise UsageError(
            f"`{project}` is under no version control",
            why=_last(found.stderr),
            hint="the merge needs git: `git init`, then commit what you have",
        )
    root, prefix = [*found.stdout.split("\n"), ""][:2]
    repository = Repository(root=Path(root), prefix=prefix.rstrip("/"))
    try:
        repository.head()
    except ToolError as error:
        raise UsageError(f"`{project}` has no commit yet", hint="commit what you have, then try again") from error
    return repository


def _last(said: str) -> str:
    return (said.strip().splitlines() or [""])[-1].removeprefix("fatal: ")
