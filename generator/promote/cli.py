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
