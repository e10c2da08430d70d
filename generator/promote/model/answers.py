"""The facts that the template is rendered from: the one place that knows the keys of `copier.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Archetype(StrEnum):
    """What kind of prototype a notebook is."""

    PREDICT = "predict"
    JOB = "job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Facts about one promotion: no code, no secrets, nothing of one machine.

    `suggestions()` are defaults of questions that a person may be asked; `facts()` are the `ask: false` questions.
    """

    project_name: str
    package_name: str
    description: str
    archetype: Archetype
    is_forecast: bool = False
    """Whether the model continues a series, so that it takes no records."""
    reads_no_files: bool = False
    """Whether training, or the job, does without data files."""
    lacks_samples: bool = False
    """Whether the tests have no rows of the data files."""
    notebook: str
    notebook_sha256: str
    dependencies: tuple[str, ...]
    """Requirement specifiers that the derived code needs, sorted."""
    notebook_dependencies: tuple[str, ...]
    """Requirement specifiers that only the exploration in the notebook needs, sorted."""
    python_version: str
    """Oldest Python that the project runs on."""
    python_below: str = ""
    """The first Python that is too new for its dependencies; empty if none is."""
    nltk_data: tuple[str, ...] = ()
    """Data packages of NLTK that the derived code reads, sorted."""
    tool_version: str

    def suggestions(self) -> Mapping[str, object]:
        """Inferred values of the questions that may be asked."""
        return {
            "project_name": self.project_name,
            "description": self.description,
            "python_version": self.python_version,
        }

    def facts(self) -> Mapping[str, object]:
        """Values of the questions that are never asked."""
        return {
            "package_name": self.package_name,
            "archetype": str(self.archetype),
            "is_forecast": self.is_forecast,
            "reads_no_files": self.reads_no_files,
            "lacks_samples": self.lacks_samples,
            "notebook": self.notebook,
            "notebook_sha256": self.notebook_sha256,
            "dependencies": list(self.dependencies),
            "notebook_dependencies": list(self.notebook_dependencies),
            "python_below": self.python_below,
            "nltk_data": list(self.nltk_data),
            "tool_version": self.tool_version,
        }
