"""One call of a function of the notebook's: what it is given, what it does, and what its caller calls the result."""

import ast
from collections.abc import Iterator, Mapping

from promote.passes.names import names_of
from promote.passes.rewrite import substituted

_NOT_INLINED = (
    *(ast.Yield, ast.YieldFrom, ast.Await, ast.Global, ast.Nonlocal, ast.FunctionDef, ast.AsyncFunctionDef),
    *(ast.ClassDef, ast.Starred, ast.NamedExpr),
)


def evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes that are evaluated once, when the statement runs: nothing in a lambda or a comprehension."""
    yield node
    if not isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.IfExp):
        for child in ast.iter_child_nodes(node):
            yield from evaluated(child)


def given_to(function: ast.FunctionDef, call: ast.Call) -> dict[str, ast.expr] | None:
    """What each parameter is bound to."""
    arguments = function.args
    parameters = [each.arg for each in [*arguments.posonlyargs, *arguments.args]]
    keywords = [each.arg for each in arguments.kwonlyargs]
    if arguments.vararg or arguments.kwarg or len(call.args) > len(parameters):
        return None
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    defaults = dict(zip(reversed(parameters), reversed(arguments.defaults), strict=False))
    defaults |= {name: value for name, value in zip(keywords, arguments.kw_defaults, strict=True) if value is not None}
    bound = dict(zip(parameters, call.args, strict=False))
    bound |= {each.arg: each.value for each in call.keywords if each.arg is not None}
    if not bound.keys() <= {*parameters, *keywords}:
        return None
    complete = {name: bound.get(name, defaults.get(name)) for name in [*parameters, *keywords]}
    found = {name: value for name, value in complete.items() if value is not None}
    return found if len(found) == len(complete) else None


def steps_of(function: ast.FunctionDef) -> tuple[list[ast.stmt], ast.expr | None] | None:
    """A function's statements and what it returns in the end, if it is no more than that."""
    if function.decorator_list:
        return None
    body = [*function.body]
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    returned = None
    body = [each for each in body if not isinstance(each, ast.Global)]
    if body and isinstance(body[-1], ast.Return):
        last = body.pop()
        returned = last.value if isinstance(last, ast.Return) else None
    inside = [each for step in body for each in ast.walk(step)]
    if any(isinstance(each, (ast.Return, *_NOT_INLINED)) for each in inside):
        return None
    return body, returned


def names_wanted(node: ast.stmt, call: ast.Call, returned: ast.expr | None) -> dict[str, str]:
    """Returned variables, and the names that the caller gives them."""
    if not (isinstance(node, ast.Assign) and node.value is call and len(node.targets) == 1):
        return {}
    match node.targets[0], returned:
        case ast.Name(id=target), ast.Name(id=name):
            return {name: target}
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            found = {
                value.id: target.id
                for target, value in zip(targets, values, strict=True)
                if isinstance(target, ast.Name) and isinstance(value, ast.Name)
            }
            return found if len(set(found.values())) == len(found) else {}
        case _:
            return {}


def bound_anew(given: Mapping[str, ast.expr], steps: list[ast.stmt]) -> dict[str, int]:
    """Parameters that are bound anew by one statement of their own: its number. Up to there they are what was given."""
    found: dict[str, int] = {}
    for name, value in given.items():
        first = next((n for n, each in enumerate(steps) if name in names_of(each).defines), None)
        if first is not None and isinstance(value, ast.Name) and isinstance(steps[first], ast.Assign):
            found[name] = first
    return found


def bindings_of(given: Mapping[str, ast.expr], names: Mapping[str, str], steps: list[ast.stmt]) -> Iterator[str]:
    """Statements that bind parameters, as far as what was given cannot stand in their places."""
    early = bound_anew(given, steps)
    for name, value in given.items():
        text = ast.unparse(value)
        if name not in early and names[name] != text:
            yield f"{names[name]} = {text}"


def spoken(text: str, stored: Mapping[str, str], read: Mapping[str, str]) -> str:
    """A statement of a function with the notebook's names in it: some where they are bound, others where they are read."""

    def find(node: ast.expr) -> str | None:
        if not isinstance(node, ast.Name):
            return None
        return (read if isinstance(node.ctx, ast.Load) else stored).get(node.id)

    return substituted(text, find)


def rebinds(steps: list[ast.stmt], name: str) -> bool:
    """Whether a function binds one of its names anew."""
    return any(name in names_of(each).defines for each in steps)


def reads_global(steps: list[ast.stmt], name: str, own: set[str]) -> bool:
    """Whether a function reads a variable of the notebook that has this name."""
    return name not in own and any(name in names_of(each).uses for each in steps)
