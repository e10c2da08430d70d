"""The command line: arguments, help and exit codes. What a verb does is in `workflow` and `verify`."""

import os
import signal
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from promote.errors import Bug, ExitCode, Interruption, PromoteError, UsageError

ISSUES = "https://github.com/promote-notebook/promote/issues"

_DEFAULT_VERB = "new"
_OWN_OPTIONS = ("--help", "-h", "--version", "--install-completion", "--show-completion")


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


class _NotebookFirst(TyperGroup):
    """A group whose first verb needs no name: `promote churn.ipynb`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args:
            args = ["--help"]
        elif args[0] not in {*self.commands, *_OWN_OPTIONS}:
            args = [_DEFAULT_VERB, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] NOTEBOOK [DEST]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix=" " * len("Usage: "))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Show the arguments and options of the first verb as one's own, then the other verbs."""
        parameters = (*self.commands[_DEFAULT_VERB].get_params(ctx), *self.get_params(ctx))
        for title, kind in (("Arguments", "argument"), ("Options", "option")):
            records = [each.get_help_record(ctx) for each in parameters if each.param_type_name == kind]
            with formatter.section(title):
                formatter.write_dl(list(dict(record for record in records if record).items()))
        self.format_commands(ctx, formatter)


class _Nameless(TyperCommand):
    """The verb that needs no name does not show one."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.find_root().command_path, " ".join(self.collect_usage_pieces(ctx)))


app = typer.Typer(
    cls=_NotebookFirst,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

Notebook = Annotated[
    Path, typer.Argument(metavar="NOTEBOOK", help="A `.ipynb` file, or a `.py` file in percent format.")
]
Model = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="The variable that holds the model to serve.")
]
Modernise = Annotated[
    bool,
    typer.Option("--modernise", help="Rewrite what libraries have renamed, in the project's copy of the notebook too."),
]
AsFormat = Annotated[Format, typer.Option("--format", help="How to print the result.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        from promote import disk
        from promote.console import Console

        Console().data(f"promote {disk.tool_version()}")
        raise typer.Exit


@app.callback()
def promote(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Turn a notebook into a tested production service.

    Nothing in the notebook is run. A destination is written as a whole or not at all.
    """


@app.command(name=_DEFAULT_VERB, cls=_Nameless, hidden=True)
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
    workflow.new(request, _compiler(model, modernise=modernise), Console(quiet=quiet))


@app.command()
def inspect(
    notebook: Notebook, as_format: AsFormat = Format.TEXT, model: Model = None, modernise: Modernise = False
) -> None:
    """Show what promote understands of a notebook, and write nothing."""
    from promote import workflow
    from promote.console import Console

    workflow.inspect(notebook, _compiler(model, modernise=modernise), Console(), as_json=as_format is Format.JSON)


@app.command()
def verify(
    project: Annotated[Path, typer.Argument(metavar="PROJECT", help="A project that promote made.")] = Path(),
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


Project = Annotated[Path, typer.Argument(metavar="PROJECT", help="A project that promote made.")]
ProjectOption = Annotated[Path, typer.Option("--project", metavar="DIR", help="A project that promote made.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show files and conflicts, and change nothing.")]
Check = Annotated[bool, typer.Option("--check", help="Run the project's own checks before and after.")]
Abort = Annotated[bool, typer.Option("--abort", help="Bring back what was there before the last run.")]
Allow = Annotated[
    list[str] | None,
    typer.Option("--allow", metavar="SOURCE", help="Trust a template that the project names, as PROMOTE_SOURCES does."),
]
Data = Annotated[list[str] | None, typer.Option("--data", metavar="KEY=VALUE", help="Answer a question anew.")]
AnswersFile = Annotated[Path | None, typer.Option("--answers", metavar="FILE", help="Answer from a YAML file.")]


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
    sync(request, _compiler(None, modernise=False), _compiler(None, modernise=modernise), console)


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
    update(request, _compiler(None, modernise=False), console)


overlays = typer.Typer(help="Put an organisation's layers on a project.", rich_markup_mode=None)
app.add_typer(overlays, name="overlay")


@overlays.callback(invoke_without_command=True)
def overlay(ctx: typer.Context) -> None:
    """Put an organisation's layers on a project."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


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


templates = typer.Typer(help="Look after a template of your own.", rich_markup_mode=None)
app.add_typer(templates, name="template")


@templates.callback(invoke_without_command=True)
def template(ctx: typer.Context) -> None:
    """Look after a template of your own."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@templates.command(name="check")
def check_template(
    folder: Annotated[
        Path, typer.Argument(metavar="TEMPLATE", help="A checkout of a template or an overlay.")
    ] = Path(),
    answers: Annotated[
        list[Path] | None,
        typer.Argument(metavar="ANSWERS", help="YAML files of answers: variants to render.", show_default=False),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Judge a template before its release.

    It is compared with its last release, and rendered with its defaults and with each file of answers; an overlay on top
    of the project's template. Exits with 1 if projects would lose something by an update.
    """
    from promote.console import Console
    from promote.release.check import check

    check(folder, tuple(answers or ()), Console(quiet=quiet))


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


def _compiler(model: str | None, *, modernise: bool) -> Any:
    from functools import partial

    from promote.compiler import compile_notebook

    return partial(compile_notebook, model=model, modernise=modernise)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code: the one place where exceptions become words."""
    try:
        return int(app(arguments, prog_name="promote", standalone_mode=False) or ExitCode.DONE)
    except PromoteError as error:
        return _fail(error)
    except typer.TyperException as error:
        return _fail(UsageError(_usage_words(error), hint="`promote --help` shows what can be asked"))
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return _deaf()
    except Exception as error:  # noqa: BLE001 - whatever comes here is our own mistake
        return _confess(error)


def _fail(error: PromoteError) -> int:
    from promote.console import Console

    Console().failure(error)
    return error.exit_code


def _usage_words(error: typer.TyperException) -> str:
    text: str = error.format_message() if hasattr(error, "format_message") else str(error)
    return text[:1].lower() + text[1:].rstrip(".")


def _deaf() -> int:
    """Nobody reads the output any more. Keep the interpreter from complaining about that at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.FAILED


def _confess(error: Exception) -> int:
    from promote import disk

    log = disk.keep_log("".join(traceback.format_exception(error)))
    words = f"{type(error).__name__}: {error}".splitlines()[0]
    return _fail(Bug(f"promote has a bug: {words}", hint=f"please report it at {ISSUES} with `{log}`"))


def main() -> int:
    """Run the command line of this process. A request to end it is heard once; what follows is tidying up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    code = run(sys.argv[1:])
    if code == ExitCode.INTERRUPTED:
        _fail(Interruption("interrupted"))
    return code


def _interrupt(*_: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
