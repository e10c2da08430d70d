"""What several verbs can be told."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


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


def compiler(model: str | None = None, *, modernise: bool = False) -> Any:
    """Give the compiler with the options that a person chose, and load it only now."""
    from functools import partial

    from promote.compiler import compile_notebook

    return partial(compile_notebook, model=model, modernise=modernise)
