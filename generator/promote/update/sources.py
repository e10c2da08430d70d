"""Which versions the layers of a project are to have."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from promote import git, template
from promote.errors import TemplateError, UsageError
from promote.template import ALLOW_LIST, Recorded, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Who may write into a project, beside our own template and folders of this machine."""

    sources: tuple[str, ...]

    def check(self, location: str) -> None:
        """Refuse a source that nobody here has allowed, or that holds credentials."""
        template.refuse_credentials(location)
        template.refuse_strangers(location, self.sources)

    def layers(self, recorded: Iterable[Recorded]) -> tuple[template.Layer, ...]:
        """Return the layers of a project as they are recorded, if every source is allowed."""
        layers = tuple(recorded)
        for each in layers:
            self.check(each.template.location)
        return tuple(map(_recorded_layer, layers))


def allowed(named: Sequence[str]) -> Allowed:
    """Return the sources named on the command line, and those of the environment."""
    listed = os.environ.get(ALLOW_LIST, "").replace(",", " ").split()
    return Allowed(sources=(*named, *listed))


def _recorded_layer(layer: Recorded) -> template.Layer:
    """Return a layer as it is recorded. Raises `TemplateError` where no version is."""
    if layer.template.ref is None:
        raise TemplateError(
            f"nobody knows which version of `{layer.template.location}` this project has",
            why=f"`{layer.file}` has no `_commit`: the template was no repository when it was rendered",
            hint="publish the template as a git repository with tags, and render it from there",
        )
    return template.Layer(template=layer.template, answers=layer.answers, file=layer.file)


def chosen(layer: Recorded, ref: str | None, given: Mapping[str, object], tool_version: str) -> template.Layer:
    """Return a layer as it is to be: at `ref`, or at its latest release, with answers given anew.

    Our own template comes with this version of promote, because the derived files do so too.
    """
    location = layer.template.location
    if ref is None:
        ref = f"v{tool_version}" if template.is_home(location) else latest(layer.template)
    return template.Layer(
        template=Template(location=location, ref=ref), answers=layer.answers, given=given, file=layer.file
    )


def latest(source: Template) -> str:
    """Name the latest release of a source; without releases what it has now, and `ref` itself if that is newer."""
    current = source.ref or ""
    newest = template.newest(git.released(template.address(source.location)), current)
    if newest is None:
        return "HEAD"
    return newest if template.is_newer(newest, current) else current or newest


def newest_release(layer: Recorded, may: Allowed) -> str | None:
    """Ask a layer's source for its latest release; `None` where it has none.

    Raises `PromoteError` where the source does not answer, or is not to be asked.
    """
    may.check(layer.template.location)
    return template.newest(git.released(template.address(layer.template.location)), layer.template.ref or "")


def check_layer_names(named: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a layer that the project does not have."""
    for name in named:
        if name not in known:
            listed = ", ".join(f"`{each}`" for each in known)
            raise UsageError(f"the project has no layer `{name}`", hint=f"its layers are {listed}")
