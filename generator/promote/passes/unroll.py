"""A loop over models or over frames becomes the statements that it runs.

    models = {"linear": LinearRegression(), "forest": RandomForestRegressor()}
    for name, model in models.items():
        model.fit(X_train, y_train)

is for the analysis what its author would have written without a loop: `model = LinearRegression()`, `model.fit(…)`, and so on.
The last turn comes last, so the variables have the values that they have behind the loop. Of

    for part in [train, test]:
        part["male"] = part["Sex"] == "male"

comes `train["male"] = …` and `test["male"] = …`: a turn that changes what it is given, and never binds the name anew, changes
what the list's entry names.
"""

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from promote.model.program import Program, Statement
from promote.passes.names import names_of

_MOST_TURNS = 30


def unroll(program: Program) -> Program:
    """Unroll the loops over literal collections of models whose bodies call `fit`, and of names that they change."""
    literals: dict[str, ast.expr] = {}
    statements: list[Statement] = []
    for statement in program.statements:
        expanded = []
        if isinstance(statement.node, ast.For):
            expanded = list(_turns(statement, literals)) or list(_named_turns(statement, literals))
        statements.extend(expanded or [statement])
        for bound in names_of(statement.node).defines:
            # A list holds what its names stood for when it was made.
            literals = {n: each for n, each in literals.items() if n != bound and not _names(each, bound)}
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() | ast.List() | ast.Tuple() as value):
                literals[name] = value
            case _:
                pass
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(statements)))


def _turns(statement: Statement, literals: dict[str, ast.expr]) -> Iterator[Statement]:
    loop = statement.node
    if not isinstance(loop, ast.For) or not _fits(loop) or loop.orelse or _leaves_early(loop):
        return
    turns = _entries(loop.iter, literals)
    names = [loop.target] if isinstance(loop.target, ast.Name) else getattr(loop.target, "elts", [])
    if not 0 < len(turns) <= _MOST_TURNS or not all(isinstance(name, ast.Name) for name in names):
        return
    if any(len(values) != len(names) for values in turns):
        return
    body = [(each, _text(statement.text, each, statement.node)) for each in loop.body]
    for values in turns:
        for name, value in zip(names, values, strict=True):
            yield _made(statement, f"{ast.unparse(name)} = {ast.unparse(value)}")
        for _, text in body:
            yield _made(statement, text)


def _named_turns(statement: Statement, literals: dict[str, ast.expr]) -> Iterator[Statement]:
    """The body of a loop over names that it changes in place, with each name in the place of the loop's variable."""
    loop = statement.node
    if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name) or loop.orelse or _leaves_early(loop):
        return
    variable = loop.target.id
    names = [values[0] for values in _entries(loop.iter, literals) if len(values) == 1]
    own = [names_of(each) for each in loop.body]
    if not 0 < len(names) <= _MOST_TURNS or not all(isinstance(each, ast.Name) for each in names):
        return
    if any(variable in each.defines for each in own) or not any(variable in each.mutates for each in own):
        return
    for name in names:
        for each in loop.body:
            yield _made(statement, _renamed(_text(statement.text, each, loop), variable, ast.unparse(name)))


def _renamed(text: str, old: str, new: str) -> str:
    """Let code speak of another variable."""
    lines = text.split("\n")
    places = {
        (node.lineno, node.col_offset, node.end_col_offset or 0)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Name) and node.id == old
    }
    for line, start, end in sorted(places, reverse=True):
        encoded = lines[line - 1].encode()
        lines[line - 1] = (encoded[:start] + new.encode() + encoded[end:]).decode()
    return "\n".join(lines)


def _names(node: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))


def _made(statement: Statement, text: str) -> Statement:
    return replace(statement, text=text, node=ast.parse(text).body[0], comments="")


def _text(text: str, node: ast.stmt, loop: ast.stmt) -> str:
    """The author's lines of a statement in the loop's body, dedented."""
    first = node.lineno - loop.lineno
    last = (node.end_lineno or node.lineno) - loop.lineno
    lines = text.split("\n")[first : last + 1]
    dedented = textwrap.dedent("\n".join(lines))
    try:
        parsed = ast.parse(dedented).body
    except SyntaxError:
        parsed = []
    return dedented if len(parsed) == 1 else ast.unparse(node)


def _entries(node: ast.expr, literals: dict[str, ast.expr]) -> list[list[ast.expr]]:
    """The values that each turn of a loop binds, as far as the text tells."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr="items"), args=[]):
            found = _literal(inner, literals)
            if isinstance(found, ast.Dict) and all(key is not None for key in found.keys):
                return [[key, value] for key, value in zip(found.keys, found.values, strict=True) if key is not None]
        case ast.Call(func=ast.Attribute(value=inner, attr="values"), args=[]):
            found = _literal(inner, literals)
            if isinstance(found, ast.Dict):
                return [[value] for value in found.values]
        case _:
            found = _literal(node, literals)
            if isinstance(found, ast.List | ast.Tuple):
                return [list(each.elts) if isinstance(each, ast.Tuple) else [each] for each in found.elts]
    return []


def _literal(node: ast.expr, literals: dict[str, ast.expr]) -> ast.expr | None:
    return literals.get(node.id) if isinstance(node, ast.Name) else node


def _fits(loop: ast.For) -> bool:
    """Whether the loop fits what it goes over."""
    bound = {name.id for name in ast.walk(loop.target) if isinstance(name, ast.Name)}
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "fit"
        and isinstance(each.func.value, ast.Name)
        and each.func.value.id in bound
        for statement in loop.body
        for each in ast.walk(statement)
    )


def _leaves_early(loop: ast.For) -> bool:
    return any(isinstance(each, ast.Break | ast.Continue) for each in ast.walk(loop))
