"""The parts of a split: which names hold rows of the same data."""

import ast

from promote.knowledge.functions import GRIDS, SPLITS
from promote.model.program import Program, Statement
from promote.passes.names import root_name
from promote.planners.calls import calls_in, qualified_name
from promote.planners.values import Value

_TRANSFORMS = frozenset(
    ["fit", "transform", "fit_transform", "inverse_transform", "fit_resample", "predict", "predict_proba"]
)


def parts_of(program: Program, imports: dict[str, Value], name: str | None, before: int) -> tuple[str, ...]:
    """Names that come from the same split as the training data, and what is derived from them; itself included."""
    parts = {name} if name else set()
    # A list of columns that two frames are asked for does not make one part of them.
    no_data = imports.keys() | _constants(program)
    for statement in reversed(program.statements[:before]):
        node = statement.node
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            targets = {each.id for each in node.targets[0].elts if isinstance(each, ast.Name)}
            function = qualified_name(node.value.func, imports) if isinstance(node.value, ast.Call) else ""
            if function in SPLITS and targets & parts and isinstance(node.value, ast.Call):
                parts |= targets
                parts |= {root for argument in node.value.args if (root := root_name(argument))}
            elif targets & parts:
                parts |= data_names(statement) - no_data
        elif statement.names.defines & parts:
            parts |= data_names(statement) - no_data
    # Forward: what is made from a part is a part, `X_test_scaled` for one.
    for statement in program.statements[:before]:
        if (
            isinstance(statement.node, ast.Assign)
            and data_names(statement) & parts
            and not _is_grid(statement, imports)
        ):
            parts |= statement.names.defines
    return tuple(sorted(part for part in parts if part))


def _is_grid(statement: Statement, imports: dict[str, Value]) -> bool:
    """Whether a statement spans a range, as people do to draw what a model says between its data."""
    return any(qualified_name(call.func, imports) in GRIDS for call in calls_in(statement))


def _constants(program: Program) -> frozenset[str]:
    """Names that are only ever bound to literals."""
    literal: set[str] = set()
    other: set[str] = set()
    for statement in program.statements:
        value = statement.node.value if isinstance(statement.node, ast.Assign) else None
        plain = value is not None and all(
            isinstance(each, ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.Set | ast.Load)
            for each in ast.walk(value)
        )
        (literal if plain else other).update(statement.names.defines)
    return frozenset(literal - other)


def data_names(statement: Statement) -> frozenset[str]:
    """Names that a statement reads, without the transformers whose methods it calls."""
    receivers = {
        id(root)
        for call in calls_in(statement)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in _TRANSFORMS
        and isinstance(root := call.func.value, ast.Name)
    }
    return frozenset(
        each.id
        for each in ast.walk(statement.node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and id(each) not in receivers
    )


def root_of(node: ast.expr) -> str:
    """The name that an expression is about: its root, or the first one that it reads."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store):
            return root_name(node) or each.id
    return ""
