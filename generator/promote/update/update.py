"""`promote update`: templates have newer versions, or a question is to be answered anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from promote import disk
from promote.console import Console
from promote.errors import PromoteError
from promote.template import Layer, Recorded, is_home, is_newer
from promote.update import sources
from promote.update.derived import Compile, kept, recompiled
from promote.update.project import Project, layer_name
from promote.update.renewal import Wish, clean_project, renew
from promote.update.sources import Allowed
from promote.update.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    project: Path
    ref: str | None = None
    """A version of the one layer that is brought up to date; none for its latest release."""
    layer: str | None = None
    """The only layer to bring up to date; none for all."""
    given: Mapping[str, object] = field(default_factory=dict)
    allow: tuple[str, ...] = ()
    dry_run: bool = False
    check: bool = False


def update(request: Request, compile_source: Compile, console: Console) -> None:
    """Merge newer versions of the project's layers, and what this version of promote derives, into the project."""
    project = clean_project(request.project)
    allowed = sources.allowed(request.allow)
    before = State(layers=allowed.layers(project.layers), derived=kept(project))
    names = [layer_name(layer.file) for layer in project.layers]
    sources.check_layer_names([request.layer] if request.layer else [], names)
    after = _after(request, project, before, compile_source)
    renew(
        project,
        before,
        after,
        Wish(
            message=_message(before, after),
            verb="promote update",
            dry_run=request.dry_run,
            check=request.check,
            notes=_later(request, project, allowed),
        ),
        console,
    )


def _later(request: Request, project: Project, may: Allowed) -> tuple[str, ...]:
    """Say that our own template is further than this version of promote, which brings the one that it derives for."""
    layer = project.layers[0]
    if not is_home(layer.template.location) or request.ref or request.given or request.layer:
        return ()
    try:
        newest = sources.newest_release(layer, may)
    except PromoteError:
        return ()
    if newest is None or not is_newer(newest, f"v{disk.tool_version()}"):
        return ()
    return (f"the template has a release {newest}: upgrade promote to get it, or name it: `--ref {newest}`",)


def _after(request: Request, project: Project, before: State, compile_source: Compile) -> State:
    """Say what the project is to be made from."""
    first = layer_name(project.layers[0].file)
    only = request.layer or (first if request.ref or request.given else None)
    layers = [
        _renewed(recorded, request) if only in (None, layer_name(recorded.file)) else layer
        for recorded, layer in zip(project.layers, before.layers, strict=True)
    ]
    derives_anew = only in (None, first) and project.answers.get("tool_version") != disk.tool_version()
    if not project.base or not derives_anew:
        return State(layers=tuple(layers), derived=before.derived)
    derived = recompiled(project, compile_source)
    own = replace(layers[0], answers={**layers[0].answers, **derived.facts})
    return State(layers=(own, *layers[1:]), derived=derived)


def _renewed(layer: Recorded, request: Request) -> Layer:
    """Bring one layer up to date; where only answers are given anew, at the version that it has."""
    ref = request.ref or (layer.template.ref if request.given else None)
    return sources.chosen(layer, ref, request.given, disk.tool_version())


def _message(before: State, after: State) -> str:
    """Say which layers change, and from where to where."""
    changes = [
        f"`{new.template.location}` {_step(old, new)}"
        for old, new in zip(before.layers, after.layers, strict=True)
        if old != new
    ]
    return ", ".join(changes) or "nothing new"


def _step(old: Layer, new: Layer) -> str:
    if old.template == new.template:
        return f"{new.template.ref} with other answers"
    return f"{old.template.ref} → {new.template.ref}"
