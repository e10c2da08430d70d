"""The answers that a template is rendered with: those of a person, and those that a project has recorded."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from promote.errors import TemplateError, UsageError
from promote.template.sources import HOME, Template

OVERLAY_ANSWERS = re.compile(r"\.copier-answers\.(?!template\.)[\w.-]+\.yml")
"""Where an overlay keeps its answers. The project's own template goes by the name of `template`."""
_KEYS = {"location": "_src_path", "ref": "_commit", "sha": "_commit_sha"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a project was rendered from, as its answers file says."""

    file: str
    """Path of the answers file in the project."""
    template: Template
    sha: str
    """The commit that the template had under its `ref` then; empty where that is not known."""
    answers: Mapping[str, object]


def read_settings(text: str) -> dict[str, Any]:
    """Read the text of a `copier.yml`: questions by their names, and Copier's own settings after an underscore."""
    import yaml

    try:
        document = _load_yaml(text) or {}
    except (ValueError, yaml.YAMLError) as error:
        raise TemplateError("`copier.yml` of the template cannot be read", why=one_line(error)) from error
    if not isinstance(document, dict):
        raise TemplateError("`copier.yml` of the template cannot be read", why="it is not a mapping")
    return {str(name): details for name, details in document.items()}


def questions(folder: Path) -> dict[str, dict[str, Any]]:
    """Read the questions of a template on disk: name -> details."""
    try:
        text = (folder / "copier.yml").read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise TemplateError("`copier.yml` of the template cannot be read", why=one_line(error)) from error
    return {
        name: details if isinstance(details, dict) else {"default": details}
        for name, details in read_settings(text).items()
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
        document = _load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UsageError(f"`{path}` cannot be read", why=one_line(error)) from error
    if not isinstance(document, dict):
        raise UsageError(f"`{path}` holds no answers", why="it is not a mapping of keys to values")
    return {str(key): value for key, value in document.items() if not str(key).startswith("_")}


def _load_yaml(text: str) -> Any:  # noqa: ANN401 - whatever stands there
    """Load YAML with the C library where PyYAML has it: ten times as fast."""
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe


def check_given(given: Mapping[str, object], asked: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse answers to questions that nobody asks, naming those that are asked."""
    known = answerable(asked)
    for name in given:
        if name in known:
            continue
        why = "the notebook decides it" if asked.get(name, {}).get("ask") is False else "the template does not ask it"
        raise UsageError(f"`{name}` cannot be answered", why=why, hint=f"the questions are {_listed(known)}")


def answers_to(asked: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """Keep the answers to questions of one template: what is answered for several layers goes to each that asks for it."""
    return {name: value for name, value in given.items() if name in asked}


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


def at_home(answers: str, version: str, commit: str) -> str:
    r"""Record the template's public home, tag and commit in place of a folder of this machine.

    >>> print(at_home("_src_path: /tmp/x\nname: churn", "1.2.0", "0a1b2c"))
    _commit: v1.2.0
    _commit_sha: 0a1b2c
    _src_path: https://github.com/promote-notebook/promote
    name: churn
    """
    lines = [line for line in answers.split("\n") if not line.startswith(("_commit:", "_commit_sha:"))]
    index = next((index for index, line in enumerate(lines) if line.startswith("_src_path:")), None)
    if index is None:
        return answers
    shas = [f"_commit_sha: {commit}"] if commit else []
    lines[index : index + 1] = [f"_commit: v{version}", *shas, f"_src_path: {HOME}"]
    return "\n".join(lines)


def recorded(file: str, text: str) -> Recorded:
    """Read an answers file. Raises `UsageError` for a text that names no template."""
    import yaml

    try:
        document = yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        raise UsageError(f"`{file}` cannot be read", why=one_line(error)) from error
    document = document if isinstance(document, dict) else {}
    location, ref, sha = (str(document.get(key) or "") for key in _KEYS.values())
    if not location:
        raise UsageError(
            f"`{file}` names no template",
            why="there is no `_src_path` in it",
            hint=f"restore the file: `git checkout -- {file}`",
        )
    given = {str(key): value for key, value in document.items() if not str(key).startswith("_")}
    return Recorded(file=file, template=Template(location=location, ref=ref or None), sha=sha, answers=given)


def one_line(error: object) -> str:
    """Say an error in one line; of a failed command, what it said last."""
    said = getattr(error, "stderr", None)
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if said:
        return str(said).strip().splitlines()[-1]
    return " ".join(lines) or type(error).__name__
