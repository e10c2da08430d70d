"""The IR as plain text, one thing per line: what text cases compare, and what a person reads when a pass surprises.

Each function prints one type of `model/` and leaves out what is empty. A path reads from the data down to the model:

    source    df = pd.read_csv("churn.csv")
    cut       df: the record as it was read
    fitted  * df["a"] = df["a"].fillna(df["a"].median())
        state a_median: value
        train ⟦a_median⟧ = df["a"].median()
              df["a"] = df["a"].fillna(⟦a_median⟧)
        serve df["a"] = df["a"].fillna(⟦a_median⟧)
    predict   df

A star marks what serving runs. A text that is the author's own is not repeated.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from promote.model.arrays import Arrays
from promote.model.diagnostic import Diagnostic
from promote.model.notebook import Notebook
from promote.model.plan import Contract, Field, Score, Setting
from promote.model.program import Program, Statement
from promote.model.promotion import CellSummary, ModelSummary
from promote.model.steps import Path, Step
from promote.model.table import Table


class ShownPart(Protocol):
    """What is shown of a part of a layout."""

    @property
    def kind(self) -> object:
        """What becomes of its steps."""

    @property
    def name(self) -> str:
        """Its name in the derived project."""

    @property
    def steps(self) -> tuple[int, ...]:
        """Positions of its steps."""

    @property
    def serving(self) -> tuple[int, ...]:
        """Positions of the steps that serving runs."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names that it is given."""

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names that it gives back."""

    @property
    def served_inputs(self) -> tuple[str, ...]:
        """Names that serving gives to it."""

    @property
    def served_outputs(self) -> tuple[str, ...]:
        """Names that serving gets back."""


class ShownLayout(Protocol):
    """What is shown of a layout. The type itself lives above this floor."""

    @property
    def hoisted(self) -> tuple[int, ...]:
        """Positions of what stands at the top of a module."""

    @property
    def dataset(self) -> tuple[int, ...]:
        """Positions of what loads the data."""

    @property
    def loaded(self) -> tuple[str, ...]:
        """Names that loading returns."""

    @property
    def parts(self) -> Sequence[ShownPart]:
        """What comes behind the cut."""


def show_notebook(notebook: Notebook) -> str:
    """Show the cells, each with its number and kind."""
    version = f" {notebook.python_version}" if notebook.python_version else ""
    lines = [f"{notebook.name}: {notebook.language}{version}"]
    for cell in notebook.cells:
        count = f" [{cell.execution_count}]" if cell.execution_count is not None else ""
        error = " failed" if cell.has_error else ""
        lines += [f"{cell.number} {cell.kind}{count}{error}", *_indented(cell.source)]
    return "\n".join(lines)


def show_directives(program: Program) -> str:
    """Show what IPython syntax said, then the Python that is left of each cell."""
    lines = [f"{each.cell}:{each.line} {each.kind}: {each.text}" for each in program.directives]
    for cell in program.notebook.cells:
        lines += [f"cell {cell.number}", *_indented(cell.source)]
    return "\n".join(lines)


def show_statements(program: Program) -> str:
    """Show every statement with its place, and every cell that is not Python."""
    lines: list[str] = []
    for each in program.statements:
        place = f"{each.cell}:{each.line}" + (f"-{each.end_line}" if each.end_line != each.line else "")
        heading = f" under {each.heading!r}" if each.heading else ""
        lines += [f"{place}{heading}", *_indented(f"{each.comments}\n{each.text}" if each.comments else each.text)]
    lines += [f"{each.cell}:{each.line} unparsable: {each.message}" for each in program.unparsable]
    return "\n".join(lines)


def show_names(program: Program) -> str:
    """Show every statement with the names that it binds, changes and reads. A changed name is not said to be read too."""
    lines: list[str] = []
    for each in program.statements:
        lines.append(each.text)
        lines += _names(each)
    return "\n".join(lines)


def _names(statement: Statement) -> Iterable[str]:
    names = statement.names
    for word, found in (
        ("binds", names.defines),
        ("changes", names.mutates),
        ("reads", names.uses - names.mutates),
    ):
        if found:
            yield f"    {word} {', '.join(sorted(found))}"


def show_path(path: Path) -> str:
    """Show the steps from the data to the model, the cut between them, and what the model predicts on."""
    lines: list[str] = []
    for position, step in enumerate(path.steps):
        lines += _step(step, served=position in path.serving)
        if position == path.cut.after:
            lines.append(f"{'cut':<10}{path.cut.frame}{'' if path.cut.is_frame else ' (an array)'}: {path.cut.reason}")
    lines += [f"{'rename':<10}{part} is {origin}" for part, origin in path.renames if part != origin]
    return "\n".join([*lines, f"{'predict':<10}{path.inputs}"])


def _step(step: Step, *, served: bool) -> list[str]:
    text = step.statement.text
    first, *rest = text.split("\n")
    lines = [f"{step.kind:<8}{'*' if served else ' '} {first}", *(" " * 10 + line for line in rest)]
    if step.obstacle:
        lines.append(f"    because {step.obstacle}")
    for state in step.states:
        lines.append(f"    state {state.name}: {state.kind}" + (f" {state.type}" if state.type else ""))
    if step.training_text() != text:
        lines += _labelled("train", step.training_text())
    if served and step.serving_text() != text:
        lines += _labelled("serve", step.serving_text())
    return lines


def _labelled(label: str, text: str) -> list[str]:
    first, *rest = text.split("\n")
    return [f"    {label} {first}", *(" " * (len(label) + 5) + line for line in rest)]


def show_arrays(arrays: Arrays | None) -> str:
    """Show the columns that stand for a table in serving, and what computes them."""
    if arrays is None:
        return "a table"
    parts = [f"    {part}" for part in arrays.columns or arrays.blocks]
    lines = [*arrays.lines, f"{arrays.frame} of", *parts]
    if arrays.blocks:
        return "\n".join([*lines, f"for {arrays.asked}"])
    return "\n".join([*lines, f"named {arrays.names}" if arrays.names else "an array"])


def show_layout(layout: ShownLayout, path: Path) -> str:
    """Show which step goes into which room of the derived project."""
    lines = ["hoisted", *_texts(layout.hoisted, path)] if layout.hoisted else []
    lines += [f"dataset -> {', '.join(layout.loaded)}", *_texts(layout.dataset, path)]
    for part in layout.parts:
        title = " ".join(filter(None, [str(part.kind), part.name]))
        if part.inputs or part.outputs:
            title += f": {', '.join(part.inputs)} -> {', '.join(part.outputs)}"
        if (part.served_inputs, part.served_outputs) not in {((), ()), (part.inputs, part.outputs)}:
            title += f", in serving {', '.join(part.served_inputs)} -> {', '.join(part.served_outputs)}"
        lines += [title, *_texts(part.steps, path, frozenset(part.serving))]
    return "\n".join(lines)


def _texts(positions: Iterable[int], path: Path, serving: frozenset[int] = frozenset()) -> list[str]:
    lines: list[str] = []
    for position in positions:
        first, *rest = path.steps[position].statement.text.split("\n")
        lines += [f"  {'*' if position in serving else ' '} {first}", *(f"    {line}" for line in rest)]
    return lines


def show_table(table: Table) -> str:
    """Show the columns of a data file."""
    lines = [f"{table.rows} rows"]
    for column in table.columns:
        parts = [f"{column.name}: {column.type}", *(["nullable"] if column.nullable else [])]
        if column.values is not None:
            parts.append("{" + ", ".join(column.values) + "}")
        if column.minimum is not None and column.maximum is not None:
            parts.append(f"{column.minimum:g} to {column.maximum:g}")
        lines.append(" ".join(parts))
    return "\n".join(lines)


def show_contract(contract: Contract) -> str:
    """Show the record that goes in, and the answer that comes out."""
    lines = [_field(field) for field in contract.fields] or ["(only training knows the fields)"]
    answer = contract.output + (" with probabilities" if contract.probabilities else "")
    lines.append(f"-> {answer}" + (f", the {contract.target!r} of a record" if contract.target else ""))
    if contract.example:
        lines.append(f"example {contract.example}")
    return "\n".join(lines)


def _field(field: Field) -> str:
    parts = [f"{field.column}: {field.type}" + (" | None" if field.nullable else "")]
    if field.attribute != field.column:
        parts.append(f"as {field.attribute}")
    if field.minimum is not None:
        parts.append(f">= {field.minimum:g}")
    if field.values:
        parts.append("in " + ", ".join(field.values))
    if field.pattern:
        parts.append(f"like {field.pattern}")
    if field.seen:
        parts.append(f"({field.seen})")
    return " ".join(parts)


def show_settings(settings: Iterable[Setting]) -> str:
    """Show the settings with their defaults."""
    return "\n".join(f"{each.name}: {each.type} = {each.value}" for each in settings)


def show_scores(scores: Iterable[Score], statements: Iterable[Statement]) -> str:
    """Show the statements that the scores need, then the scores."""
    return "\n".join([*(each.text for each in statements), *(f"{each.name} = {each.expression}" for each in scores)])


def show_models(models: Iterable[ModelSummary]) -> str:
    """Show the models, the chosen one with a star and its reason."""
    return "\n".join(
        f"{'*' if each.chosen else ' '} {each.name}: {each.estimator} in cell {each.cell}"
        + (f", {each.reason}" if each.reason else "")
        for each in models
    )


def show_cells(cells: Iterable[CellSummary]) -> str:
    """Show where each cell went, and why."""
    return "\n".join(
        f"{each.cell} {each.stage} -> {each.destination or 'nowhere'}: {each.reason} | {each.title}" for each in cells
    )


def show_findings(findings: Iterable[Diagnostic]) -> str:
    """Show the findings. A note is no less a finding than an error."""
    return "\n".join(
        f"{each.severity} {each.code} {each.name} at {each.place or 'the notebook'}: {each.message}; {each.hint}"
        for each in findings
    )


def _indented(text: str) -> list[str]:
    return [f"    {line}".rstrip() for line in text.split("\n")]
