"""The verbs around a project that lives on."""

from pathlib import Path
from typing import Annotated

import typer

from promote.cli.group import app, group
from promote.cli.options import (
    Abort,
    Allow,
    AnswersFile,
    AsFormat,
    Check,
    Data,
    DryRun,
    Format,
    Model,
    Modernise,
    Project,
    ProjectOption,
    Quiet,
    compiler,
)
from promote.errors import ExitCode


@app.command()
def sync(
    notebook: Annotated[
        Path | None,
        typer.Argument(
            metavar="NOTEBOOK", help="The changed notebook: by default, the one in the project.", show_default=False
        ),
    ] = None,
    project: ProjectOption = Path(),
    model: Model = None,
    modernise: Modernise = False,
    dry_run: DryRun = False,
    check: Check = False,
    abort: Abort = False,
    allow: Allow = None,
    quiet: Quiet = False,
) -> None:
    """Merge a changed notebook into a project.

    What its change changes is merged into the derived files, the dependencies and the recorded facts, and the team's
    edits are kept. Nothing is committed. Exits with 1 where a person has to decide.
    """
    from promote.console import Console
    from promote.update import renewal
    from promote.update.sync import Request, sync

    console = Console(quiet=quiet)
    if abort:
        renewal.abort(project, console)
        return
    request = Request(
        project=project, notebook=notebook, model=model, allow=tuple(allow or ()), dry_run=dry_run, check=check
    )
    sync(request, compiler(), compiler(modernise=modernise), console)


@app.command()
def update(
    project: Project = Path(),
    ref: Annotated[
        str | None, typer.Option("--ref", metavar="REF", help="A version: by default, the latest release.")
    ] = None,
    layer: Annotated[
        str | None, typer.Option("--layer", metavar="NAME", help="Only the template, or only this overlay.")
    ] = None,
    data: Data = None,
    answers: AnswersFile = None,
    dry_run: DryRun = False,
    check: Check = False,
    abort: Abort = False,
    allow: Allow = None,
    quiet: Quiet = False,
) -> None:
    """Merge newer templates into a project.

    The project's template, its overlays and what this version of promote derives are merged in one step, and the team's
    edits are kept. Nothing is committed. Exits with 1 where a person has to decide.

    With `--data`, answer a question anew at the version that the project has: `--data capabilities=metrics,tracing`.
    """
    from promote import workflow
    from promote.console import Console
    from promote.update import renewal
    from promote.update.update import Request, update

    console = Console(quiet=quiet)
    if abort:
        renewal.abort(project, console)
        return
    request = Request(
        project=project,
        ref=ref,
        layer=layer,
        given=workflow.parse_given(tuple(data or ()), answers),
        allow=tuple(allow or ()),
        dry_run=dry_run,
        check=check,
    )
    update(request, compiler(), console)


overlays = group("overlay", "Put an organisation's layers on a project.")


@overlays.command(name="add")
def add_overlay(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE[@REF]", help="A template: a git repository, or a folder of one.")
    ],
    project: ProjectOption = Path(),
    data: Data = None,
    answers: AnswersFile = None,
    dry_run: DryRun = False,
    check: Check = False,
    allow: Allow = None,
    quiet: Quiet = False,
) -> None:
    """Put one more layer on top of a project.

    `promote update` brings it up to date from then on, and `promote update --abort` takes this back.
    """
    from promote import workflow
    from promote.console import Console
    from promote.update.overlay import Request, add

    request = Request(
        project=project,
        source=source,
        given=workflow.parse_given(tuple(data or ()), answers),
        allow=tuple(allow or ()),
        dry_run=dry_run,
        check=check,
    )
    add(request, Console(quiet=quiet))


@app.command()
def status(project: Project = Path(), as_format: AsFormat = Format.TEXT, allow: Allow = None) -> None:
    """Show what a project is made from, and what is newer.

    Its drift and what is unfinished in it are shown, too. Exits with 2 if something newer exists.
    """
    from promote.console import Console
    from promote.update.status import status

    found = status(project, tuple(allow or ()))
    Console().data(found.to_json() if as_format is Format.JSON else found.to_text())
    raise typer.Exit(ExitCode.USAGE if found.is_behind else ExitCode.DONE)


@app.command(name="diff")
def difference(
    project: Project = Path(),
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if there is a difference.")] = False,
    allow: Allow = None,
) -> None:
    """Show what the team has changed since.

    A patch from what promote and the templates wrote to what is committed. Files of the team's own are not in it.
    """
    from promote.console import Console
    from promote.update.pristine import difference
    from promote.update.project import load

    found = difference(load(project), tuple(allow or ()))
    if found:
        Console().data(found)
    raise typer.Exit(ExitCode.FAILED if found and exit_code else ExitCode.DONE)
