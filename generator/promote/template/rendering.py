"""Rendering: the only module that imports Copier, and only when something is rendered."""

import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from promote.errors import Interruption, TemplateError, UsageError
from promote.template.answers import OVERLAY_ANSWERS, answers_to, check_given, one_line
from promote.template.sources import Template

_NAMES_QUESTION = re.compile(r"""question ['"](?P<name>\w+)['"]""", re.IGNORECASE)


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
    shared: bool = False
    """The answers are for other layers too: to answer what this template does not ask is no mistake."""


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
    return tuple(one_line(each.message) for each in said if issubclass(each.category, UserWarning))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One template of a project, with all that it is rendered with again and again."""

    template: Template
    answers: Mapping[str, object]
    """What was answered before, and what the notebook says."""
    given: Mapping[str, object] = field(default_factory=dict)
    """What is answered anew. Several choices may be given as a text, `metrics,tracing`."""
    offered: Mapping[str, object] = field(default_factory=dict)
    """What is answered for whichever layer asks for it."""
    file: str | None = None
    """The answers file in the project; none says that the template decides."""
    ask: bool = False
    """Whether a person is asked for the rest."""


def render_layer(layer: Layer, destination: Path) -> tuple[str, tuple[str, ...]]:
    """Render one layer of a project beside the answers files that are there. Returns its answers file, and warnings.

    Tasks of a template are not run: what they do could neither be merged nor taken back.
    """
    import copier

    given = {name: _listed(value, layer.answers.get(name)) for name, value in layer.given.items()}
    with (
        _as_template_errors(Rendering(facts={}, given={**layer.offered, **given})),
        warnings.catch_warnings(record=True) as said,
    ):
        warnings.simplefilter("always")
        worker = copier.run_copy(
            layer.template.location,
            destination,
            data={**layer.offered, **layer.answers, **given},
            answers_file=layer.file,
            vcs_ref=layer.template.ref,
            defaults=not layer.ask,
            overwrite=True,
            quiet=True,
            unsafe=False,
            skip_tasks=True,
        )
        check_given(given, worker.template.questions_data)
        file = worker.answers_relpath.as_posix()
        tasks = ("its tasks were not run",) if worker.template.tasks else ()
    return file, (*(one_line(each.message) for each in said if issubclass(each.category, UserWarning)), *tasks)


def _listed(value: object, before: object) -> object:
    """Take a text apart where a question has several answers."""
    if not isinstance(before, list) or not isinstance(value, str):
        return value
    return [each.strip() for each in value.strip("[] ").split(",") if each.strip()]


def check_overlay(file: str, location: str, written: Collection[str], others: Collection[str]) -> None:
    """Refuse an overlay that would keep its answers where another layer has them, or where nobody finds them."""
    if file in others:
        why = f"`{file}` has the answers of another one"
    elif others and not OVERLAY_ANSWERS.fullmatch(file):
        why = f"nobody would look for its answers in `{file}`"
    elif file not in written:
        why = f"it does not render `{file}`, so nobody would know which version the project has"
    else:
        return
    raise TemplateError(
        f"`{location}` cannot be one more layer" if others else f"`{location}` cannot be the template of a project",
        why=why,
        hint="a layer is added once; an overlay says in its `copier.yml` where its answers are, "
        "`_answers_file: .copier-answers.NAME.yml`, and renders them in a file called `{{ _copier_conf.answers_file }}.jinja`",
    )


def check_free(rendered: Collection[str], derived: Collection[str]) -> None:
    """Refuse a template that renders a derived file: a path has one owner, or an update would take it away."""
    shared = sorted(set(rendered) & set(derived))
    if shared:
        raise TemplateError(
            f"the template renders `{shared[0]}`",
            why="that file is derived from the notebook",
            hint="keep the template away from the derived files, in its `_exclude` table",
        )


def _check_asked(asked: Mapping[str, Mapping[str, Any]], rendering: Rendering) -> None:
    check_given(answers_to(asked, rendering.given) if rendering.shared else rendering.given, asked)
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
            why=one_line(error),
            hint="promote renders templates without tasks, migrations and extensions only",
        ) from error
    except Exception as error:
        raise _explained(error, rendering) from error


def _explained(error: Exception, rendering: Rendering) -> UsageError | TemplateError:
    text = one_line(error)
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
