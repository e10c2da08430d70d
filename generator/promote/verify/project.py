"""What a project says about itself: its answers, and the anchors of its notebook."""

from dataclasses import dataclass
from pathlib import Path

from promote import disk
from promote.errors import UsageError
from promote.model.answers import Archetype
from promote.model.parity import Parity
from promote.model.records import ANSWERS, PARITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A promoted project on disk."""

    folder: Path
    package: str
    archetype: Archetype
    notebook: str
    """Path of the notebook in the project; empty where there is none."""
    parity: Parity
    capabilities: tuple[str, ...]
    """Optional parts of the service that were chosen."""
    questions: tuple[str, ...]
    """Names that the template knew, and that no rendered file may still hold in braces."""

    @property
    def prefix(self) -> str:
        """What the project's environment variables begin with."""
        return f"{self.package.upper()}_"


def load(folder: Path) -> Project:
    """Read a project. Raises `UsageError` for a folder that is none."""
    answers = _answers(folder)
    package = str(answers.get("package_name") or "")
    if not package.isidentifier():
        raise UsageError(f"`{folder}` is not a promoted project", why=f"`{ANSWERS}` names no package")
    parity = _parity(folder)
    return Project(
        folder=folder,
        package=package,
        archetype=_archetype(folder, answers),
        notebook=parity.notebook or _in_project(str(answers.get("notebook") or "")),
        parity=parity,
        capabilities=_names(answers.get("capabilities")),
        questions=tuple(name for name in answers if not name.startswith("_")),
    )


def _archetype(folder: Path, answers: dict[str, object]) -> Archetype:
    name = str(answers.get("archetype") or Archetype.PREDICT)
    try:
        return Archetype(name)
    except ValueError as error:
        known = ", ".join(f"`{each}`" for each in Archetype)
        raise UsageError(
            f"`{folder / ANSWERS}` cannot be read", why=f"`{name}` is no archetype", hint=f"there are {known}"
        ) from error


def _in_project(notebook: str) -> str:
    return notebook if not notebook or "/" in notebook else f"notebooks/{notebook}"


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _answers(folder: Path) -> dict[str, object]:
    import yaml

    try:
        (text,) = disk.read_files(folder, (ANSWERS,)).values()
        document = yaml.safe_load(text)
    except FileNotFoundError as error:
        hint = "run `promote verify` in a project that promote made, or name it: `promote verify PROJECT`"
        raise UsageError(f"`{folder}` is not a promoted project", why=f"there is no `{ANSWERS}`", hint=hint) from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UsageError(f"`{folder / ANSWERS}` cannot be read", why=str(error).splitlines()[0]) from error
    if not isinstance(document, dict):
        raise UsageError(f"`{folder / ANSWERS}` holds no answers")
    return {str(key): value for key, value in document.items()}


def _parity(folder: Path) -> Parity:
    try:
        (text,) = disk.read_files(folder, (PARITY,)).values()
        return Parity.from_json(text)
    except FileNotFoundError:
        return Parity(notebook="")
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"`{folder / PARITY}` cannot be read", why=str(error), hint="restore the file: `git checkout -- .promote`"
        ) from error
