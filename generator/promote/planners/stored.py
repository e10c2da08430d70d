"""The scores that the notebook's own stored outputs show for each of its models, where it is certain which is whose.

A number counts as a score where a cell shows the value of a score and nothing else could have printed it: by the words that
the code prints around it, or because the cell shows as many bare numbers as bare scores. It counts for a model where the
score is the model's own, or is one of its predictions. Scores of the training part say nothing of new records and are left out.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from promote.knowledge.estimators import SCORES
from promote.model.program import Program, Statement
from promote.model.promotion import ModelSummary
from promote.passes.names import root_name
from promote.planners.calls import qualified_name
from promote.planners.values import Value

_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_BARE = re.compile(rf"^\s*(?:np\.float64\()?({_NUMBER})\)?\s*$", re.MULTILINE)
_PREDICTS = frozenset({"predict", "predict_proba", "decision_function"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One place where a cell shows a score, and the words around it; none for a bare number."""

    statement: Statement
    call: ast.Call
    before: str = ""
    after: str = ""


def with_stored_scores(
    models: tuple[ModelSummary, ...], program: Program, imports: dict[str, Value]
) -> tuple[ModelSummary, ...]:
    """Add to each model the scores that the notebook shows of it, by name, the last of each name."""
    found: dict[int, dict[str, float]] = {}
    for cell in program.notebook.cells:
        if not cell.printed:
            continue
        for shown, number in _read(list(_shown(program, cell.number, imports)), cell.printed):
            owner = _owner(shown, models, program, imports)
            if owner is not None:
                found.setdefault(owner, {})[_name(shown.call, imports)] = number
    return tuple(replace(model, scores=tuple(found.get(position, {}).items())) for position, model in enumerate(models))


def _shown(program: Program, cell: int, imports: dict[str, Value]) -> Iterator[_Shown]:
    statements = [each for each in program.statements if each.cell == cell]
    for statement in statements:
        match statement.node:
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=arguments, keywords=[])):
                yield from _printed(statement, arguments, program, imports)
            case ast.Expr(value=value) if statement is statements[-1]:
                call = _score(value, statement, program, imports)
                if call is not None:
                    yield _Shown(statement=statement, call=call)
            case _:
                pass


def _printed(
    statement: Statement, arguments: list[ast.expr], program: Program, imports: dict[str, Value]
) -> Iterator[_Shown]:
    """Take a `print` of one score, with texts around it or without."""
    parts: list[ast.expr | str] = []
    for argument in arguments:
        parts += [" "] if parts else []
        parts += pieces_of(argument)
    values = [each for each in parts if not isinstance(each, str)]
    call = _score(values[0], statement, program, imports) if len(values) == 1 else None
    if call is not None:
        at = next(position for position, each in enumerate(parts) if not isinstance(each, str))
        texts = ["".join(each for each in side if isinstance(each, str)) for side in (parts[:at], parts[at + 1 :])]
        yield _Shown(statement=statement, call=call, before=texts[0], after=texts[1])


def pieces_of(node: ast.expr) -> list[ast.expr | str]:
    """Take a printed text apart: its words, and the values between them."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            return [piece for each in values for piece in pieces_of(each)]
        case ast.FormattedValue(value=value):
            return [value]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [*pieces_of(left), *pieces_of(right)]
        case ast.Call(func=ast.Name(id="str"), args=[value]):
            return [value]
        case _:
            return [node]


def _score(node: ast.expr, statement: Statement, program: Program, imports: dict[str, Value]) -> ast.Call | None:
    """Follow a value to the call that computes a score, by way of a name and of rounding."""
    match node:
        case ast.Name(id=name):
            origin = _binding(name, statement, program)
            return _score(origin[1], origin[0], program, imports) if origin is not None else None
        case ast.Call(func=ast.Name(id="round"), args=[value, *_]):
            return _score(value, statement, program, imports)
        case ast.Call(func=ast.Attribute(attr="score")):
            return node
        case ast.Call(args=[_, _, *_]) if _is_metric(node, imports):
            return node
        case _:
            return None


def _is_metric(call: ast.Call, imports: dict[str, Value]) -> bool:
    name = qualified_name(call.func, imports)
    return name.startswith("sklearn.metrics") and name.rpartition(".")[2] in SCORES


def _name(call: ast.Call, imports: dict[str, Value]) -> str:
    if _is_metric(call, imports):
        return SCORES[qualified_name(call.func, imports).rpartition(".")[2]].replace("_", " ")
    return "score"


def _binding(name: str, before: Statement, program: Program) -> tuple[Statement, ast.expr] | None:
    """Find the last plain assignment to a name before a statement; nothing where anything else changed the name since."""
    for statement in reversed(program.statements[: before.index]):
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                return statement, value
            case _ if name in statement.names.defines | statement.names.mutates:
                return None
            case _:
                pass
    return None


def _read(shown: list[_Shown], printed: str) -> Iterator[tuple[_Shown, float]]:
    """Find the numbers that a cell printed for its scores."""
    bare = [each for each in shown if not each.before.strip() and not each.after.strip()]
    numbers = _BARE.findall(printed)
    if len(numbers) == len(bare):
        yield from zip(bare, map(float, numbers), strict=True)
    for each in shown:
        if each.before.strip():
            found = re.findall(rf"{re.escape(each.before.strip())}\s*({_NUMBER})", printed)
            alike = sum(other.before.strip() == each.before.strip() for other in shown)
            # A number that a percent sign follows is a hundred times the score, or it is not: leave it.
            if len(found) == alike == 1 and not each.after.startswith("%"):
                yield each, float(found[0])


def _owner(shown: _Shown, models: tuple[ModelSummary, ...], program: Program, imports: dict[str, Value]) -> int | None:
    """Find the model that a score is of: the position of its last fit before the score."""
    model, place, data = _scored(shown, program, imports)
    if not model or any("train" in ast.unparse(each).lower() for each in data):
        return None
    earlier = [n for n, each in enumerate(models) if each.name == model and each.cell <= place.cell]
    if not earlier:
        return None
    owner = max(earlier, key=lambda n: models[n].cell)
    between = [each for each in program.statements[: place.index] if each.cell > models[owner].cell]
    return owner if not any(model in each.names.defines | each.names.mutates for each in between) else None


def _scored(shown: _Shown, program: Program, imports: dict[str, Value]) -> tuple[str, Statement, list[ast.expr]]:
    """Return the model's name, where it was asked, and everything that the score was computed from."""
    call = shown.call
    if not _is_metric(call, imports) and isinstance(call.func, ast.Attribute):
        return root_name(call.func.value) or "", shown.statement, list(call.args)
    for argument in call.args[:2]:
        node, place = argument, shown.statement
        while True:
            match node:
                case ast.Name(id=name):
                    origin = _binding(name, place, program)
                    if origin is None:
                        break
                    place, node = origin
                case ast.Subscript(value=inner):
                    node = inner
                case ast.Call(func=ast.Attribute(value=model, attr=method), args=arguments) if method in _PREDICTS:
                    return root_name(model) or "", place, [*call.args, *arguments]
                case _:
                    break
    return "", shown.statement, []
