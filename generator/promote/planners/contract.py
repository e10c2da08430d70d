"""The record that the service takes: from the columns that reach the model and the data file beside the notebook."""

import ast
import contextlib
import keyword
import math
import re
from dataclasses import replace
from datetime import datetime

from promote.model.plan import MIXED, Contract, Field
from promote.model.sample import Sample
from promote.model.steps import Path
from promote.model.table import Cells, Column, ColumnType, Spelling, Table
from promote.planners.calls import qualified_name
from promote.planners.columns import Live
from promote.planners.labels import output_type
from promote.planners.models import Choice
from promote.planners.predictors import has_probabilities
from promote.planners.target_column import column_of, target_column
from promote.planners.values import Value


def plan_contract(
    path: Path,
    choice: Choice,
    table: Table | None,
    live: Live,
    sample: Sample | None,
    imports: dict[str, Value],
) -> Contract:
    """Describe the fields, and what comes out. The example is that of the table's sample."""
    target = target_column(path, choice)
    fields: list[Field] = []
    if path.cut.raw and table is not None and not unspelled(table, live, target):
        required = _never_missing(path, table)
        dates = _dates(path, imports)
        for column in table.read:
            if live.has(column.name) and column.name != target:
                found = _field(column, fields, nullable=column.nullable and column.name not in required)
                if column.name in dates or column.cells is Cells.DATES:
                    found = _dated(found, column, is_read=dates.get(column.name, True))
                elif column.cells is Cells.TEXTS and table.is_category(column):
                    found = replace(found, values=column.values or ())
                fields.append(found)
    return Contract(
        fields=tuple(fields),
        example=_example(fields, table, sample.example if sample is not None else ()),
        output=output_type(choice, table, target, path),
        probabilities=has_probabilities(choice, imports),
        target=target,
        made_up=tuple(
            each.column
            for each in (sample.replaced if sample is not None else ())
            if any(field.column == each.column for field in fields)
        ),
    )


def unspelled(table: Table, live: Live, target: str) -> tuple[str, ...]:
    """The columns that the model needs and no record can spell."""
    return tuple(
        column.name
        for column in table.read
        if column.cells is Cells.OTHER and live.has(column.name) and column.name != target
    )


def _drops_rows(node: ast.Call) -> bool:
    """Whether a call is `dropna` of rows; `dropna(axis=1)` drops columns."""
    named = next((each.value for each in node.keywords if each.arg == "axis"), None)
    return ast.unparse(node.func).endswith(".dropna") and (named is None or ast.unparse(named) in {"0", "'index'"})


def _never_missing(path: Path, table: Table) -> frozenset[str]:
    """Columns whose missing values the notebook drops the row for."""
    found: set[str] = set()
    for step in path.steps[path.cut.after :]:
        for node in ast.walk(step.statement.node):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _drops_rows(node):
                subset = next((k.value for k in node.keywords if k.arg == "subset"), None)
                if subset is None:
                    found |= {column.name for column in table.read}
                else:
                    found |= {
                        each.value
                        for each in ast.walk(subset)
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    }
    return frozenset(found)


def _field(column: Column, before: list[Field], *, nullable: bool) -> Field:
    kind = MIXED if column.cells is Cells.MIXED else column.type.python
    return Field(
        column=column.name,
        attribute=_attribute(column.name, {field.attribute for field in before}),
        type=kind,
        nullable=nullable or column.type is ColumnType.EMPTY,
        minimum=0 if column.minimum is not None and column.minimum >= 0 else None,
        seen=_range(column),
    )


def _dates(path: Path, imports: dict[str, Value]) -> dict[str, bool]:
    """Find the columns that the notebook takes for dates, and whether it does so while reading them."""
    found: dict[str, bool] = {}
    for node in (node for step in path.steps for node in ast.walk(step.statement.node)):
        match node:
            case ast.keyword(arg="parse_dates", value=ast.List(elts=names)):
                found |= {str(each.value): True for each in names if isinstance(each, ast.Constant)}
            case ast.Call(func=function, args=[column, *_]) if (
                qualified_name(function, imports) == "pandas.to_datetime"
            ):
                found[column_of(column)] = False
            case _:
                pass
    return found


def _dated(field: Field, column: Column, *, is_read: bool) -> Field:
    """Type a date: as one where Python knows how it is written, else as a text of its form."""
    if column.spelling is not None:
        # A frame that was read with dates in it spells them with their time.
        return replace(field, type="Day" if column.spelling is Spelling.DAY and not is_read else "Moment")
    runs = {"9": r"\d+", "a": r"\w+"}
    pattern = "".join(runs.get(each, re.escape(each)) for each in column.shape)
    return replace(field, pattern=f"^{pattern}$") if pattern and field.type == "str" else field


def _range(column: Column) -> str:
    if column.minimum is None or column.maximum is None:
        return ""
    return f"{column.minimum:g} to {column.maximum:g}"


def _attribute(column: str, taken: set[str]) -> str:
    """Spell a column as a Python attribute that pydantic accepts."""
    words = "".join(
        f"_{letter}" if letter.isupper() and position and column[position - 1].islower() else letter
        for position, letter in enumerate(column)
    )
    name = "_".join(
        part for part in "".join(c if c.isalnum() and c.isascii() else "_" for c in words.lower()).split("_") if part
    )
    if not name or name[0].isdigit():
        name = f"column_{name}".rstrip("_")
    if (
        keyword.iskeyword(name)
        or name in {"copy", "json", "dict", "schema", "validate", "construct"}
        or name.startswith("model_")
    ):
        name = f"{name}_" if not name.startswith("model_") else f"the_{name}"
    wanted, number = name, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name


def _example(
    fields: list[Field], table: Table | None, example: tuple[str, ...]
) -> dict[str, str | int | float | bool | None]:
    if table is None:
        return {}
    cells = dict(zip((column.name for column in table.columns), example, strict=False))
    return {field.column: _typed(cells.get(field.column, ""), field) for field in fields}


def _typed(text: str, field: Field) -> str | int | float | bool | None:
    if field.type == MIXED:
        return _mixed(text)
    try:
        match field.type:
            case "int":
                return int(text)
            case "float":
                number = float(text)
                return None if math.isnan(number) else number
            case "bool":
                return text.lower() == "true"
            case "Moment":
                return str(datetime.fromisoformat(text))
            case _:
                return text if text or not field.nullable else None
    except ValueError:
        return None


def _mixed(text: str) -> str | int | float:
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            return kind(text)
    return text
