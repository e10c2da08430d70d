"""Expressions that are made of predictions: what turns them back, names them, or decides."""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from promote.knowledge import answers as known
from promote.knowledge import networks
from promote.planners.answers.reported import Reported, Turn
from promote.planners.answers.setting import Setting
from promote.planners.calls import qualified_name

_BOTH_SIDES = 2
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


@dataclass(frozen=True, slots=True)
class Expressions:
    """Responsibilities: what an expression makes of predictions, some of which names hold."""

    setting: Setting
    held: Mapping[str, Reported]

    def largest(self, node: ast.AST) -> list[Reported]:
        """The largest expressions inside a node that are made of predictions."""
        if isinstance(node, ast.expr) and (found := self.reported(node)) is not None:
            return [found]
        return [each for child in ast.iter_child_nodes(node) for each in self.largest(child)]

    def reported(self, node: ast.expr) -> Reported | None:
        """What an expression as a whole makes of predictions; `None` where it makes something else."""
        match node:
            case ast.Name(id=name):
                return self.held.get(name)
            case ast.Call():
                return self._call(node)
            case (
                ast.Subscript(value=inner, slice=ast.Constant(value=1)) | ast.Attribute(value=inner, attr="indices")
            ) if (placed := self.placed(inner)) is not None:
                return placed
            case ast.Attribute(value=inner, attr="data") if self.setting.choice.fit.is_network:
                return self.reported(inner)
            case ast.Subscript(value=inner, slice=key):
                return self._subscript(inner, key)
            case ast.Compare(left=left, ops=[ast.Gt() | ast.GtE()], comparators=[bound]):
                return self._decided(left, node.ops[0], bound)
            case ast.BinOp(left=base, op=ast.Pow(), right=right) if _is_number(base):
                return self._turned(right, lambda said: f"{ast.unparse(base)} ** {said}", Turn.INVERSE, "float")
            case ast.BinOp(left=left, op=ast.Mult(), right=ast.Constant(value=1)):
                return self._turned(left, lambda said: f"{said} * 1", Turn.NOTHING, "int")
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right) if _is_number(
                right
            ):
                said = self.reported(left)
                if said is None or said.turn is not Turn.INVERSE:
                    return None
                sign = _SIGNS[type(node.op)]
                return replace(said, wrap=f"({said.wrap} {sign} {ast.unparse(right)})")
            case ast.ListComp(elt=element, generators=[ast.comprehension(target=ast.Name(id=name), iter=over, ifs=[])]):
                return self._listed(element, name, over)
            case _:
                return None

    def placed(self, node: ast.expr) -> Reported | None:
        """`torch.max(said, 1)`: the largest number and its place, of which the place says something."""
        if not (isinstance(node, ast.Call) and self.setting.choice.fit.is_network):
            return None
        if qualified_name(node.func, self.setting.imports) == networks.MAXIMUM and len(node.args) == _BOTH_SIDES:
            inner, dimension = node.args
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "max" and len(node.args) == 1:
            inner, dimension = node.func.value, node.args[0]
        else:
            return None
        return self._turned(inner, lambda said: f"{said}.argmax({ast.unparse(dimension)})", Turn.DECIDED, "int")

    def _of_network(self, node: ast.Call, called: str) -> Reported | None:
        """What functions and methods make of a network's numbers."""
        if called in networks.GATHERS and node.args:
            return self.reported(node.args[0])
        if called in networks.GRADING_FUNCTIONS and node.args:
            return self._argument(node, node.args[0], Turn.GRADED, "")
        if called in networks.LARGEST and node.args:
            return self._argument(node, node.args[0], Turn.DECIDED, "int")
        if called == networks.ROUND and node.args:
            return self._rounded(node.args[0], lambda said: f"{ast.unparse(node.func)}({said})")
        if isinstance(node.func, ast.Call) and len(node.args) == 1:
            # A layer that is made where it is used: `nn.Softmax(dim=1)(said)`.
            layer = qualified_name(node.func.func, self.setting.imports)
            return self._argument(node, node.args[0], Turn.GRADED, "") if layer in networks.GRADING_LAYERS else None
        if not isinstance(node.func, ast.Attribute):
            return None
        receiver, method = node.func.value, node.func.attr
        if method in networks.GRADES:
            return self._receiver(node, receiver, Turn.GRADED, "")
        if method == "round" and not node.args:
            return self._rounded(receiver, lambda said: f"{said}.round()")
        if method in networks.PYTHON_TYPES:
            return self._receiver(node, receiver, Turn.NOTHING, networks.PYTHON_TYPES[method])
        if method in {"to", "cuda"}:
            # Whatever it goes to, it says the same.
            return self.reported(receiver)
        return self._receiver(node, receiver, Turn.NOTHING, "") if method in networks.SHAPING else None

    def _rounded(self, inner: ast.expr, wrapped: Callable[[str], str]) -> Reported | None:
        said = self.reported(inner)
        if said is None:
            return None
        return said.turned(wrapped(said.wrap), Turn.DECIDED if self.setting.decides(said) else Turn.NOTHING, "")

    def _call(self, node: ast.Call) -> Reported | None:
        if self.setting.is_prediction(node):
            return self.setting.asked(node)
        called = qualified_name(node.func, self.setting.imports)
        if self.setting.choice.fit.is_network and (found := self._of_network(node, called)) is not None:
            return found
        if called in known.INVERSES and len(node.args) == 1:
            return self._argument(node, node.args[0], Turn.INVERSE, "float")
        if called in known.SHAPES and node.args:
            return self._argument(node, node.args[0], Turn.NOTHING, "")
        if called in known.LARGEST and node.args:
            return self._argument(node, node.args[0], Turn.DECIDED, "int")
        if called == "numpy.where" and len(node.args) == _BOTH_SIDES + 1:
            sides = [each.value for each in node.args[1:] if isinstance(each, ast.Constant)]
            return self._argument(node, node.args[0], Turn.NOTHING, _one_type(sides))
        if not isinstance(node.func, ast.Attribute):
            return None
        receiver, method = node.func.value, node.func.attr
        if method == "inverse_transform" and len(node.args) == 1 and self.setting.knows_target(receiver):
            return self._argument(node, node.args[0], Turn.INVERSE, self.setting.turned_back)
        if method in known.SHAPING_METHODS:
            kind = "int" if method == "astype" and "int" in ast.unparse(node) else ""
            return self._receiver(node, receiver, Turn.NOTHING, kind)
        if method == "argmax":
            return self._receiver(node, receiver, Turn.DECIDED, "int")
        if method == "map" and len(node.args) == 1 and not isinstance(node.args[0], ast.Lambda):
            return self._receiver(node, receiver, Turn.NAMED, self.setting.type_of_names(node.args[0]))
        return None

    def _subscript(self, inner: ast.expr, key: ast.expr) -> Reported | None:
        match key:
            case ast.Tuple(elts=[ast.Slice(lower=None, upper=None), ast.Constant(value=int(column))]):
                return self._turned(inner, lambda said: f"{said}[:, {column}]", Turn.NOTHING, "float")
            case _:
                named = self.reported(key) if isinstance(key, ast.Name | ast.Call | ast.Subscript) else None
                if named is None or named.output == "float":
                    return None
                wrap = f"{ast.unparse(inner)}[{named.wrap}]"
                return named.turned(wrap, Turn.NAMED, self.setting.type_of_names(inner))

    def _decided(self, left: ast.expr, operator: ast.cmpop, bound: ast.expr) -> Reported | None:
        """`probability > 0.3`; at one half it says what the model says itself."""
        said = self.reported(left)
        if said is None or not self.setting.is_graded(said) or not (_is_number(bound) or isinstance(bound, ast.Name)):
            return None
        halves = isinstance(bound, ast.Constant) and bound.value == known.HALF
        turn = Turn.NOTHING if halves and "predict_proba" in said.asks else Turn.DECIDED
        sign = ">" if isinstance(operator, ast.Gt) else ">="
        return said.turned(f"({said.wrap} {sign} {ast.unparse(bound)})", turn, "bool")

    def _listed(self, element: ast.expr, name: str, over: ast.expr) -> Reported | None:
        """`[names[each] for each in predicted]`, `[1 if p > 0.3 else 0 for p in probabilities]`."""
        said = self.reported(over)
        if said is None:
            return None
        wrap = f"[{ast.unparse(element)} for {name} in {said.wrap}]"
        match element:
            case ast.Subscript(slice=ast.Name(id=key)) if key == name and said.output != "float":
                return said.turned(wrap, Turn.NAMED, self.setting.type_of_names(element.value))
            case ast.IfExp(
                test=ast.Compare(
                    left=ast.Name(id=key), ops=[ast.Gt() | ast.GtE()], comparators=[ast.Constant(value=t)]
                ),
                body=ast.Constant(value=yes),
                orelse=ast.Constant(value=no),
            ) if key == name and self.setting.is_graded(said):
                turn = Turn.NOTHING if t == known.HALF and "predict_proba" in said.asks else Turn.DECIDED
                return replace(said.turned(wrap, turn), output=_one_type([yes, no]))
            case _:
                return None

    def _argument(self, node: ast.Call, inner: ast.expr, turn: Turn, output: str) -> Reported | None:
        rest = [*map(ast.unparse, node.args[1:]), *(ast.unparse(each) for each in node.keywords)]
        function = ast.unparse(node.func)
        return self._turned(inner, lambda said: f"{function}({', '.join([said, *rest])})", turn, output)

    def _receiver(self, node: ast.Call, receiver: ast.expr, turn: Turn, output: str) -> Reported | None:
        rest = [*map(ast.unparse, node.args), *(ast.unparse(each) for each in node.keywords)]
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return self._turned(receiver, lambda said: f"{said}.{method}({', '.join(rest)})", turn, output)

    def _turned(self, inner: ast.expr, wrapped: Callable[[str], str], turn: Turn, output: str) -> Reported | None:
        said = self.reported(inner)
        return said.turned(wrapped(said.wrap), turn, output) if said is not None else None


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _one_type(values: Iterable[object]) -> str:
    """The type that values share; empty where they have several."""
    kinds = {type(each).__name__ for each in values}
    return kinds.pop() if len(kinds) == 1 else ""
