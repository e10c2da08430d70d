"""Expressions over frames and columns, as expressions over arrays and lists."""

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from promote.planners.arrays.calls import evaluate_call
from promote.planners.arrays.code import dotted
from promote.planners.arrays.frames import located
from promote.planners.arrays.operators import arithmetic, comparison, inverted, logic, negated
from promote.planners.arrays.values import PLACE, Column, Frame, Kind, Scalar, Unsupported, Value
from promote.planners.calls import qualified_name
from promote.planners.values import Value as Bound

Bind = Callable[[str, ast.expr], ast.Name]
"""Writes a statement that binds a value to a name like the one given, and returns the name."""

Hold = Callable[[Column], Column]
"""Gives a field of each record a variable of its own."""


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates what stands on the right of an assignment. Raises `Unsupported` for all that it does not know."""

    names: Mapping[str, Value]
    imports: dict[str, Bound]
    bind: Bind
    hold: Hold

    def evaluate(self, node: ast.expr) -> Value:
        """Find the value of an expression."""
        match node:
            case ast.Name(id=identifier) if identifier in self.names:
                return self.names[identifier]
            case ast.Name(id=identifier) if identifier.startswith(PLACE):
                return Scalar(node=node)
            case ast.Constant() | ast.List() | ast.Tuple() | ast.Dict() | ast.UnaryOp(operand=ast.Constant()):
                return self._literal(node)
            case ast.BinOp(left=left, op=ast.Add(), right=right) if self._is_list(left) and self._is_list(right):
                values = [*self.constant(left), *self.constant(right)]
                return Scalar(node=dotted(repr(values)), known=True, value=values)
            case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() as op, right=right):
                return logic(op, self.evaluate(left), self.evaluate(right))
            case ast.BinOp(left=left, op=op, right=right):
                return arithmetic(self, op, self.evaluate(left), self.evaluate(right))
            case ast.UnaryOp(op=ast.Invert(), operand=inner):
                return inverted(self.column(inner, Kind.FLAG))
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return negated(self.column(inner, Kind.NUMBER))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return comparison(self, op, self.evaluate(left), self.evaluate(right))
            case ast.Subscript():
                return self._subscript(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return evaluate_call(self, node)
            case _:
                raise Unsupported

    def constant(self, node: ast.expr) -> list[object]:
        """Find the elements of a list that the text of the notebook tells."""
        value = self.evaluate(node)
        if isinstance(value, Scalar) and value.known:
            return [*value.value] if isinstance(value.value, list | tuple) else [value.value]
        raise Unsupported

    def labels(self, node: ast.expr) -> tuple[str, ...]:
        """Find the names of columns in an expression: one, or a list of them."""
        found = self.constant(node)
        if not all(isinstance(each, str) for each in found):
            raise Unsupported
        return tuple(str(each) for each in found)

    def frame(self, node: ast.expr) -> Frame:
        """Find the frame that an expression is."""
        value = self.evaluate(node)
        if not isinstance(value, Frame):
            raise Unsupported
        return value

    def column(self, node: ast.expr, *kinds: Kind) -> Column:
        """Find the column that an expression is, of one of the kinds, to compute with."""
        value = self.evaluate(node)
        if not isinstance(value, Column) or (kinds and value.kind not in kinds):
            raise Unsupported
        return self.hold(value)

    def _is_list(self, node: ast.expr) -> bool:
        value = self.names.get(node.id) if isinstance(node, ast.Name) else None
        return isinstance(node, ast.List) or (isinstance(value, Scalar) and isinstance(value.value, list))

    def _literal(self, node: ast.expr) -> Scalar:
        try:
            return Scalar(node=node, known=True, value=ast.literal_eval(node))
        except ValueError as error:
            raise Unsupported from error

    def _attribute(self, node: ast.Attribute) -> Value:
        if qualified_name(node, self.imports) in {"numpy.nan", "numpy.NaN"}:
            return Scalar(node=dotted("np.nan"), known=True, value=math.nan)
        frame = self.frame(node.value)
        if node.attr == "values" and not frame.is_array:
            return replace(frame, is_array=True)
        return frame.column(node.attr)

    def _subscript(self, node: ast.Subscript) -> Value:
        if isinstance(node.value, ast.Attribute) and node.value.attr in {"loc", "iloc"}:
            return located(self, self.frame(node.value.value), node.value.attr, node.slice)
        value, wanted = self.evaluate(node.value), self.evaluate(node.slice)
        match value, wanted:
            case Scalar(known=False), Scalar(known=True):
                return Scalar(node=ast.Subscript(value.node, wanted.node))
            case Frame(is_array=False), Scalar(value=str(label)):
                return value.column(label)
            case Frame(is_array=False), Scalar(value=list()):
                return value.only(self.labels(node.slice))
            case _:
                raise Unsupported
