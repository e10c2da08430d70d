"""`PROMOTION.md`: what a colleague says who hands the notebook over as a service."""

from collections.abc import Callable, Iterable

from promote.model.diagnostic import Diagnostic
from promote.model.promotion import CellSummary, CutSummary, ModelSummary, Overview, SampleSummary
from promote.model.steering import visible

_HIGHER_IS_BETTER = ("roc auc", "balanced accuracy", "accuracy", "f1", "average precision", "r2")


def emit_report(title: str, notebook: str, overview: Overview, findings: tuple[Diagnostic, ...]) -> str:
    """Write the report of one promotion."""
    parts = [
        f"# {_plain(title)}: from notebook to service",
        f"Promoted from `{notebook}`. This page is yours: change it as the project changes.",
        *_model(overview),
        *_cut(overview),
        "## Findings",
        _findings(findings),
        *_tests(overview, seeded=all(each.name != "missing-seed" for each in findings)),
        "## Where each cell went",
        _cells(overview.cells),
    ]
    return visible("\n\n".join(parts)) + "\n"


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
    return [
        "## The model",
        _models(overview.models),
        *_better(overview.models),
        f"A prediction is {overview.output}.",
        _SAVED,
    ]


def _models(models: tuple[ModelSummary, ...]) -> str:
    """Lay out the models with the scores that the notebook itself shows."""
    metrics = list(dict.fromkeys(metric for model in models for metric, _ in model.scores))
    head = ["model", "estimator", "fitted in cell", *metrics, "chosen because"]
    rows = [
        [
            f"**{model.name}**" if model.chosen else model.name,
            model.estimator,
            str(model.cell),
            *(_number(dict(model.scores).get(metric)) for metric in metrics),
            model.reason,
        ]
        for model in models
    ]
    shown = "\n\nThe scores are those that the notebook's own outputs show." if metrics else ""
    return _table(head, rows) + shown


def _better(models: tuple[ModelSummary, ...]) -> list[str]:
    """Say which model the notebook's scores prefer, where that is not the chosen one."""
    chosen = next((model for model in models if model.chosen), None)
    for metric in _HIGHER_IS_BETTER:
        own = dict(chosen.scores).get(metric) if chosen is not None else None
        best = max((model for model in models if metric in dict(model.scores)), key=_by(metric), default=None)
        if chosen is None or own is None or best is None:
            continue
        score = dict(best.scores)[metric]
        if score <= own:
            return []
        words = f"By {metric}, `{best.name}` does better than `{chosen.name}`: {_number(score)} against {_number(own)}."
        return [f"{words} To serve that instead, promote the notebook again with `--model {best.name}`."]
    return []


def _by(metric: str) -> Callable[[ModelSummary], float]:
    return lambda model: dict(model.scores)[metric]


def _number(score: float | None) -> str:
    if score is None:
        return ""
    return f"{score:,.0f}" if abs(score) >= 1000 else f"{score:.4g}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in [head, ["---" for _ in head], *rows]]
    return "\n".join(lines)


def _cut(overview: Overview) -> list[str]:
    if overview.cut is None and not overview.inputs:
        return []
    where = _FORECAST if overview.cut is None else _input(overview.cut)
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


_FORECAST = (
    "How many steps to look ahead, and no record: a forecast begins where the training data ends. "
    "Train anew when there is new data; nothing else moves its beginning."
)


def _input(cut: CutSummary) -> str:
    if cut.raw:
        words = "The service takes the raw record, as it stands in the data."
        if cut.in_columns:
            words += (
                " Its columns are computed without a table, by `to_input` in `predict.py`, since a table takes longer to make"
                " than all that is computed from it: whoever changes a step of the features changes it there too, and a"
                " test tells if not."
            )
        return words
    return f"The service takes its input behind cell {cut.cell}, as the value of `{cut.frame}`: {cut.reason}."


def _tests(overview: Overview, *, seeded: bool) -> list[str]:
    if not overview.samples:
        return []
    words = ["## What the tests run on", *map(_sample, overview.samples)]
    if any(each.replaced for each in overview.samples):
        words.append(
            "Only what looks personal was replaced. Read through the sample before you share the repository: "
            "you know the data, and promote does not."
        )
    if overview.models and not any(each.is_whole for each in overview.samples):
        predicts = "what the notebook predicts for these rows, and " if seeded else ""
        words.append(
            f"`promote verify` records in `tests/golden/` {predicts}what each derived function gives for them. From then on "
            "any change of that turns a test red. After a change on purpose, `uv run pytest --record` records the functions "
            "anew: read the difference before you commit it."
        )
    return words


def _sample(sample: SampleSummary) -> str:
    if sample.is_whole:
        folder, _, name = sample.path.rpartition("/")
        return (
            f"`{_cell(sample.path)}` is the whole file: promote cannot take a sample of it. Git ignores it, so the tests that "
            f"need it are skipped where it is not. Put a sample in its place that may be shared, and take `{_cell(name)}` "
            f"out of `{folder}/.gitignore`."
        )
    part = f"{sample.rows:,} of {sample.of:,} rows" if sample.rows < sample.of else f"all {sample.of:,} rows"
    words = [f"`{_cell(sample.path)}` has {part} of the data; the file itself is in `data/`, which git ignores."]
    for each in sample.replaced:
        where = f"Inside the texts of `{_cell(each.column)}`" if each.inside else f"In `{_cell(each.column)}`"
        words.append(f"{where}, {each.kind} were replaced by made-up ones of the same form.")
    return " ".join(words)


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
