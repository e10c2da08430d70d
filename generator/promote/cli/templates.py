"""The verbs around a template of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from promote.cli.group import group
from promote.cli.options import Quiet

templates = group("template", "Look after a template of your own.")


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
