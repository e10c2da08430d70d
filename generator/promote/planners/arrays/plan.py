"""The walk along the serving program, and what is written for the part of it that was understood."""

import ast
import re
from contextlib import suppress
from dataclasses import replace

from promote.model.arrays import Arrays
from promote.model.plan import Contract
from promote.model.plan import Field as ContractField
from promote.model.steps import STATE, Path, Step, StepKind
from promote.model.table import Table
from promote.planners.arrays.code import dotted, name
from promote.planners.arrays.dummies import dummies_node
from promote.planners.arrays.pipelines import scaled, take_apart
from promote.planners.arrays.tidy import fused, pruned
from promote.planners.arrays.values import (
    PLACE,
    UNKNOWN,
    Column,
    Dummies,
    Frame,
    Kind,
    Line,
    Scalar,
    Unsupported,
    Value,
)
from promote.planners.arrays.walk import Walk
from promote.planners.fits import Fit
from promote.planners.values import Value as Bound

_PLACE = re.compile(rf"\b{PLACE}(\w+)\b")
_KINDS = {"int": Kind.NUMBER, "float": Kind.NUMBER, "bool": Kind.NUMBER, "str": Kind.TEXT}
_TAKES_NAMES = ("sklearn.",)
"""Libraries whose estimators remember the names of the columns that they were fitted on."""
_WARNS = re.compile(r"/|\bnp\.(log|log10|log1p|log2|sqrt)\(")


def plan_arrays(
    path: Path, table: Table | None, contract: Contract, imports: dict[str, Bound], fit: Fit, forest: str = ""
) -> Arrays | None:
    """Find what arrays can stand in for the statements before the model; `None` where a table is wanted.

    The trees of a `forest` are asked one by one, and know no names.
    """
    if table is None or table.numbered or not (path.cut.raw and path.cut.is_frame and contract.fields):
        return None
    walk = Walk(imports, _constants(path.steps) | {path.cut.frame: _records(table, contract)})
    texts = _program(path)
    understood = walk.along([text for text, _ in texts])
    if not all(is_step for _, is_step in texts[understood:]):
        return None
    done = sum(is_step for _, is_step in texts[:understood])
    later = [*(text for text, _ in texts[understood:]), _readable(path.inputs, path)]
    frame_name = _wanted(walk.names, later)
    frame = walk.names.get(frame_name)
    if not isinstance(frame, Frame) or not frame.entries:
        return None
    with suppress(Unsupported):
        return _blocks(walk, frame, later, frame_name, path, fit, done)
    with suppress(Unsupported):
        scaler = _scaler(later, frame_name, path)
        is_nameless = bool(scaler[0]) or (bool(forest) and _readers(later, frame_name) == [""] and not _has_gaps(frame))
        names = "" if is_nameless else _names(frame, later, frame_name, path, fit)
        return replace(_columns(walk, frame, names, frame_name, done), scaler=scaler)
    return None


def _has_gaps(frame: Frame) -> bool:
    return any(isinstance(entry, Column) and entry.nullable for _, entry in frame.entries)


def _scaler(later: list[str], frame_name: str, path: Path) -> tuple[str, str]:
    """Find the call of the scaler that alone reads the frame, and the arithmetic that it is."""
    (reader, *others) = _readers(later, frame_name) or [""]
    made = _definitions(path).get(reader.removeprefix(PLACE))
    call = f"{reader}.transform({frame_name})"
    if others or not isinstance(made, ast.Call) or not any(call in text for text in later):
        return "", ""
    with suppress(Unsupported):
        return _written(dotted(call)), _written(dotted(scaled(made, reader, frame_name)))
    return "", ""


def _columns(walk: Walk, frame: Frame, names: str, frame_name: str, done: int) -> Arrays:
    """Write a frame of numbers, column by column."""
    columns = tuple(_element(entry, walk.held) for _, entry in frame.entries)
    lines = _texts(fused(pruned(walk.lines, columns), columns))
    return Arrays(
        lines=lines,
        columns=tuple(_written(column) for column in columns),
        done=done,
        frame=frame_name,
        names=names,
        silent=any(_WARNS.search(line) for line in lines),
    )


def _blocks(walk: Walk, frame: Frame, later: list[str], frame_name: str, path: Path, fit: Fit, done: int) -> Arrays:
    """Write the input of a pipeline's last step, where nothing else reads the frame."""
    if frame.is_array or frame.is_open or len(later) != 1 or _readers(later, frame_name) != [""]:
        raise Unsupported
    taken = take_apart(fit, frame, walk.names, _definitions(path), walk.held)
    lines = _texts(fused(pruned([*walk.lines, *taken.lines], taken.blocks), taken.blocks))
    return Arrays(
        lines=lines,
        columns=(),
        blocks=tuple(_written(block) for block in taken.blocks),
        done=done,
        frame=frame_name,
        names="",
        asked=taken.asked,
        silent=any(_WARNS.search(line) for line in lines),
    )


def _texts(lines: list[Line]) -> tuple[str, ...]:
    return tuple(f"{line.target}{': Any' if line.is_any else ''} = {_written(line.value)}" for line in lines)


def _definitions(path: Path) -> dict[str, ast.expr]:
    """What each name on the path was made with last. Columns chosen by their types count until a table changes."""
    found: dict[str, ast.expr] = {}
    for step in path.steps:
        names = step.statement.names
        if names.mutates - {each for each, value in found.items() if _is_object(value)}:
            found = {each: value for each, value in found.items() if ".select_dtypes(" not in ast.unparse(value)}
        for changed in names.defines:
            found = {
                each: value
                for each, value in found.items()
                if not ast.unparse(value).startswith(f"{changed}.select_dtypes(")
            }
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=target), *_], value=value):
                found[target] = value
            case _:
                continue
    return found


def _is_object(node: ast.expr) -> bool:
    """Whether a class is called: an estimator can be fitted without a change of any table."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2][:1].isupper()


def _records(table: Table, contract: Contract) -> Frame:
    fields = {field.column: field for field in contract.fields}
    return Frame(
        entries=tuple(
            (column.name, _leaf(fields[column.name]) if column.name in fields else UNKNOWN) for column in table.read
        )
    )


def _leaf(field: ContractField) -> Column:
    read = ast.ListComp(
        ast.Attribute(name("each"), field.attribute), [ast.comprehension(name("each"), name("instances"), [], 0)]
    )
    kind = _KINDS.get(field.type, Kind.UNKNOWN)
    return Column(
        kind=kind,
        node=read,
        nullable=field.nullable,
        texts=tuple(field.values),
        leaf=field.attribute,
        is_bool=field.type == "bool",
    )


def _constants(steps: tuple[Step, ...]) -> dict[str, Value]:
    """Names that the text of the notebook gives one value to, once and for all."""
    found: dict[str, Value] = {}
    often: set[str] = set()
    for step in steps:
        often |= step.statement.names.defines & found.keys()
        often |= step.statement.names.mutates & found.keys()
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if step.kind is StepKind.CONSTANT:
                try:
                    found[target] = Scalar(node=name(target), known=True, value=ast.literal_eval(value))
                except ValueError:
                    continue
            case _:
                continue
    return {target: value for target, value in found.items() if target not in often}


def _program(path: Path) -> list[tuple[str, bool]]:
    """The serving program's statements, and at its split what binds a part to the expression that it came from.

    Each comes with whether it is a step of the path.
    """
    aliases = [(f"{part} = {origin}", False) for part, origin in path.renames if not origin.isidentifier()]
    found: list[tuple[str, bool]] = []
    for position in path.serving:
        if path.split is not None and position >= path.split:
            found, aliases = [*found, *aliases], []
        if text := path.steps[position].serving_text().strip():
            found.append((text, True))
    return [(_readable(text, path), is_step) for text, is_step in [*found, *aliases]]


def _readable(text: str, path: Path) -> str:
    """A text of the serving program with the names that it has there, as Python."""
    for part, origin in path.renames:
        if origin.isidentifier():
            text = re.sub(rf"(?<![\w.'\"]){re.escape(part)}(?![\w'\"])", origin, text)
    return STATE.sub(rf"{PLACE}\1", text)


def _written(node: ast.AST) -> str:
    return _PLACE.sub(r"⟦\1⟧", ast.unparse(ast.fix_missing_locations(node)))


def _element(entry: Column | Dummies, held: dict[str, str]) -> ast.expr:
    if isinstance(entry, Dummies):
        return dummies_node(entry)
    if entry.kind not in {Kind.NUMBER, Kind.FLAG}:
        raise Unsupported
    return name(held[entry.leaf]) if entry.leaf in held else entry.node


def _wanted(names: dict[str, Value], later: list[str]) -> str:
    """The one frame that the rest of the program reads; nothing if it reads more than that."""
    bound: set[str] = set()
    read: set[str] = set()
    for text in later:
        tree = ast.parse(text)
        loads = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
        read |= {each for each in loads - bound if isinstance(names.get(each), Frame | Column)}
        bound |= {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    return next(iter(read)) if len(read) == 1 else ""


def _names(frame: Frame, later: list[str], frame_name: str, path: Path, fit: Fit) -> str:
    """Say where the names of the columns are known; empty for an array. Raises `Unsupported` where nobody knows them."""
    if frame.is_array:
        return ""
    readers = _readers(later, frame_name)
    if readers is None:
        raise Unsupported
    if any(isinstance(entry, Dummies) and not entry.named for _, entry in frame.entries):
        return ""
    if not frame.is_open:
        return repr([name for name, _ in frame.entries])
    holders = {reader or "model.estimator" for reader in readers}
    if len(holders) != 1:
        raise Unsupported
    (holder,) = holders
    is_named = isinstance(fit.data, ast.Name) and path.kind_of(fit.data.id, len(path.steps) - 1) == "frame"
    if holder == "model.estimator" and not (fit.estimator.startswith(_TAKES_NAMES) and is_named):
        raise Unsupported
    return _PLACE.sub(r"⟦\1⟧", f"{holder}.feature_names_in_")


def _readers(later: list[str], frame: str) -> list[str] | None:
    """What reads the frame: transformers by their states, and the model as an empty text. `None` if anything else does."""
    found: list[str] = []
    for position, text in enumerate(later):
        tree = ast.parse(text)
        uses = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == frame]
        given = {
            id(call.args[0]): call.func.value.id
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and len(call.args) == 1
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "transform"
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id.startswith(PLACE)
        }
        for use in uses:
            if isinstance(use.ctx, ast.Store):
                continue
            if id(use) in given:
                found.append(given[id(use)])
            elif position == len(later) - 1 and isinstance(tree.body[0], ast.Expr) and tree.body[0].value is use:
                found.append("")
            else:
                return None
        if any(isinstance(use.ctx, ast.Store) for use in uses):
            return found
    return found
