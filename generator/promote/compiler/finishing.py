"""What every project has, whatever its notebook is: the notebook itself, the report, the data, and what it needs to run."""

import ast
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath

from promote.compiler.derived import Derived
from promote.compiler.subject import Subject
from promote.emitters.report import emit_report
from promote.model.answers import Answers
from promote.model.environment import Environment
from promote.model.facts import Facts
from promote.model.plan import DataFile
from promote.model.promotion import DataCopy, Promotion
from promote.planners.engines import plan_engines
from promote.planners.environment import plan_environments
from promote.planners.imports import distributions, top_module
from promote.planners.nltk_data import plan_nltk_data
from promote.readers import KEPT

_OLDEST_PYTHON = "3.11"
"""Any newer Python runs the project too, so the machine at hand most likely can."""
_ALWAYS_THERE = frozenset(["pydantic", "pydantic_settings", "pytest"])
"""Modules that the template itself sees to."""


def finish(subject: Subject, derived: Derived) -> Promotion:
    """Put what was derived from a notebook together with what every project has."""
    found = [each for each in derived.facts.data if each.found]
    unsampled = [each for each in found if f"tests/data/{each.file_name}" not in derived.files]
    files = {**derived.files} | _kept_out(unsampled) | _notebook(subject) | _report(subject, derived)
    code = _code(files)
    environments = _environments(subject, derived.facts, _modules(code))
    return Promotion(
        answers=_answers(subject, derived, environments[0], files, code),
        files=dict(sorted(files.items())),
        data=_copies(found, "data") + _copies(unsampled, "tests/data"),
        findings=derived.findings,
        overview=derived.overview,
        parity=replace(derived.parity, environments=environments, model=_served(derived)),
    )


def _served(derived: Derived) -> str:
    return next((each.name for each in derived.overview.models if each.chosen), "")


def sha256(text: str) -> str:
    """Name a text by what is in it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _notebook(subject: Subject) -> dict[str, str]:
    """The notebook, and the modules that it imports from beside it."""
    keep = KEPT.get(PurePath(subject.source.name).suffix.lower(), str)
    modules = {f"notebooks/{file}": text for file, text in subject.program.modules.items()}
    return modules | {subject.notebook_path: keep(subject.source.text)}


def _report(subject: Subject, derived: Derived) -> dict[str, str]:
    title = subject.identity.title
    return {"PROMOTION.md": emit_report(title, subject.notebook_path, derived.overview, derived.findings)}


def _kept_out(data: Iterable[DataFile]) -> dict[str, str]:
    """Keep whole files of somebody's data out of the repository: the tests run on them where they are, and only there."""
    names = "".join(f"/{each.file_name}\n" for each in data)
    if not names:
        return {}
    return {
        "tests/data/.gitignore": "# Whole files, because promote could not take a sample of them. "
        f"Put samples in their place that may lie in the repository.\n{names}"
    }


def _copies(data: Iterable[DataFile], folder: str) -> tuple[DataCopy, ...]:
    return tuple(DataCopy(source=each.found, destination=f"{folder}/{each.file_name}") for each in data)


def _code(files: Mapping[str, str]) -> dict[str, ast.Module]:
    """The derived modules, by their paths."""
    return {
        name: ast.parse(text)
        for name, text in files.items()
        if name.endswith(".py") and not name.startswith("notebooks/")
    }


def _modules(code: Mapping[str, ast.Module]) -> frozenset[str]:
    """Top-level modules that the derived code imports."""
    found: set[str] = set()
    for module in code.values():
        for node in ast.walk(module):
            if isinstance(node, ast.Import):
                found |= {top_module(alias.name) for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(top_module(node.module))
    package = next(name.split("/")[1] for name in code if name.startswith("src/"))
    return frozenset(found - {"", package} - _ALWAYS_THERE)


def _environments(subject: Subject, facts: Facts, used: frozenset[str]) -> tuple[Environment, ...]:
    """Environments to try, newest first. `used` are the modules that the derived code imports."""
    local = subject.beside.modules() | {each.partition("/")[0].removesuffix(".py") for each in subject.program.modules}
    files = [each.literal for each in facts.data]
    whole = [each.node for each in subject.program.statements]
    on_path = [step.statement.node for step in facts.path.steps] if facts.path is not None else whole
    return plan_environments(
        subject.program,
        facts.evidence,
        sorted({*distributions(used, local), *plan_engines(on_path, files)}),
        sorted({*distributions(subject.imported, local), *plan_engines(whole, files)}),
    )


def _answers(
    subject: Subject,
    derived: Derived,
    environment: Environment,
    files: Mapping[str, str],
    code: Mapping[str, ast.Module],
) -> Answers:
    """Facts for the template."""
    return Answers(
        project_name=subject.identity.title,
        package_name=subject.identity.package,
        description=subject.identity.description,
        archetype=derived.archetype,
        is_forecast=derived.draft is not None and derived.draft.plan.horizon is not None,
        reads_no_files=not derived.facts.data,
        lacks_samples=bool(derived.facts.data) and not any(name.startswith("tests/data/") for name in files),
        notebook=subject.notebook_path,
        notebook_sha256=sha256(subject.source.text),
        dependencies=environment.requirements,
        notebook_dependencies=environment.notebook_requirements,
        python_version=_OLDEST_PYTHON,
        python_below=environment.python_below,
        nltk_data=plan_nltk_data(subject.program, code.values(), environment.requirements),
        tool_version=subject.source.tool_version,
    )
