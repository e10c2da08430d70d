"""Code of a caller.

A step that the service runs for every record gives what stands in a field to something that runs it as code or as a command:
`eval`, `exec`, `pickle.loads`, `os.system`, `subprocess.run`.

**Why it matters.** In the notebook the field holds what was in a file of yours. In the service it holds whatever a caller sends,
so whoever can reach the service can run code on its machine.

**What to do.** Read values with a function that runs nothing:

```python
df["genres"] = df["genres"].apply(ast.literal_eval)
```
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from promote.knowledge.dangers import EVALUATES, STARTS, UNPICKLES
from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.model.program import Statement
from promote.model.steps import STATE, Path, StepKind
from promote.passes.names import called_name, names_of

_HINTS = {
    **dict.fromkeys(
        EVALUATES,
        "read values with `ast.literal_eval`, which runs nothing; take anything else apart by `.str.split`",
    ),
    **dict.fromkeys(UNPICKLES, "send values as JSON: whoever can choose a pickle can choose the code that it runs"),
    **dict.fromkeys(STARTS, "do it in Python, or start a fixed command and keep what a caller sends out of it"),
}


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report what runs the values of a record as code, once for each line and function."""
    own = {name: f"__main__.{name}" for each in facts.program.statements for name in each.names.defines}
    told: set[tuple[Place, str]] = set()
    for served in _served(facts.path) if facts.path is not None else ():
        for line, name in _running(served, own | facts.names):
            place = served.statement.place(line)
            if (place, name) not in told:
                told.add((place, name))
                yield Diagnostic(
                    code="PN113",
                    name="callers-code",
                    severity=Severity.ERROR,
                    message=f"`{name}` runs what stands in a field, so whoever can reach the service can run code on its machine",
                    hint=_HINTS[name],
                    place=place,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Served:
    """A piece of code that runs for each request."""

    statement: Statement
    tree: ast.AST
    values: frozenset[str]
    """Names in it that hold what comes from a record."""


def _served(path: Path) -> Iterator[_Served]:
    """Everything that runs for each request: the steps, and the notebook's own functions that get values from them."""
    found = [*_steps(path)]
    own = {
        step.statement.node.name: step.statement
        for step in path.steps
        if isinstance(step.statement.node, ast.FunctionDef | ast.ClassDef) and step.kind is StepKind.FUNCTION
    }
    # `FunctionTransformer(clean)` keeps the function for later, and an object of a class has its methods asked.
    kept = [
        name
        for step in path.steps[path.cut.after + 1 :]
        for call in ast.walk(step.statement.node)
        if isinstance(call, ast.Call) and called_name(call)[:1].isupper()
        for name in names_of(call).uses
    ]
    waiting = [*kept, *(name for each in found for name in _given(each))]
    reached: set[str] = set()
    yield from found
    while waiting:
        name = waiting.pop()
        tree = _tree(own[name].text) if name in own and name not in reached else None
        reached.add(name)
        if tree is not None:
            served = _Served(statement=own[name], tree=tree, values=_flow(tree, _parameters(tree)))
            waiting += _given(served)
            yield served


def _steps(path: Path) -> Iterator[_Served]:
    values = frozenset([path.cut.frame])
    for position in path.serving:
        statement = path.steps[position].statement
        tree = _tree(path.steps[position].serving_text())
        if tree is not None and names_of(tree).uses & values:
            values |= statement.names.defines | statement.names.mutates
            lambdas = [each for each in ast.walk(tree) if isinstance(each, ast.Lambda)]
            inner = frozenset(name for each in lambdas for name in _parameters(each))
            yield _Served(statement=statement, tree=tree, values=_flow(tree, values | inner))


def _tree(text: str) -> ast.AST | None:
    try:
        return ast.parse(STATE.sub("_state", text))
    except SyntaxError:
        return None


def _parameters(tree: ast.AST) -> frozenset[str]:
    """Parameters of every function in a tree."""
    return frozenset(each.arg for each in ast.walk(tree) if isinstance(each, ast.arg)) - {"self"}


def _flow(tree: ast.AST, values: frozenset[str]) -> frozenset[str]:
    """Add the names that a tree binds to something made of values."""
    while (
        more := {name for names, origin in _bindings(tree) if names_of(origin).uses & values for name in names} - values
    ):
        values |= more
    return values


def _bindings(tree: ast.AST) -> Iterator[tuple[frozenset[str], ast.AST]]:
    """What binds names inside of a tree, with what it binds them to."""
    for each in ast.walk(tree):
        match each:
            case ast.Assign(value=value):
                yield names_of(each).defines, value
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                yield names_of(target).defines, value
            case ast.NamedExpr(target=target, value=value):
                yield names_of(target).defines, value
            case _:
                pass


def _given(served: _Served) -> Iterator[str]:
    """Names of functions that a piece of code gives values to: it calls them, or hands them to what calls them."""
    for call, parts in _calls(served):
        yield from (each.id for each in [call.func, *parts] if isinstance(each, ast.Name))


def _running(served: _Served, names: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Find the lines that run values as code, with the function that does."""
    for call, parts in _calls(served):
        for each in (call.func, *parts):
            if (name := _qualified(each, names)) in _HINTS:
                yield each.lineno, name


def _calls(served: _Served) -> Iterator[tuple[ast.Call, tuple[ast.expr, ...]]]:
    """Calls that get values, or are asked of them, each with what is handed over: `f(x)`, `x.apply(f)`."""
    for call in ast.walk(served.tree):
        if isinstance(call, ast.Call) and names_of(call).uses & served.values:
            yield call, (*call.args, *(each.value for each in call.keywords))


def _qualified(node: ast.expr, names: Mapping[str, str]) -> str:
    match node:
        case ast.Name(id=name):
            return names.get(name, name)
        case ast.Attribute(value=inner, attr=attr) if base := _qualified(inner, names):
            return f"{base}.{attr}"
        case _:
            return ""
