"""The sample that a project keeps for its tests: every class of the target, every kind of value, and nobody's own data."""

import ast
import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from promote.model.program import Program
from promote.model.sample import Replaced, Sample
from promote.model.steps import Path, Step
from promote.model.table import Column, ColumnType, Row, Table
from promote.planners.disguise import Mask, kinds_in, mask, words_in
from promote.planners.target_column import column_of

_ROWS = 200
_ROWS_OF_RARE_CLASSES = 50
_ROWS_OF_A_KIND = 3


def plan_samples(tables: Mapping[str, Table], path: Path, target: str, spoken: frozenset[str]) -> dict[str, Sample]:
    """Sample every text file of a path, or none where rows of one are looked up in another: a part would miss some."""
    if len(tables) > 1 and any(_looks_up(step) for step in path.steps):
        return {}
    twice = any(not _is_target(each, path, target) for step in path.steps for each in _strata(step))
    return {name: plan_sample(table, target, spoken, twice=twice) for name, table in tables.items() if table.is_text}


def _looks_up(step: Step) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"merge", "join"}
        for node in ast.walk(step.statement.node)
    )


def _strata(step: Step) -> Iterator[ast.expr]:
    """What a step splits rows by: of each value there must be two rows at least."""
    for node in ast.walk(step.statement.node):
        match node:
            case ast.keyword(arg="stratify", value=value) if ast.unparse(value) != "None":
                yield value
            case ast.Call(
                func=ast.Attribute(attr="split"), args=[_, ast.Name() | ast.Subscript() | ast.Attribute() as value]
            ):
                yield value
            case _:
                pass


def _is_target(node: ast.expr, path: Path, target: str) -> bool:
    """Whether an expression stands for the target, of whose values a sample has enough."""
    values = [
        step.statement.node.value
        for step in path.steps
        if isinstance(step.statement.node, ast.Assign) and isinstance(node, ast.Name)
        if node.id in step.statement.names.defines
    ]
    return bool(target) and any(column_of(each) == target for each in [node, *values])


def plan_sample(table: Table, target: str, spoken: frozenset[str], *, twice: bool = False) -> Sample:
    """Choose rows of a table, each `twice` if asked, and replace what is personal in them.

    `spoken` are words that the notebook looks for.
    """
    rows = _choose(table, target)
    masks = _masks(table, rows, target, spoken)
    shown = [_masked(row, masks, table) for row in rows]
    # Nobody knows the strata ahead of a run, but no row is alone in its own.
    times = 2 if twice and len(rows) < table.rows else 1
    replaced = tuple(
        Replaced(column=table.columns[position].name, kind=finding.kind.name, inside=finding.inside)
        for position, each in masks.items()
        for finding in each.findings
    )
    return Sample(
        text=table.head + "".join(row.text * times for row in shown),
        rows=len(rows),
        of=table.rows,
        example=min(shown, key=lambda row: sum(cell in table.missing for cell in row.cells)).cells,
        replaced=replaced,
        hidden=frozenset(
            before.cells[position]
            for before, after in zip(rows, shown, strict=True)
            for position in masks
            if position < len(before.cells) and before.cells[position] != after.cells[position]
        ),
    )


def without_personal_values(table: Table, sample: Sample) -> Table:
    """Forget the values of columns that are personal: none of them is listed anywhere."""
    names = {each.column for each in sample.replaced}
    columns = tuple(
        replace(each, values=None, minimum=None, maximum=None) if each.name in names else each for each in table.columns
    )
    return replace(table, columns=columns)


def spoken_words(program: Program) -> frozenset[str]:
    """Collect the words in the texts of a notebook's code: what it searches for must still be found."""
    return words_in(
        node.value
        for statement in program.statements
        for node in ast.walk(statement.node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _choose(table: Table, target: str) -> list[Row]:
    """Take an even spread of rows, then what it lacks of types of columns, classes of the target and kinds of values."""
    count = len(table.spread)
    chosen = table.spread if count <= _ROWS else tuple(table.spread[each * count // _ROWS] for each in range(_ROWS))
    spread = {row.number: row for row in chosen}
    # One blank among thousands of numbers makes texts of them all, in the sample as in the file.
    telling = {row.number: row for column in table.columns for row in column.telling}
    rows = spread | telling
    kinds = [
        (position, column)
        for position, column in enumerate(table.columns)
        if column.name != target and column.type is ColumnType.TEXT and table.is_category(column)
    ]
    for position, column in enumerate(table.columns):
        if column.name == target and table.is_category(column):
            _complete(rows, column, position, max(_ROWS_OF_RARE_CLASSES // (column.distinct or 1), 2))
    kept = telling.keys() | (rows.keys() - spread.keys())
    for position, column in kinds:
        _complete(rows, column, position, _ROWS_OF_A_KIND)
    if len(rows) < table.rows:
        rows = _without_rare(rows, [position for position, _ in kinds], kept)
    return [rows[number] for number in sorted(rows)]


def _without_rare(rows: dict[int, Row], positions: Sequence[int], kept: Collection[int]) -> dict[int, Row]:
    """Leave out rows of a kind that is all but alone: a split may put it where training does not see it."""
    counts = Counter(
        (position, row.cells[position]) for row in rows.values() for position in positions if position < len(row.cells)
    )
    return {
        number: row
        for number, row in rows.items()
        if number in kept
        or all(
            counts[position, row.cells[position]] >= _ROWS_OF_A_KIND
            for position in positions
            if position < len(row.cells)
        )
    }


def _complete(rows: dict[int, Row], column: Column, position: int, wanted: int) -> None:
    """Add rows until each value of a column is there as often as wanted, or as often as it can be."""
    counts: dict[str, int] = {}
    for row in rows.values():
        if position < len(row.cells):
            counts[row.cells[position]] = counts.get(row.cells[position], 0) + 1
    for row in column.shown:
        value = row.cells[position]
        if row.number not in rows and counts.get(value, 0) < wanted:
            rows[row.number] = row
            counts[value] = counts.get(value, 0) + 1


def _masks(table: Table, rows: Iterable[Row], target: str, spoken: frozenset[str]) -> dict[int, Mask]:
    masks = {}
    for position, column in enumerate(table.columns):
        if column.name == target:
            continue
        values = [row.cells[position] for row in rows if position < len(row.cells)]
        values = [value for value in values if value not in table.missing]
        found = kinds_in(column, values)
        findings = tuple(each for each in found if not (each.kind.may_be_category and table.is_category(column)))
        if findings:
            masks[position] = mask(column.name, findings, values, spoken)
    return masks


def _masked(row: Row, masks: dict[int, Mask], table: Table) -> Row:
    cells = tuple(
        masks[position].replace(cell) if position in masks and cell not in table.missing else cell
        for position, cell in enumerate(row.cells)
    )
    if cells == row.cells:
        return row
    return replace(row, cells=cells, text=_written(cells, table))


def _written(cells: tuple[str, ...], table: Table) -> str:
    if not table.quotes:
        return table.separator.join(cells) + "\n"
    text = io.StringIO()
    csv.writer(text, delimiter=table.separator, lineterminator="\n").writerow(cells)
    return text.getvalue()
