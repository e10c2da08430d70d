"""A pipeline of scikit-learn taken apart: what its first steps do to columns, as a line or two for each.

What was fitted stays where it is, in the steps of the saved pipeline, and the last of them is asked. The columns that a step
takes together are one block: an array of numbers with a row for each record, or a list of columns of texts.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from promote.knowledge.estimators import SEARCHES
from promote.planners.arrays.code import dotted, variable
from promote.planners.arrays.values import Column, Frame, Kind, Line, Scalar, Unsupported, Value
from promote.planners.calls import argument
from promote.planners.fits import Fit


@dataclass(frozen=True, slots=True)
class Taken:
    """The lines that make the input of a pipeline's last step, the blocks that it consists of, and that step."""

    lines: tuple[Line, ...]
    blocks: tuple[ast.expr, ...]
    asked: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A variable that holds some columns."""

    variable: str
    is_numeric: bool
    nullable: bool


def take_apart(
    fit: Fit, frame: Frame, names: Mapping[str, Value], definitions: Mapping[str, ast.expr], held: Mapping[str, str]
) -> Taken:
    """Do what the steps before the last one do to a frame. Raises `Unsupported` for a step that is not known."""
    pipeline, at = _pipeline(fit, definitions)
    steps = _steps(pipeline)
    if len(steps) < 2:
        raise Unsupported
    work = _Work(names, definitions, held)
    blocks: list[_Block] = []
    for position, (step, node) in enumerate(steps[:-1]):
        made = work.resolved(node)
        place = f"{at}[{step!r}]" if step else f"{at}[{position}]"
        if position == 0 and _class(made) in {"ColumnTransformer", "make_column_transformer"}:
            blocks = work.columns_apart(made, place, frame)
        elif position == 0:
            blocks = [work.transformed(made, place, work.block([*frame.columns.values()], "columns"))]
        else:
            (only,) = blocks if len(blocks) == 1 else [work.joined(blocks)]
            blocks = [work.transformed(made, place, only)]
    if not blocks or not all(block.is_numeric for block in blocks):
        raise Unsupported
    return Taken(tuple(work.lines), tuple(dotted(block.variable) for block in blocks), f"{at}[-1]")


def scaled(made: ast.Call, at: str, array: str) -> str:
    """Write what a fitted scaler does to an array of numbers. Raises `Unsupported` for any other transformer."""
    if _class(made) not in _SCALERS or made.args:
        raise Unsupported
    given = {each.arg: each.value for each in made.keywords}
    text, _ = _SCALERS[_class(made)](at, _Block(array, is_numeric=True, nullable=False), given)
    return text


def _pipeline(fit: Fit, definitions: Mapping[str, ast.expr]) -> tuple[ast.Call, str]:
    """Find the call that makes the pipeline, and where the saved model has it."""
    node: ast.expr | None = fit.constructor
    at = "model.estimator"
    if isinstance(node, ast.Call) and _class(node) in SEARCHES:
        node, at = argument(node, 0, "estimator"), f"{at}.best_estimator_"
    if isinstance(node, ast.Name):
        node = definitions.get(node.id)
    if not isinstance(node, ast.Call) or _class(node) not in {"Pipeline", "make_pipeline"}:
        raise Unsupported
    return node, at


def _steps(pipeline: ast.Call) -> list[tuple[str, ast.expr]]:
    """List the steps with their names; those of `make_pipeline` are counted."""
    if _class(pipeline) == "make_pipeline":
        return [("", each) for each in pipeline.args]
    match argument(pipeline, 0, "steps"):
        case ast.List(elts=steps):
            return [_named(step) for step in steps]
        case _:
            raise Unsupported


def _named(node: ast.expr) -> tuple[str, ast.expr]:
    match node:
        case ast.Tuple(elts=[ast.Constant(value=str(step)), made, *_]):
            return step, made
        case _:
            raise Unsupported


def _class(node: ast.expr) -> str:
    return ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


@dataclass(slots=True)
class _Work:
    """The lines so far, and the names that they use."""

    names: Mapping[str, Value]
    definitions: Mapping[str, ast.expr]
    held: Mapping[str, str]
    lines: list[Line] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def resolved(self, node: ast.expr) -> ast.expr:
        """Find what a name was made with."""
        return self.definitions.get(node.id, node) if isinstance(node, ast.Name) else node

    def bound(self, wanted: str, text: str, *, is_any: bool = False) -> str:
        """Write a line, under a name that nothing has yet."""
        name, number = wanted, 2
        while name in self.taken or name in self.names or name in self.held.values():
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        self.lines.append(Line(name, dotted(text), is_any))
        return name

    def columns_apart(self, made: ast.expr, place: str, frame: Frame) -> list[_Block]:
        """Give each transformer of a column transformer its columns."""
        if not isinstance(made, ast.Call):
            raise Unsupported
        remainder = next((each.value for each in made.keywords if each.arg == "remainder"), ast.Constant("drop"))
        blocks: list[_Block] = []
        rest = dict(frame.columns)
        for position, (step, node, columns) in enumerate(_transformers(made)):
            labels = self._labels(columns, frame)
            where = f"{place}.named_transformers_[{step!r}]" if step else f"{place}.transformers_[{position}][1]"
            block = self.block([frame.column(label) for label in labels], step or "columns")
            transformer = self.bound(variable(f"{step or 'step'}_steps"), where)
            blocks.append(self.transformed(self.resolved(node), transformer, block))
            rest = {label: column for label, column in rest.items() if label not in labels}
        match remainder:
            case ast.Constant(value="drop"):
                return blocks
            case ast.Constant(value="passthrough"):
                return [*blocks, self.block([*rest.values()], "rest")] if rest else blocks
            case _:
                raise Unsupported

    def _labels(self, node: ast.expr, frame: Frame) -> tuple[str, ...]:
        made = self.resolved(node)
        if isinstance(made, ast.Attribute | ast.Call) and ".select_dtypes(" in ast.unparse(made):
            return self._by_type(made, frame)
        value = self.names.get(node.id) if isinstance(node, ast.Name) else None
        found = value.value if isinstance(value, Scalar) else None
        if isinstance(node, ast.List):
            found = ast.literal_eval(node)
        if not isinstance(found, list) or not found or not all(isinstance(each, str) for each in found):
            raise Unsupported
        return tuple(found)

    def _by_type(self, made: ast.expr, frame: Frame) -> tuple[str, ...]:
        """`X.select_dtypes(include="number").columns`, where a frame has numbers and texts and nothing else."""
        wanted = _SELECTED.get(re.sub(r"^\w+|\[|\]|\.tolist\(\)", "", ast.unparse(made)))
        others = [each for each in frame.columns.values() if each.is_bool or each.kind not in {Kind.NUMBER, Kind.TEXT}]
        if wanted is None or others or frame.is_open:
            raise Unsupported
        return tuple(label for label, column in frame.columns.items() if column.kind is wanted)

    def block(self, columns: list[Column], wanted: str) -> _Block:
        """Lay columns side by side."""
        if not columns or any(column.kind is Kind.UNKNOWN for column in columns):
            raise Unsupported
        values = ", ".join(
            self.held[column.leaf] if column.leaf in self.held else ast.unparse(column.node) for column in columns
        )
        is_numeric = all(column.kind in {Kind.NUMBER, Kind.FLAG} for column in columns)
        lists = (column.kind is Kind.TEXT or (column.leaf and column.leaf not in self.held) for column in columns)
        if not is_numeric and not all(lists):
            raise Unsupported
        text = f"np.array([{values}], dtype=float).T" if is_numeric else f"[{values}]"
        nullable = any(column.nullable for column in columns)
        # Of literals of several kinds a type checker makes objects.
        is_any = not is_numeric and len({column.texts for column in columns}) > 1
        return _Block(self.bound(variable(wanted), text, is_any=is_any), is_numeric=is_numeric, nullable=nullable)

    def joined(self, blocks: list[_Block]) -> _Block:
        """Make one block of several."""
        if not all(block.is_numeric for block in blocks):
            raise Unsupported
        name = self.bound("joined", f"np.hstack([{', '.join(block.variable for block in blocks)}])")
        return _Block(name, is_numeric=True, nullable=any(block.nullable for block in blocks))

    def transformed(self, made: ast.expr, at: str, block: _Block) -> _Block:
        """Write what a fitted transformer does to a block."""
        if isinstance(made, ast.Constant) and made.value == "passthrough":
            return block
        if not isinstance(made, ast.Call):
            raise Unsupported
        if _class(made) in {"Pipeline", "make_pipeline"}:
            for position, (step, node) in enumerate(_steps(made)):
                block = self.transformed(self.resolved(node), f"{at}[{step!r}]" if step else f"{at}[{position}]", block)
            return block
        if _class(made) not in _TRANSFORMERS:
            raise Unsupported
        given = {each.arg: each.value for each in made.keywords}
        value, made_of = _TRANSFORMERS[_class(made)](at, block, given if not made.args else {"": made.args[0]})
        self.lines.append(Line(block.variable, dotted(value)))
        return made_of


def _transformers(made: ast.Call) -> Iterator[tuple[str, ast.expr, ast.expr]]:
    parts = made.args if _class(made) == "make_column_transformer" else None
    if parts is None:
        match argument(made, 0, "transformers"):
            case ast.List(elts=parts):
                pass
            case _:
                raise Unsupported
    for part in parts:
        match part:
            case ast.Tuple(elts=[ast.Constant(value=str(step)), node, columns]):
                yield step, node, columns
            case ast.Tuple(elts=[node, columns]):
                yield "", node, columns
            case _:
                raise Unsupported


Given = Mapping[str | None, ast.expr]


def _only(given: Given, **allowed: tuple[object, ...]) -> None:
    """Raise `Unsupported` for an argument that has another value than these."""
    for name, value in given.items():
        is_plain = isinstance(value, ast.Constant) and name in allowed
        if not is_plain or (allowed[str(name)] and value.value not in allowed[str(name)]):  # type: ignore[attr-defined]
            raise Unsupported


def _imputed(at: str, block: _Block, given: Given) -> tuple[str, _Block]:
    _only(given, strategy=("mean", "median", "most_frequent", "constant"), fill_value=())
    known = f"{at}.statistics_"
    if block.is_numeric:
        return f"np.where(np.isnan({block.variable}), {known}, {block.variable})", replace(block, nullable=False)
    column = "[known if value is None else value for value in column]"
    return f"[{column} for column, known in zip({block.variable}, {known}, strict=True)]", replace(
        block, nullable=False
    )


def _scaled(at: str, block: _Block, given: Given) -> tuple[str, _Block]:
    _only(given, copy=())
    if not block.is_numeric:
        raise Unsupported
    return f"({block.variable} - {at}.mean_) / {at}.scale_", block


def _ranged(at: str, block: _Block, given: Given) -> tuple[str, _Block]:
    if given or not block.is_numeric:
        raise Unsupported
    return f"{block.variable} * {at}.scale_ + {at}.min_", block


def _encoded(at: str, block: _Block, given: Given) -> tuple[str, _Block]:
    """One column for each category; what is none of them is zero in all, where the encoder was told so."""
    _only(given, handle_unknown=("ignore",), sparse_output=(), sparse=(), dtype=())
    if "handle_unknown" not in given or block.nullable:
        raise Unsupported
    columns = f"{block.variable}.T" if block.is_numeric else block.variable
    dummies = (
        f"[[value == category for value in column] for column, categories in "
        f"zip({columns}, {at}.categories_, strict=True) for category in categories]"
    )
    return f"np.array({dummies}, dtype=float).T", replace(block, is_numeric=True)


_SELECTED = {
    **dict.fromkeys(
        [".select_dtypes(include='number').columns", ".select_dtypes(exclude='object').columns"], Kind.NUMBER
    ),
    **dict.fromkeys(
        [".select_dtypes(include='object').columns", ".select_dtypes(exclude='number').columns"], Kind.TEXT
    ),
}
_SCALERS: dict[str, Callable[[str, _Block, Given], tuple[str, _Block]]] = {
    "MinMaxScaler": _ranged,
    "StandardScaler": _scaled,
}
_TRANSFORMERS = {**_SCALERS, "OneHotEncoder": _encoded, "SimpleImputer": _imputed}
"""Transformers whose arithmetic is a line. Each was read in scikit-learn; a test of the project compares."""
