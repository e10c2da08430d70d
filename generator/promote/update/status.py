"""`promote status`: what a project is made from, what is newer, and what is unfinished in it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from promote import disk
from promote.errors import PromoteError
from promote.git import Repository
from promote.template import Recorded, is_newer
from promote.update.pristine import drift
from promote.update.project import Project, layer_name, load
from promote.update.sources import Allowed, allowed, newest_release

_MARKERS = ("-e", "^<<<<<<< ", "-e", "^>>>>>>> ")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerStatus:
    """One layer: what the project has of it, and what there is."""

    name: str
    source: str
    version: str
    commit: str
    newest: str | None
    """The latest release; none where that is not known."""
    unknown: str
    """Why not."""
    is_behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookStatus:
    """The notebook in the project."""

    path: str
    has_changed: bool
    """Since the derived files were made from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All that `promote status` knows of a project."""

    project: str
    tool_version: str
    """The version of promote that wrote the derived files."""
    layers: tuple[LayerStatus, ...]
    notebook: NotebookStatus | None
    drift: tuple[str, ...] | None
    """Files that differ from what was written; none where that could not be told."""
    drift_unknown: str
    """Why not."""
    unmerged: tuple[str, ...]
    markers: tuple[str, ...]
    """Files with conflict markers in them."""
    rejects: tuple[str, ...]
    """Patches that `copier update` left behind."""

    @property
    def is_behind(self) -> bool:
        """Whether something newer exists."""
        return any(layer.is_behind for layer in self.layers)

    def to_json(self) -> str:
        """Serialise it for a dashboard."""
        return json.dumps({**asdict(self), "is_behind": self.is_behind}, indent=2, ensure_ascii=False) + "\n"

    def to_text(self) -> str:
        """Spell it for people."""
        rows = [("layer", "source", "version", "latest release")]
        rows += [(each.name, each.source, each.version, _newest(each)) for each in self.layers]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        facts = [
            *((each.name, each.unknown) for each in self.layers if each.unknown),
            ("notebook", self._notebook()),
            ("drift", self._drift()),
            ("unmerged", _files(self.unmerged)),
            ("markers", _files(self.markers)),
            ("rejects", _files(self.rejects)),
        ]
        return "\n".join([*table, "", *(f"{name:<9} {words}" for name, words in facts if words)]) + "\n"

    def _notebook(self) -> str:
        if self.notebook is None:
            return ""
        changed = "changed since the project was made from it: `promote sync`"
        return f"{self.notebook.path}: {changed if self.notebook.has_changed else 'as the project was made from it'}"

    def _drift(self) -> str:
        if self.drift is None:
            return f"unknown: {self.drift_unknown}"
        more = ", and the team's own files; `promote diff` shows it" if self.drift else ""
        return (_files(self.drift) or "none") + more


def status(folder: Path, allow: tuple[str, ...]) -> Status:
    """Look at a project, and at the sources of its layers."""
    project = load(folder)
    repository = project.repository
    tracked = repository.tracked()
    drifted, unknown = _drift(project, allow)
    return Status(
        project=str(project.answers.get("project_name") or project.package),
        tool_version=str(project.answers.get("tool_version") or ""),
        layers=tuple(_layer(each, allowed(allow)) for each in project.layers),
        notebook=_notebook(project),
        drift=drifted,
        drift_unknown=unknown,
        unmerged=repository.unmerged(),
        markers=_marked(repository),
        rejects=tuple(sorted({*_rejects(tracked), *_rejects(disk.listing(project.folder))})),
    )


def _layer(layer: Recorded, may: Allowed) -> LayerStatus:
    version, newest, unknown = layer.template.ref or "", None, ""
    try:
        newest = newest_release(layer, may)
    except PromoteError as error:
        unknown = _why(error)
    return LayerStatus(
        name=layer_name(layer.file),
        source=layer.template.location,
        version=version,
        commit=layer.sha,
        newest=newest,
        unknown=unknown or ("" if newest else "it has no releases"),
        is_behind=newest is not None and is_newer(newest, version),
    )


def _notebook(project: Project) -> NotebookStatus | None:
    if not project.notebook:
        return None
    path = project.folder / project.notebook
    text = disk.read_source(path).text if path.is_file() else ""
    return NotebookStatus(path=project.notebook, has_changed=text != project.base.get(project.notebook))


def _drift(project: Project, allow: tuple[str, ...]) -> tuple[tuple[str, ...] | None, str]:
    try:
        return drift(project, allow), ""
    except PromoteError as error:
        return None, _why(error)


def _why(error: PromoteError) -> str:
    return f"{error.what}: {error.why}" if error.why else error.what


def _marked(repository: Repository) -> tuple[str, ...]:
    if not repository.succeeds("grep", "--quiet", "-I", "-E", *_MARKERS, "--", repository.prefix or "."):
        return ()
    listed = repository.git("grep", "-z", "-l", "-I", "-E", *_MARKERS, "--", repository.prefix or ".")
    return tuple(repository.shown(name) for name in listed.split("\0") if name)


def _rejects(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if PurePosixPath(name).suffix == ".rej"]


def _newest(layer: LayerStatus) -> str:
    if layer.newest is None:
        return "unknown"
    return f"{layer.newest}, newer" if layer.is_behind else layer.newest


def _files(names: tuple[str, ...]) -> str:
    return ", ".join(names)
