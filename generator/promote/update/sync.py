"""`promote sync`: the notebook changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from promote import disk
from promote.console import Console
from promote.model.diagnostic import Severity
from promote.update import sources
from promote.update.derived import Change, Compile, changed_notebook
from promote.update.project import Project
from promote.update.renewal import Wish, clean_project, renew
from promote.update.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    project: Path
    notebook: Path | None = None
    """A notebook elsewhere; none for the one in the project."""
    model: str | None = None
    allow: tuple[str, ...] = ()
    dry_run: bool = False
    check: bool = False


def sync(request: Request, compile_base: Compile, compile_new: Compile, console: Console) -> None:
    """Merge what a changed notebook changes into the derived files, the dependencies and the recorded facts."""
    project = clean_project(request.project)
    layers = sources.allowed(request.allow).layers(project.layers)
    change = changed_notebook(project, request.notebook, compile_base, compile_new, request.model)
    facts = {**layers[0].answers, **change.after.facts}
    for finding in change.findings:
        if finding.severity is not Severity.NOTE:
            console.finding(finding)
    notes = () if request.dry_run else tuple(_copy_data(project, change))
    renew(
        project,
        State(layers=layers, derived=change.before),
        State(layers=(replace(layers[0], answers=facts), *layers[1:]), derived=change.after),
        Wish(
            message=f"the changes of `{(request.notebook or Path(project.notebook)).name}`",
            verb="promote sync",
            dry_run=request.dry_run,
            check=request.check,
            notes=(*change.notes, *notes),
            then="promote verify",
        ),
        console,
    )


def _copy_data(project: Project, change: Change) -> Iterator[str]:
    """Copy data that the project lacks. What it has is the team's."""
    for each in change.data:
        target = disk.inside(project.folder, each.destination)
        if target.exists():
            if not disk.are_alike(each.source, target):
                yield f"`{each.destination}` is another file than `{each.source}`: the project's own was left as it is"
            continue
        obstacle = disk.copy_data(each.source, target)
        if obstacle:
            yield f"`{each.source}` was not copied: {obstacle}"
