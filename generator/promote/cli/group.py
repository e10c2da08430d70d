"""The command `promote` itself: its first verb needs no name."""

from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

DEFAULT_VERB = "new"
_OWN_OPTIONS = ("--help", "-h", "--version", "--install-completion", "--show-completion")


class _NotebookFirst(TyperGroup):
    """A group whose first verb needs no name: `promote churn.ipynb`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args:
            args = ["--help"]
        elif args[0] not in {*self.commands, *_OWN_OPTIONS}:
            args = [DEFAULT_VERB, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] NOTEBOOK [DEST]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix=" " * len("Usage: "))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Show the arguments and options of the first verb as one's own, then the other verbs."""
        parameters = (*self.commands[DEFAULT_VERB].get_params(ctx), *self.get_params(ctx))
        for title, kind in (("Arguments", "argument"), ("Options", "option")):
            records = [each.get_help_record(ctx) for each in parameters if each.param_type_name == kind]
            with formatter.section(title):
                formatter.write_dl(list(dict(record for record in records if record).items()))
        self.format_commands(ctx, formatter)


class Nameless(TyperCommand):
    """The verb that needs no name does not show one."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Show the usage of the command itself."""
        formatter.write_usage(ctx.find_root().command_path, " ".join(self.collect_usage_pieces(ctx)))


app = typer.Typer(
    cls=_NotebookFirst,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def group(name: str, purpose: str) -> typer.Typer:
    """Add a word that several verbs begin with; alone, it shows them."""
    verbs = typer.Typer(help=purpose, rich_markup_mode=None, callback=_show_help, invoke_without_command=True)
    app.add_typer(verbs, name=name)
    return verbs


def _show_help(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


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
