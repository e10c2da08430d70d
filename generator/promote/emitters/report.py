"""`PROMOTION.md`: where every cell went, and what a person has to look at."""

from promote.model.diagnostic import Diagnostic
from promote.model.promotion import CellSummary, Overview


def emit_report(title: str, notebook: str, overview: Overview, findings: tuple[Diagnostic, ...]) -> str:
    """Write the report of one promotion."""
    parts = [
        f"# {_plain(title)}: from notebook to service",
        f"Promoted from `{notebook}`. This page is yours: change it as the project changes.",
        *_model(overview),
        *_cut(overview),
        "## Where each cell went",
        _cells(overview.cells),
        "## Findings",
        _findings(findings),
    ]
    return "\n\n".join(parts) + "\n"


_SAVED = (
    "Only training can tell how the model is saved: by skops, as data, or as a pickle, which can run code when it is opened. "
    "`models/manifest.json` says which it was and why, and the README what follows from that."
)


def _model(overview: Overview) -> list[str]:
    if not overview.models:
        return [
            "## The job",
            "No model was found in the notebook, so it became a job: `make run` does what the notebook does.",
        ]
    rows = "\n".join(
        f"| {'**' + model.name + '**' if model.chosen else model.name} | {model.estimator} | {model.cell} | {model.reason} |"
        for model in overview.models
    )
    table = f"| model | estimator | fitted in cell | chosen because |\n| --- | --- | --- | --- |\n{rows}"
    return ["## The model", f"{table}", f"A prediction is {overview.output}.", _SAVED]


def _cut(overview: Overview) -> list[str]:
    if overview.cut is None:
        return []
    cut = overview.cut
    where = (
        "The service takes the raw record, as it stands in the data."
        if cut.raw
        else f"The service takes its input behind cell {cut.cell}, as the value of `{cut.frame}`: {cut.reason}."
    )
    if not overview.inputs:
        return [
            "## What the service takes",
            where,
            "Its fields are those that training sees; the saved model names them.",
        ]
    rows = "\n".join(
        f"| `{_cell(each.name)}` | {_cell(each.type)} | {'yes' if each.nullable else 'no'} | {_cell(each.constraint)} |"
        for each in overview.inputs
    )
    return [
        "## What the service takes",
        where,
        f"| field | type | may be missing | rule |\n| --- | --- | --- | --- |\n{rows}",
    ]


def _cells(cells: tuple[CellSummary, ...]) -> str:
    rows = "\n".join(
        f"| {cell.cell} | {_cell(cell.title)} | {cell.stage} | {_destination(cell.destination)} | {_cell(cell.reason)} |"
        for cell in cells
    )
    return f"| cell | begins with | stage | went to | why |\n| --- | --- | --- | --- | --- |\n{rows}"


def _destination(destination: str) -> str:
    return ", ".join(f"`{name.strip()}`" for name in destination.split(",")) if destination else "nowhere"


def _findings(findings: tuple[Diagnostic, ...]) -> str:
    if not findings:
        return "None."
    return "\n".join(
        f"- **{each.severity} {each.code}** ({each.place or 'the notebook'}): {_plain(each.message)}; {_plain(each.hint)}."
        for each in findings
    )


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """One printable line: a title may hold anything, terminal escapes and template syntax included."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.replace("{{", "{ {").replace("{%", "{ %").split())
