"""What a project says about itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from promote import disk, git, template
from promote.errors import UsageError
from promote.model.files import Files
from promote.model.parity import Parity
from promote.model.records import ANSWERS, BASE, PARITY
from promote.template import Recorded

_OVERLAY = ".copier-answers."


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project under version control, as its files say."""

    folder: Path
    repository: git.Repository
    layers: tuple[Recorded, ...]
    """Its template first, then its overlays by name."""
    base: Files
    """Every derived file as promote wrote it, by its path in the project."""
    parity: str
    """The text of `.promote/parity.json`; empty where there is none."""

    @property
    def answers(self) -> Mapping[str, object]:
        """What the project's own template was rendered with."""
        return self.layers[0].answers

    @property
    def notebook(self) -> str:
        """Path of its notebook; empty where it has none."""
        return str(self.answers.get("notebook") or "")

    @property
    def modules(self) -> Mapping[str, str]:
        """Texts of the modules that its notebook was promoted with, by the path under which it imports them."""
        beside = PurePosixPath(self.notebook).parent
        return {
            str(PurePosixPath(name).relative_to(beside)): text
            for name, text in self.base.items()
            if self.is_original(name) and name != self.notebook
        }

    def is_original(self, name: str) -> bool:
        """Whether a file is the author's own, as it was promoted: the notebook, or a module beside it."""
        return PurePosixPath(name).is_relative_to(PurePosixPath(self.notebook).parent)

    @property
    def package(self) -> str:
        """Its import name."""
        return str(self.answers.get("package_name") or "")

    def anchors(self) -> Parity | None:
        """Return what `verify` knows of its notebook."""
        try:
            return Parity.from_json(self.parity) if self.parity else None
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(PARITY, error) from error


def load(folder: Path) -> Project:
    """Read a project. Raises `UsageError` for a folder that is none, or that is under no version control."""
    place = folder.resolve()
    if not (place / ANSWERS).is_file():
        raise UsageError(
            f"`{folder}` is not a promoted project",
            why=f"there is no `{ANSWERS}`",
            hint="go into a project that promote made, or name it",
        )
    overlays = sorted(path.name for path in place.glob(f"{_OVERLAY}*.yml") if path.name != ANSWERS)
    files = _read(place, (ANSWERS, *overlays))
    layers = tuple(template.recorded(name, text) for name, text in files.items())
    kept = disk.listing(place / BASE) if (place / BASE).is_dir() else ()
    base = {name.removesuffix(".txt"): text for name, text in _read(place / BASE, kept).items()}
    notebook = str(layers[0].answers.get("notebook") or "")
    if notebook and notebook not in base:
        raise UsageError(
            f"`{BASE}/{notebook}.txt` is missing",
            why="without what promote wrote, nobody can tell what the team changed",
            hint=f"restore it: `git log --diff-filter=D --summary -- {BASE}` tells which commit removed it",
        )
    parity = _read(place, (PARITY,))[PARITY] if (place / PARITY).is_file() else ""
    return Project(folder=place, repository=git.repository_of(place), layers=layers, base=base, parity=parity)


def layer_name(file: str) -> str:
    """Name a layer after its answers file: `acme` of `.copier-answers.acme.yml`.

    >>> layer_name(".copier-answers.acme.yml"), layer_name(".copier-answers.yml")
    ('acme', 'template')
    """
    name = file.removeprefix(".copier-answers").removesuffix(".yml").strip(".")
    return name or "template"


def _read(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    try:
        return disk.read_files(folder, names)
    except (OSError, UnicodeError) as error:
        raise _damaged(", ".join(names[:1]), error) from error


def _damaged(name: str, error: Exception) -> UsageError:
    return UsageError(
        f"`{name}` cannot be read", why=str(error), hint="restore the file: `git checkout -- " + name + "`"
    )
