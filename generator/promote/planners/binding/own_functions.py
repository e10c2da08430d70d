"""The notebook's own functions: what a call does to rows is what its body does to them."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.model.steps import BindingTime
from promote.passes.names import Effects, effects_of
from promote.planners.binding.row_loops import row_loop
from promote.planners.values import CONSTANT, Value, blocked, join

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator

LEARNS = "a function of the notebook learns from all rows"


def own_call(evaluator: "Evaluator", node: ast.Call, function: Value) -> Value:
    """Find the value of a call of one of the notebook's own functions."""
    values = evaluator.arguments(node)
    if changed := _changed_unseen(evaluator, function.node):
        return blocked(join(*values), f"a function of the notebook changes `{changed}`, which nobody gives it")
    if function.node is None or not any(value.rows for value in values):
        return join(*values)
    result = body(evaluator, function.node, values)
    return replace(result, source=False, raw=False)


def _changed_unseen(evaluator: "Evaluator", function: ast.FunctionDef | ast.Lambda | None) -> str:
    """A variable with rows that a function changes though it is none of its parameters; empty if there is none."""
    if not isinstance(function, ast.FunctionDef):
        return ""
    others = _effects(evaluator, function, ()).others
    return next((name for name in sorted(others) if evaluator.scope.get(name, CONSTANT).many), "")


def _effects(evaluator: "Evaluator", function: ast.FunctionDef, inside: tuple[str, ...]) -> Effects:
    """What a function changes, by those that it calls too."""
    called = {each.id for each in ast.walk(function) if isinstance(each, ast.Name)} - {*inside, function.name}
    nodes = {name: evaluator.scope[name].node for name in called & evaluator.scope.keys()}
    known = {
        name: _effects(evaluator, node, (*inside, function.name))
        for name, node in nodes.items()
        if isinstance(node, ast.FunctionDef)
    }
    return effects_of(function, known)


def body(evaluator: "Evaluator", function: ast.FunctionDef | ast.Lambda, values: list[Value]) -> Value:
    """Evaluate a function's body for given arguments. What it would have to remember is an obstacle."""
    if any(each is function for each in evaluator.called):
        return blocked(join(*values), "a function of the notebook calls itself")
    outer_calls, evaluator.called = evaluator.called, (*evaluator.called, function)
    try:
        return _body(evaluator, function, values)
    finally:
        evaluator.called = outer_calls


def _body(evaluator: "Evaluator", function: ast.FunctionDef | ast.Lambda, values: list[Value]) -> Value:
    parameters = [argument.arg for argument in function.args.posonlyargs + function.args.args]
    bound = dict(zip(parameters, [*values, *[CONSTANT] * len(parameters)], strict=False))
    if isinstance(function, ast.Lambda):
        with _inside(evaluator, bound):
            result = evaluator.evaluate(function.body)
            return _remembers(evaluator, function.body, result)
    outer, evaluator.elsewhere = evaluator.elsewhere, True
    with _inside(evaluator, bound):
        result = _statements(evaluator, function.body)
    evaluator.elsewhere = outer
    return result


def _statements(evaluator: "Evaluator", body: list[ast.stmt]) -> Value:
    results: list[Value] = []
    for statement in body:
        match statement:
            case ast.Return(value=value):
                results.append(_remembers(evaluator, value, evaluator.evaluate(value)))
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                found = _remembers(evaluator, value, evaluator.evaluate(value))
                results.append(Value(obstacle=found.obstacle))
                _bind(evaluator, target, found)
            case ast.AugAssign(value=value):
                results.append(Value(obstacle=_remembers(evaluator, value, evaluator.evaluate(value)).obstacle))
            case ast.Expr(value=ast.Call(func=ast.Name(id="display"))) if "display" not in evaluator.scope:
                # It is left out where the function is written.
                pass
            case ast.Expr(value=value):
                reason = "a function of the notebook removes rows" if evaluator.removes else ""
                results.append(Value(obstacle=evaluator.evaluate(value).obstacle or reason))
            case (
                ast.Pass() | ast.Import() | ast.ImportFrom() | ast.Break() | ast.Continue() | ast.Raise() | ast.Assert()
            ):
                pass
            case _:
                results.extend(_compound(evaluator, statement))
    return join(*results)


def _compound(evaluator: "Evaluator", statement: ast.stmt) -> Iterator[Value]:
    """What becomes of rows in the arms of a branch, in the turns of a loop, and where something may fail."""
    match statement:
        case ast.If(test=test, body=then, orelse=otherwise):
            yield Value(obstacle=_remembers(evaluator, test, evaluator.evaluate(test)).obstacle)
            arms = [then, otherwise]
        case ast.For() if (over_rows := row_loop(evaluator, statement)) is not None:
            yield Value(obstacle=over_rows.obstacle)
            arms = []
        case ast.For(target=target, iter=iterable, body=inner, orelse=otherwise):
            found = evaluator.evaluate(iterable)
            if found.many:
                yield Value(obstacle="a function loops over frames")
            _bind(evaluator, target, found)
            arms = [inner, otherwise]
        case ast.While(test=test, body=inner, orelse=otherwise):
            yield Value(obstacle=_remembers(evaluator, test, evaluator.evaluate(test)).obstacle)
            arms = [inner, otherwise]
        case ast.Try(body=tried, handlers=handlers, orelse=otherwise, finalbody=last):
            arms = [tried, *(each.body for each in handlers), otherwise, last]
        case _:
            if any(value.many for value in evaluator.scope.values()):
                yield Value(obstacle="a function of the notebook is too involved to follow")
            arms = []
    for arm in arms:
        yield _statements(evaluator, arm)


def _bind(evaluator: "Evaluator", target: ast.expr, value: Value) -> None:
    """Give names their value; what something is stored into keeps what it has."""
    match target:
        case ast.Name(id=name):
            evaluator.scope[name] = value
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                _bind(evaluator, part, value)
        case ast.Starred(value=inner):
            _bind(evaluator, inner, value)
        case _:
            pass


def _seen_from_inside(evaluator: "Evaluator", name: str, value: Value) -> Value:
    """A variable of the notebook as a function has it: in a function that stands elsewhere, nothing learned can be put."""
    if value.many:
        return blocked(value, f"a function reads the rows of `{name}`")
    if evaluator.elsewhere and value.time is BindingTime.FITTED:
        return blocked(value, f"a function reads `{name}`, which training learns")
    return value


def _remembers(evaluator: "Evaluator", node: ast.expr | None, value: Value) -> Value:
    if node is not None and (evaluator.captures(node) or evaluator.removes):
        return blocked(value, LEARNS)
    return value


@contextmanager
def _inside(evaluator: "Evaluator", bound: dict[str, Value]) -> Iterator[None]:
    outer, edits, removes = evaluator.scope, evaluator.edits, evaluator.removes
    free = {name: _seen_from_inside(evaluator, name, value) for name, value in outer.items()}
    evaluator.scope, evaluator.edits, evaluator.depth, evaluator.removes = (
        {**free, **bound},
        [],
        evaluator.depth + 1,
        False,
    )
    try:
        yield
    finally:
        learned = [edit for edit in evaluator.edits if edit.training and edit.training.startswith("⟦")]
        evaluator.scope, evaluator.depth, evaluator.removes = outer, evaluator.depth - 1, removes
        # A lambda stands in the statement, so what it reads of the fitted state can be edited there.
        evaluator.edits = edits + (learned if not evaluator.depth else [])
