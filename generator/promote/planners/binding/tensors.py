"""Tensors of rows: what makes them, and what their methods do to rows."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.knowledge import networks
from promote.planners.binding.idioms.shapes import reshape
from promote.planners.binding.syntax import argument, keyword
from promote.planners.calls import qualified_name
from promote.planners.values import CONSTANT, Value, ValueKind, blocked, join, learned

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


def tensor_call(evaluator: "Evaluator", node: ast.Call, name: str, values: list[Value]) -> Value | None:
    """Find the value of a function that makes a tensor of rows, or is given one; `None` for any other call."""
    joined = join(*values)
    if not joined.many:
        return None
    tensor = replace(joined, kind=ValueKind.TENSOR, source=False, raw=False)
    module, _, last = name.rpartition(".")
    if name in networks.TENSORS:
        _on_any_machine(evaluator, node)
        return tensor
    if module in {"torch", "torch.nn.functional"} and last in networks.CELL_WISE:
        return tensor
    if name in networks.JOINS:
        side_by_side = _number(argument(node, 1, "dim")) in {1, -1} or _number(keyword(node, "axis")) in {1, -1}
        return tensor if side_by_side else blocked(tensor, "rows are put below each other")
    if module == "torch" and last in networks.AGGREGATES:
        return _aggregate(tensor, argument(node, 1, "dim"))
    return None


def tensor_method(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
    """Find the value of a method of a tensor of rows."""
    name = func.attr
    values = evaluator.arguments(node)
    same = replace(join(receiver, *values), kind=ValueKind.TENSOR, source=False, raw=False)
    if name in {"view", "reshape"}:
        return _shaped(evaluator, node, values, same)
    if name == "to":
        return _moved(evaluator, node, func, same)
    if name == "cuda":
        evaluator.keep_only(node, func.value, rows=False)
        return same
    if name == "numpy":
        return replace(same, kind=ValueKind.ARRAY)
    if name in networks.KEEPS | networks.CELL_WISE:
        return same
    if name in networks.OF_ALL:
        return learned()
    if name in networks.AGGREGATES:
        return _aggregate(same, argument(node, 0, "dim"))
    if name in {"unsqueeze", "squeeze", "flatten"}:
        # Without a dimension, a single record would lose its row.
        at = _number(argument(node, 0, "start_dim" if name == "flatten" else "dim"))
        return same if at in {1, 2, -1} else blocked(same, f"`{name}` leaves no row of a single record")
    return blocked(same, f"nobody can say whether `{name}` works on one record alone")


def tensor_attribute(base: Value, name: str) -> Value:
    """Find the value of an attribute of a tensor of rows."""
    if name in {"device", "requires_grad", "is_cuda", "layout"}:
        return CONSTANT
    return replace(base, source=False, raw=False)


def _aggregate(tensor: Value, dimension: ast.expr | None) -> Value:
    return tensor if _number(dimension) in {1, -1} else Value(time=learned().time, obstacle=tensor.obstacle)


def _shaped(evaluator: "Evaluator", node: ast.Call, values: list[Value], same: Value) -> Value:
    found = reshape(evaluator, node, values)
    if found is None:
        return blocked(same, "`reshape` mixes rows")
    return replace(found, kind=ValueKind.TENSOR)


def _moved(evaluator: "Evaluator", node: ast.Call, func: ast.Attribute, same: Value) -> Value:
    """A tensor goes to a device in training alone; another type of numbers is another matter."""
    given = [*node.args, *(each.value for each in node.keywords)]
    if not all(qualified_name(each, evaluator.scope).startswith("torch.") for each in given):
        evaluator.keep_only(node, func.value, rows=False)
    return same


def _on_any_machine(evaluator: "Evaluator", node: ast.Call) -> None:
    device = keyword(node, "device")
    if device is not None:
        evaluator.edit(device, serving='"cpu"')


def _number(node: ast.expr | None) -> object:
    try:
        return ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError):
        return None
