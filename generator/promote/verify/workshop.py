"""The scratch copy of a project in which the rungs work, with its environments."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from promote import disk
from promote.environment.processes import Finished
from promote.environment.uv import TEMPORARY, Environment, surroundings
from promote.verify.project import Project
from promote.verify.report import Cause, Found
from promote.verify.run import Run

LOCK = "uv.lock"
FIXED_SEED = Path(__file__).parent / "fixed_seed"
"""Folder of a `sitecustomize` that seeds what has no seed, in the notebook and in the project alike."""
_LEFT_BEHIND = frozenset({"models", "htmlcov", ".coverage"})
"""Beside caches: a model that is served here was trained here."""


class RungFailed(Exception):
    """The project did not do what the rung asks. `details` is what the failing tool said."""

    def __init__(self, evidence: str, details: str = "", *, cause: Cause = Cause.PROJECT) -> None:
        """Keep the evidence in one line, and the details beside it."""
        super().__init__(evidence)
        self.evidence = evidence
        self.details = details
        self.cause = cause


class RungNotReached(Exception):
    """The rung cannot be tried here, for the reason given."""

    def __init__(self, evidence: str, *, cause: Cause = Cause.PROJECT) -> None:
        """Keep the reason in one line."""
        super().__init__(evidence)
        self.evidence = evidence
        self.cause = cause


@dataclass(slots=True, kw_only=True)
class Workshop:
    """What the rungs share. Environments are made once, when a rung first needs them."""

    project: Project
    scratch: Path
    timeout: float
    home: Path | None = None
    """Stands in for the person's own: what runs here writes there, as far as it asks where that is."""
    run: Run | None = None
    """The notebook's own run, once it has taken place."""
    unfetched: str = ""
    """Why data packages of NLTK are not at hand: lint and types can do without."""
    found: Found | None = None
    """The versions that were found, where they were looked for."""
    _ready: dict[str, Environment | None] = field(default_factory=dict)

    def environment(self) -> Environment:
        """Return the fresh environment of the project, made from its lock."""
        return self._once("project", self._make_environment)

    def notebook_environment(self) -> Environment:
        """Return the environment that the notebook runs in: the same lock, and what notebooks need."""
        return self._once("notebook", self._make_notebook_environment)

    def need_data(self) -> None:
        """Leave the rung if a file that the notebook reads is not in the project."""
        missing = [each.path for each in self.project.parity.inputs if not (self.scratch / each.path).exists()]
        if missing:
            raise RungNotReached(f"`{missing[0]}` is missing: put the notebook's data there", cause=Cause.DATA)

    def check(self, finished: Finished, what: str) -> Finished:
        """Return a finished process, or fail the rung with what it said."""
        if finished.timed_out:
            raise RungFailed(f"{what} took longer than {self.timeout:g} s", finished.stderr)
        if not finished.ok:
            raise RungFailed(f"{what}: {finished.last_words}", f"{finished.stdout}\n{finished.stderr}")
        return finished

    def _once(self, name: str, make: Callable[[], Environment]) -> Environment:
        if name not in self._ready:
            self._ready[name] = None
            self._ready[name] = make()
        environment = self._ready[name]
        if environment is None:
            raise RungNotReached("its environment cannot be made")
        return environment

    def keep(self, *names: str) -> None:
        """Copy files from the scratch copy to the project."""
        disk.write_files(self.project.folder, disk.read_files(self.scratch, names))

    def forget(self) -> None:
        """Forget the lock and the environments that were made from it."""
        disk.remove(self.scratch / LOCK)
        self._ready.clear()
        self.run = None

    def lock(self) -> Finished:
        """Resolve the requirements as they are now."""
        return self._environment(".venv").lock()

    def _make_environment(self) -> Environment:
        self._need_lock()
        environment = self._environment(".venv")
        self.check(environment.sync(), "`uv sync --locked`")
        self._fetch_nltk_data(environment)
        return environment

    def _make_notebook_environment(self) -> Environment:
        self._need_lock()
        # Beside the project, whose own checks need not look at it.
        environment = self._environment("../.venv-notebook")
        groups = ("notebook",) if self._has_notebook_group() else ()
        self.check(environment.sync(*groups, default_groups=False), "`uv sync --locked` for the notebook")
        self.check(environment.install("nbclient", "ipykernel"), "installing what runs notebooks")
        self._fetch_nltk_data(environment)
        return environment

    def _fetch_nltk_data(self, environment: Environment) -> None:
        """Do what `make setup` does in a project that has data packages of NLTK."""
        if not (self.scratch / "src" / self.project.package / "corpora.py").exists():
            return
        done = environment.run("python", "-m", f"{self.project.package}.corpora")
        self.unfetched = "" if done.ok else done.last_words

    def _need_lock(self) -> None:
        if not (self.scratch / LOCK).exists():
            self.check(self.lock(), "`uv lock`")
            self.keep(LOCK)

    def _environment(self, name: str) -> Environment:
        # Whatever goes through a set goes the same way in the notebook and in the project.
        variables = surroundings(without_prefix=self.project.prefix) | {"PYTHONHASHSEED": "0"}
        if not self.project.parity.seeded:
            variables["PYTHONPATH"] = str(FIXED_SEED)
        return Environment(
            project=self.scratch,
            folder=self.scratch / name,
            timeout=self.timeout,
            variables=variables,
            home=self.home,
        )

    def _has_notebook_group(self) -> bool:
        import tomllib

        text = (self.scratch / "pyproject.toml").read_text(encoding="utf-8")
        return "notebook" in tomllib.loads(text).get("dependency-groups", {})


@contextmanager
def workshop(project: Project, timeout: float) -> Iterator[Workshop]:
    """Copy a project to where the rungs may do as they like."""
    with disk.scratch_copy(project.folder, _LEFT_BEHIND) as scratch:
        home = scratch.parent.parent / "home"
        disk.make_folder(home / TEMPORARY)
        yield Workshop(project=project, scratch=scratch, timeout=timeout, home=home)
