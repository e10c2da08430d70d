"""Variants on disk: a row of choices becomes a project, through the door that a person would use.

A row with `notebook: example` is rendered by stock Copier from a plain copy of the template. A row with
`notebook: promoted` goes through the command line of promote, with a real notebook of the row's archetype.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import copier
import yaml

from promote.cli import run
from tests.template.variants import Row

ROOT = Path(__file__).resolve().parents[2]

NOTEBOOKS = {
    "predict": ROOT / "examples" / "churn" / "churn.ipynb",
    "job": Path(__file__).parent / "notebooks" / "monthly_revenue.ipynb",
}

MULTIPLE = {
    "infrastructure": ("compose", "kubernetes", "prometheus"),
    "capabilities": (
        "metrics",
        "api_keys",
        "oidc",
        "audit",
        "rate_limits",
        "fallback",
        "tracing",
        "batch_scoring",
        "page",
        "governance",
    ),
}
"""Questions with several choices at once, each of which is a dimension."""

EXAMPLE_NAME = "Parcel Times"

NLTK: dict[str, object] = {
    "nltk_data": ["stopwords"],
    "dependencies": ["nltk>=3.9,<4", "pandas>=2.2", "scikit-learn>=1.5"],
}
"""Facts of a notebook that reads data packages of NLTK."""

IGNORED = shutil.ignore_patterns("__pycache__", ".*_cache")


@dataclass(frozen=True, slots=True)
class Project:
    """A rendered variant."""

    name: str
    row: Row
    folder: Path

    @property
    def answers(self) -> Mapping[str, object]:
        """What Copier recorded."""
        recorded: dict[str, object] = yaml.safe_load((self.folder / ".copier-answers.yml").read_text())
        return recorded

    @property
    def package(self) -> str:
        """Import name of the project's package."""
        return str(self.answers["package_name"])

    def files(self) -> tuple[Path, ...]:
        """Every file of the project, without the repository that it may lie in."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return tuple(sorted(path for path in found if ".git" not in path.relative_to(self.folder).parts))

    def copied(self, folder: Path) -> "Project":
        """The same project elsewhere, for tests whose commands leave caches, locks and builds behind."""
        shutil.copytree(self.folder, folder / self.name)
        return Project(self.name, self.row, folder / self.name)

    def names(self) -> tuple[str, ...]:
        """The same as relative POSIX paths."""
        return tuple(path.relative_to(self.folder).as_posix() for path in self.files())


def export(folder: Path) -> Path:
    """Copy the template as it is in the checkout, so that no repository stands around it."""
    shutil.copytree(ROOT / "template", folder / "template", symlinks=True, ignore=IGNORED)
    shutil.copyfile(ROOT / "copier.yml", folder / "copier.yml")
    return folder


def choices(row: Row) -> dict[str, object]:
    """A row as answers to the questions that a person is asked."""
    single: dict[str, object] = {name: row[name] for name in ("ci", "python_version")}
    multiple: dict[str, object] = {
        name: [each for each in values if row[each] == "yes"] for name, values in MULTIPLE.items()
    }
    return single | multiple


def render(name: str, row: Row, template: Path, folder: Path) -> Project:
    """Render one row."""
    if row["notebook"] == "promoted":
        promote(row, folder)
    else:
        data = choices(row) | {"project_name": EXAMPLE_NAME, "archetype": row["archetype"]}
        data |= NLTK if row["nltk_data"] == "yes" else {}
        stock(template, folder, data)
    return Project(name, row, folder)


def stock(template: Path, folder: Path, data: Mapping[str, object]) -> None:
    """Render with Copier alone, which is not told to trust anything."""
    copier.run_copy(str(template), folder, data=dict(data), defaults=True, quiet=True)


def promote(row: Row, folder: Path) -> None:
    """Render through the command line of promote."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    answers = folder.with_name(f"{folder.name}.answers.yml")
    answers.write_text(yaml.safe_dump(choices(row)))
    code = run([str(NOTEBOOKS[row["archetype"]]), str(folder), "--defaults", "--quiet", "--answers", str(answers)])
    assert code == 0, f"promote ended with {code}"
