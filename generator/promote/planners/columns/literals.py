"""What the text of a path says without being run: literals, by themselves or under a name, and the columns that they name."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from promote.model.steps import STATE, Path, StepKind
from promote.planners.columns.live import Live

_NO_LITERAL = (ValueError, TypeError, SyntaxError, MemoryError, RecursionError)


def constants(path: Path) -> dict[str, object]:
    """Values of the names that the path binds once to a literal."""
    found: dict[str, object] = {}
    seen: set[str] = set()
    for step in path.steps:
        match step.statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if (
                step.kind is StepKind.CONSTANT and name not in seen
            ):
                try:
                    found[name] = _literal(value)
                except _NO_LITERAL:
                    found.pop(name, None)
        for name in step.statement.names.defines | step.statement.names.mutates:
            if name in seen:
                found.pop(name, None)
            seen.add(name)
    return found


def _literal(node: ast.expr) -> object:
    """The value of a literal, or of a text that is taken apart where it stands: `"plan,city".split(",")`."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), keywords=[]):
            return text.split(*map(ast.literal_eval, node.args))
        case _:
            return ast.literal_eval(node)


def parsed(text: str) -> ast.Module:
    """A text of the serving program, with `_state` wherever a state stands."""
    try:
        return ast.parse(STATE.sub("_state", text))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


@dataclass(frozen=True, slots=True)
class Literals:
    """Values of expressions, as far as literals and the constants tell."""

    constants: Mapping[str, object]
    numbered: bool = False
    """Numbers are names of columns: the data has no others, and nothing but frames is asked for what they name."""

    def value(self, node: ast.expr | None) -> object:
        """The value of an expression; `None` where it does not tell."""
        if isinstance(node, ast.Name):
            return self.constants.get(node.id)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.value(node.left), self.value(node.right)
            return left + right if isinstance(left, list) and isinstance(right, list) else None
        try:
            return ast.literal_eval(node) if node is not None else None
        except _NO_LITERAL:
            return None

    def columns(self, node: ast.expr) -> frozenset[str] | None:
        """The columns that a key names; `None` where it does not tell."""
        value = self.value(node)
        columns = value if isinstance(value, list | tuple | set) else [value]
        if all(isinstance(each, str) or (self.numbered and type(each) is int) for each in columns):
            return frozenset(map(str, columns))
        return None

    def mask(self, node: ast.expr) -> Live | None:
        """The columns of a frame for which a mask over them holds, `df.columns != "y"`; `None` where it does not tell."""
        match node:
            case ast.UnaryOp(op=ast.Invert(), operand=operand):
                found = self.mask(operand)
                return None if found is None else Live(found.names, others=not found.others)
            case ast.Compare(
                left=ast.Attribute(attr="columns"), ops=[ast.Eq() | ast.NotEq() as holds], comparators=[to]
            ):
                name = self.value(to)
                return Live(frozenset({name}), others=isinstance(holds, ast.NotEq)) if isinstance(name, str) else None
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="columns"), attr=asked), args=[to]) if (
                asked in {"isin", "difference"} and (columns := self.columns(to)) is not None
            ):
                return Live(columns, others=asked == "difference")
            case _:
                return None

    def positions(self, node: ast.expr, order: tuple[str, ...]) -> frozenset[str] | None:
        """The columns that a key names by position; `None` where it does not tell."""
        try:
            if isinstance(node, ast.Slice):
                lower, upper, step = (self._position(part) for part in (node.lower, node.upper, node.step))
                return frozenset(order[lower:upper:step])
            value = ast.literal_eval(node)
            return frozenset(order[position] for position in (value if isinstance(value, list) else [value]))
        except (ValueError, TypeError, IndexError, SyntaxError):
            return None

    def _position(self, node: ast.expr | None) -> int | None:
        value = self.value(node)
        if node is not None and not isinstance(value, int):
            raise ValueError
        return value if isinstance(value, int) else None
