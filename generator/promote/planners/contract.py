"""The record that the service takes: from the columns that reach the model and the data file beside the notebook."""

import ast
import keyword
import math
import re
from dataclasses import replace
from datetime import datetime

from promote.knowledge import estimators
from promote.model.plan import Contract, Field
from promote.model.sample import Sample
from promote.model.steps import STATE, Path, Step, StepKind
from promote.model.table import Column, ColumnType, Spelling, Table
from promote.planners.columns import Live
from promote.planners.models import Choice, qualified_name
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
    if path.cut.raw and table is not None:
        required = _never_missing(path, table)
        dates = _dates(path, imports)
        for column in table.read:
            if live.has(column.name) and column.name != target:
                found = _field(column, fields, nullable=column.nullable and column.name not in required)
                if column.name in dates:
                    found = _dated(found, column, is_read=dates[column.name])
                elif table.is_category(column):
                    found = replace(found, values=column.values or ())
                fields.append(found)
    return Contract(
        fields=tuple(fields),
        example=_example(fields, table, sample.example if sample is not None else ()),
        output=_output(choice, table, target, path),
        probabilities=_has_probabilities(choice, imports),
        target=target,
        made_up=tuple(
            each.column
            for each in (sample.replaced if sample is not None else ())
            if any(field.column == each.column for field in fields)
        ),
    )


def target_column(path: Path, choice: Choice) -> str:
    """Follow the fit's target back to a column of the data: `y_train` is `y` is `df["Churn"]`."""
    node = choice.fit.target
    name = node.id if isinstance(node, ast.Name) else ""
    if node is not None and (column := _column_of(node)):
        return column
    for step in reversed(path.steps):
        if step.kind is StepKind.SPLIT:
            name = dict(step.renames).get(name, name)
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                if column := _column_of(value):
                    return column
                if isinstance(value, ast.Name):
                    name = value.id
    return _column_of(_origin(name)) if name and not name.isidentifier() else ""


def _origin(text: str) -> ast.expr:
    """What a part of a split came from, as an expression."""
    return ast.parse(STATE.sub(r"\1", text), mode="eval").body


def _column_of(node: ast.expr) -> str:
    """Find the column in `df["y"]`, `df.y`, `df[["y"]]`, `df["y"].map(…)`, `df["y"].values`; empty for anything else."""
    while True:
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                return name
            case ast.Subscript(slice=ast.List(elts=[ast.Constant(value=str(name))])):
                return name
            case ast.Call(func=ast.Attribute(attr="pop"), args=[ast.Constant(value=str(name))]):
                return name
            case ast.Call(func=ast.Attribute(value=inner)) | ast.Attribute(value=inner, attr="values" | "T"):
                node = inner
            case ast.Call(args=[inner, *_]):
                node = inner
            case ast.Attribute(value=ast.Name(), attr=name):
                return name
            case _:
                return ""


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
    kind = column.type.python
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
                found[_column_of(column)] = False
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


def last_estimator(choice: Choice, imports: dict[str, Value]) -> tuple[str, ast.Call | None]:
    """Class name and constructor of the estimator inside searches and pipelines that predicts in the end."""
    found, call = choice.fit.estimator.rpartition(".")[2], choice.fit.constructor
    if call is None or found not in estimators.WRAPPERS:
        return found, call
    for node in ast.walk(call):
        if isinstance(node, ast.Call) and node is not call:
            name = qualified_name(node.func, imports)
            module, _, last = name.rpartition(".")
            if module in estimators.PREDICTOR_MODULES and last not in estimators.WRAPPERS and last[:1].isupper():
                found, call = last, node
    return found, call


def is_classifier(name: str) -> bool:
    """Whether a class of estimators predicts labels."""
    return name.endswith(("Classifier", "ClassifierCV")) or name in estimators.CLASSIFIERS


def _has_probabilities(choice: Choice, imports: dict[str, Value]) -> bool:
    name, call = last_estimator(choice, imports)
    if not is_classifier(name) or choice.fit.estimator.rpartition(".")[2] == "OneVsOneClassifier":
        return False
    if name in {"SVC", "NuSVC"} and call is not None:
        return any(
            k.arg == "probability" and isinstance(k.value, ast.Constant) and k.value.value is True
            for k in call.keywords
        )
    if name == "SGDClassifier" and call is not None:
        return any(
            k.arg == "loss" and isinstance(k.value, ast.Constant) and k.value.value in {"log", "log_loss"}
            for k in call.keywords
        )
    return name not in estimators.NO_PROBABILITIES


def _output(choice: Choice, table: Table | None, target: str, path: Path) -> str:
    name = choice.fit.estimator.rpartition(".")[2]
    inner = name
    if choice.fit.constructor is not None:
        names = [
            each.attr if isinstance(each, ast.Attribute) else each.id
            for each in ast.walk(choice.fit.constructor)
            if isinstance(each, ast.Attribute | ast.Name)
        ]
        inner = next((each for each in [name, *names] if is_classifier(each)), name)
    if not is_classifier(inner):
        return (
            "int"
            if "Cluster" in inner or inner in {"KMeans", "MiniBatchKMeans", "IsolationForest", "OneClassSVM", "DBSCAN"}
            else "float"
        )
    column = table.column(target) if table is not None else None
    encoded = _encoded(path, target)
    if encoded is not None:
        return encoded
    if column is None or _changed(path, target):
        return "int | float | str"
    return column.type.python


def _encoded(path: Path, target: str) -> str | None:
    """The type of the labels where the last step that rewrites the target tells it: a mapping to literals, an encoder."""
    found = None
    for step in path.steps if target else ():
        match step.statement.node:
            case ast.Assign(targets=[to], value=value) if _column_of(to) == target or _column_of(value) == target:
                found = _mapped(value) or found
            case _:
                found = next(filter(None, map(_mapped, _split_of(step, target))), found)
    return found


def _split_of(step: Step, target: str) -> list[ast.expr]:
    """What a split takes for the target."""
    origins = [_origin(text) for _, text in step.renames] if step.kind is StepKind.SPLIT else []
    return [each for each in origins if _column_of(each) == target]


def _mapped(value: ast.expr) -> str | None:
    match value:
        case ast.Call(func=ast.Attribute(attr="map" | "replace"), args=[ast.Dict(values=values)]):
            try:
                kinds = {type(ast.literal_eval(each)).__name__ for each in values}
            except (ValueError, TypeError):
                return None
            return kinds.pop() if len(kinds) == 1 and kinds <= {"int", "str", "float"} else None
        case ast.Call(func=ast.Attribute(attr="astype"), args=[ast.Name(id="int")]):
            return "int"
        case _:
            return None


def _changed(path: Path, target: str) -> bool:
    """Whether some step rewrites the target, so that its labels are not those of the file."""
    for step in path.steps:
        node = step.statement.node
        if any(not isinstance(each, ast.Subscript | ast.Attribute) for each in _split_of(step, target)):
            return True
        if step.kind in {StepKind.SOURCE, StepKind.SPLIT, StepKind.CONSTANT, StepKind.FUNCTION}:
            continue
        text = step.statement.text
        if isinstance(node, ast.Assign) and any(_column_of(each) == target for each in node.targets):
            return True
        value = node.value if isinstance(node, ast.Assign) else None
        if value is not None and _column_of(value) == target and not isinstance(value, ast.Subscript | ast.Attribute):
            return True
        if (
            any(
                word in text
                for word in (
                    ".replace(",
                    "fit_transform",
                    ".map(",
                    "get_dummies",
                    "fit_resample",
                    "to_categorical",
                    ".apply(",
                )
            )
            and isinstance(node, ast.For | ast.Assign | ast.Expr)
            and (target in text or isinstance(node, ast.For) or ".replace(" in text)
        ):
            return True
    return False
