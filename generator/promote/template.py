"""The door to Copier: the only module that imports it, and only when something is rendered.

The template of this version travels in the wheel and is rendered as a plain folder, without network and without trust.
What is recorded in the project is its public home and tag, so that a stock `copier update` finds the way later.
"""

import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from promote.errors import Interruption, TemplateError, UsageError

ANSWERS_FILE = ".copier-answers.yml"
HOME = "gh:promote-notebook/promote"
_ENTRIES = ("copier.yml", "template")
_NAMES_QUESTION = re.compile(r"""question ['"](?P<name>\w+)['"]""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Where a template comes from. `ref` is a tag, branch or commit of it."""

    location: str
    ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What to render: three kinds of answers, and whether a person is asked for the rest."""

    facts: Mapping[str, object]
    """What the notebook says. Nobody can answer otherwise."""
    given: Mapping[str, object] = field(default_factory=dict)
    """What the command line says."""
    suggestions: Mapping[str, object] = field(default_factory=dict)
    """What a person is offered as a default."""
    ask: bool = False


def parse_source(text: str) -> Template:
    """Split `SOURCE[@REF]`. An `@` before the last `/` or `:` belongs to the source (`git@host:path`).

    A folder becomes absolute, because the project that records it lies elsewhere.
    """
    if Path(text).is_dir():
        return Template(location=str(Path(text).resolve()))
    head, at, ref = text.rpartition("@")
    if at and head and ref and "/" not in ref and ":" not in ref:
        return Template(location=str(Path(head).resolve()) if Path(head).is_dir() else head, ref=ref)
    return Template(location=text)


def bundled_entries() -> dict[str, Path]:
    """Find the template that came with this version: in the wheel, or at the root of a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_template", package.parents[1]):
        if all((folder / entry).exists() for entry in _ENTRIES):
            return {entry: folder / entry for entry in _ENTRIES}
    raise TemplateError(
        "the template that belongs to this version is missing",
        why=f"neither `{package / '_template'}` nor a checkout holds it",
        hint="install the package again, or name a template: `--template SOURCE`",
    )


def questions(folder: Path) -> dict[str, dict[str, Any]]:
    """Read the questions of a template on disk: name -> details."""
    import yaml

    path = folder / "copier.yml"
    try:
        document = _load_yaml(path) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise TemplateError(f"`{path.name}` of the template cannot be read", why=_one_line(error)) from error
    return {
        name: details if isinstance(details, dict) else {"default": details}
        for name, details in document.items()
        if not name.startswith("_")
    }


def answerable(asked: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Name the questions that a person may answer: not the facts, and not the computed values."""
    return tuple(
        name for name, details in asked.items() if details.get("when") is not False and details.get("ask") is not False
    )


def read_answers(path: Path) -> dict[str, object]:
    """Read a YAML file of answers."""
    import yaml

    try:
        document = _load_yaml(path)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UsageError(f"`{path}` cannot be read", why=_one_line(error)) from error
    if not isinstance(document, dict):
        raise UsageError(f"`{path}` holds no answers", why="it is not a mapping of keys to values")
    return {str(key): value for key, value in document.items() if not str(key).startswith("_")}


def _load_yaml(path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    """Load YAML with the C library where PyYAML has it: ten times as fast."""
    import yaml

    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe


def check_given(given: Mapping[str, object], asked: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse answers to questions that nobody asks, naming those that are asked."""
    known = answerable(asked)
    for name in given:
        if name in known:
            continue
        why = "the notebook decides it" if asked.get(name, {}).get("ask") is False else "the template does not ask it"
        raise UsageError(f"`{name}` cannot be answered", why=why, hint=f"the questions are {_listed(known)}")


def accepted(given: Mapping[str, object], asked: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
    """Return the answers as Copier takes them, with several choices as a list: `metrics,tracing`.

    Copier drops a choice of several that it does not know. Here it is refused.
    """
    check_given(given, asked)
    return {name: _several(name, value, asked[name]) for name, value in given.items()}


def _several(name: str, value: object, question: Mapping[str, Any]) -> object:
    choices = question.get("choices")
    if not question.get("multiselect") or not isinstance(choices, (list, dict)):
        return value
    chosen = value if isinstance(value, list) else [each.strip() for each in str(value).strip("[] ").split(",")]
    known = [str(each) for each in (choices.values() if isinstance(choices, dict) else choices)]
    for each in filter(None, map(str, chosen)):
        if each not in known:
            raise UsageError(
                f"`{name}` cannot be `{each}`", why="it is no choice", hint=f"the choices are {_listed(known)}"
            )
    return [each for each in map(str, chosen) if each]


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def render(template: Template, destination: Path, rendering: Rendering) -> tuple[str, ...]:
    """Render a template into an empty folder. Returns Copier's warnings."""
    import copier

    with _as_template_errors(rendering), warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        worker = copier.run_copy(
            template.location,
            destination,
            data={**rendering.given, **rendering.facts},
            user_defaults=dict(rendering.suggestions),
            vcs_ref=template.ref,
            defaults=not rendering.ask,
            overwrite=True,
            quiet=True,
            unsafe=False,
        )
        _check_asked(worker.template.questions_data, rendering)
    return tuple(_one_line(each.message) for each in said if issubclass(each.category, UserWarning))


def check_free(rendered: Collection[str], derived: Collection[str]) -> None:
    """Refuse a template that renders a derived file: a path has one owner, or an update would take it away."""
    shared = sorted(set(rendered) & set(derived))
    if shared:
        raise TemplateError(
            f"the template renders `{shared[0]}`",
            why="that file is derived from the notebook",
            hint="keep the template away from the derived files, in its `_exclude` table",
        )


def at_home(answers: str, version: str) -> str:
    r"""Record the template's public home and tag in place of a folder of this machine.

    >>> print(at_home("_src_path: /tmp/x\nname: churn", "1.2.0"))
    _commit: v1.2.0
    _src_path: gh:promote-notebook/promote
    name: churn
    """
    lines = [line for line in answers.split("\n") if not line.startswith("_commit:")]
    index = next((index for index, line in enumerate(lines) if line.startswith("_src_path:")), None)
    if index is None:
        return answers
    lines[index : index + 1] = [f"_commit: v{version}", f"_src_path: {HOME}"]
    return "\n".join(lines)


def _check_asked(asked: Mapping[str, Mapping[str, Any]], rendering: Rendering) -> None:
    check_given(rendering.given, asked)
    # An empty fact is none: a template that does not ask for it loses nothing.
    missing = sorted(name for name, value in rendering.facts.items() if value and name not in asked)
    if missing:
        raise TemplateError(
            f"the template has no question `{missing[0]}`",
            why="what the notebook says would be lost",
            hint="use a template made for this version of promote",
        )


@contextmanager
def _as_template_errors(rendering: Rendering) -> Iterator[None]:
    """Turn whatever Copier raises into words; an answer from the command line is a usage error."""
    from copier.errors import CopierAnswersInterrupt, UnsafeTemplateError

    try:
        yield
    except (TemplateError, UsageError):
        raise
    except CopierAnswersInterrupt as error:
        raise Interruption("interrupted while asking", hint="nothing was written") from error
    except UnsafeTemplateError as error:
        raise TemplateError(
            "the template wants to run code on this machine",
            why=_one_line(error),
            hint="promote renders templates without tasks, migrations and extensions only",
        ) from error
    except Exception as error:
        raise _explained(error, rendering) from error


def _explained(error: Exception, rendering: Rendering) -> UsageError | TemplateError:
    text = _one_line(error)
    named = _NAMES_QUESTION.search(text)
    mentioned = (name for name, value in rendering.given.items() if f"'{name}'" in text or repr(value) in text)
    given = named["name"] if named else next(mentioned, "")
    if given in rendering.given:
        return UsageError(f"`{given}` cannot be `{rendering.given[given]}`", why=text)
    return TemplateError(
        "the template cannot be rendered",
        why=text,
        hint="the destination is as it was; mend the template and try again",
    )


def _one_line(error: object) -> str:
    """Say an error in one line; of a failed command, what it said last."""
    said = getattr(error, "stderr", None)
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if said:
        return str(said).strip().splitlines()[-1]
    return " ".join(lines) or type(error).__name__
