"""The verbs around a first promotion."""

from pathlib import Path
from typing import Annotated

import typer

from promote.cli.group import DEFAULT_VERB, Nameless, app
from promote.cli.options import AsFormat, Format, Model, Modernise, Notebook, Project, Quiet, compiler
from promote.errors import ExitCode


@app.command(name=DEFAULT_VERB, cls=Nameless, hidden=True)
def new(
    notebook: Notebook,
    destination: Annotated[
        Path | None,
        typer.Argument(
            metavar="DEST", help="The project's folder: by default, the package's name.", show_default=False
        ),
    ] = None,
    defaults: Annotated[bool, typer.Option("--defaults", help="Ask nothing.")] = False,
    data: Annotated[list[str] | None, typer.Option("--data", metavar="KEY=VALUE", help="Answer a question.")] = None,
    answers: Annotated[Path | None, typer.Option("--answers", metavar="FILE", help="Answer from a YAML file.")] = None,
    model: Model = None,
    modernise: Modernise = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")] = False,
    template: Annotated[
        str | None, typer.Option("--template", metavar="SOURCE[@REF]", help="Render another template.")
    ] = None,
    overlay: Annotated[
        list[str] | None,
        typer.Option("--overlay", metavar="SOURCE[@REF]", help="Render an organisation's own layer on top."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Turn a notebook into a tested production service."""
    from promote import workflow
    from promote.console import Console, is_interactive

    request = workflow.Request(
        notebook=notebook,
        destination=destination,
        given=workflow.parse_given(tuple(data or ()), answers),
        template=template,
        overlays=tuple(overlay or ()),
        ask=is_interactive() and not (defaults or dry_run),
        dry_run=dry_run,
    )
    workflow.new(request, compiler(model, modernise=modernise), Console(quiet=quiet))


@app.command()
def inspect(
    notebook: Notebook, as_format: AsFormat = Format.TEXT, model: Model = None, modernise: Modernise = False
) -> None:
    """Show what promote understands of a notebook, and write nothing."""
    from promote import workflow
    from promote.console import Console

    workflow.inspect(notebook, compiler(model, modernise=modernise), Console(), as_json=as_format is Format.JSON)


@app.command()
def verify(
    project: Project = Path(),
    as_format: AsFormat = Format.TEXT,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, help="Time for each thing that is run.")
    ] = 600,
    quiet: Quiet = False,
) -> None:
    """Build, test, train and serve a project, and compare it with its notebook."""
    from promote.console import Console
    from promote.verify import ladder

    console = Console(quiet=quiet)
    report = ladder.verify(project, console, timeout=timeout)
    console.data(report.to_json() if as_format is Format.JSON else report.to_text())
    raise typer.Exit(ExitCode.FAILED if report.failed else ExitCode.DONE)
