"""`promote overlay add`: an organisation's own layer on top of the project."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from promote import template
from promote.console import Console
from promote.template import Layer, Template
from promote.update import sources
from promote.update.derived import kept
from promote.update.renewal import Wish, clean_project, renew
from promote.update.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    project: Path
    source: str
    """`SOURCE[@REF]`; without a version, the latest release."""
    given: Mapping[str, object] = field(default_factory=dict)
    allow: tuple[str, ...] = ()
    dry_run: bool = False
    check: bool = False


def add(request: Request, console: Console) -> None:
    """Merge one more layer into the project. Whoever names a source on the command line allows it."""
    overlay = replace(new_layer(request.source), given=request.given)
    project = clean_project(request.project)
    layers = sources.allowed((*request.allow, overlay.template.location)).layers(project.layers)
    before = State(layers=layers, derived=kept(project))
    renew(
        project,
        before,
        replace(before, layers=(*before.layers, overlay)),
        Wish(
            message=f"`{overlay.template.location}` {overlay.template.ref}",
            verb="promote update",
            dry_run=request.dry_run,
            check=request.check,
        ),
        console,
    )


def new_layer(source: str) -> Layer:
    """Return a layer that no project has yet."""
    named = template.parse_source(source)
    template.refuse_credentials(named.location)
    ref = named.ref or sources.latest(named)
    return Layer(template=Template(location=named.location, ref=ref), answers={})
