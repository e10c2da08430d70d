"""A loop over frames that it changes becomes the statements that it runs.

    for part in [train, test]:
        part["male"] = part["Sex"] == "male"

is `train["male"] = …` and `test["male"] = …`: a turn that changes what it is given, and never binds the name anew, changes what
the list's entry names.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace

from promote.model.program import Program, Statement
from promote.passes.names import names_of
from promote.passes.rewrite import renamed
from promote.passes.turns import MOST_TURNS, leaves_early, made, text_of


def unroll_frames(program: Program) -> Program:
    """Unroll the loops over literal lists of names that they change."""
    literals: dict[str, ast.expr] = {}
    statements: list[Statement] = []
    for statement in program.statements:
        statements.extend([*_turns(statement, literals)] or [statement])
        for bound in names_of(statement.node).defines:
            # A list holds what its names stood for when it was made.
            literals = {n: each for n, each in literals.items() if n != bound and not _names(each, bound)}
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.List() | ast.Tuple() | ast.Dict() as value):
                literals[name] = value
            case _:
                pass
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(statements)))


def _turns(statement: Statement, literals: dict[str, ast.expr]) -> Iterator[Statement]:
    """The body of the loop, with each name in the place of the loop's variable."""
    loop = statement.node
    if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name) or loop.orelse or leaves_early(loop):
        return
    variable = loop.target.id
    names = _entries(loop.iter, literals)
    own = [names_of(each) for each in loop.body]
    if not 0 < len(names) <= MOST_TURNS or not all(isinstance(each, ast.Name) for each in names):
        return
    if any(variable in each.defines for each in own) or not any(variable in each.mutates for each in own):
        return
    for name in names:
        for each in loop.body:
            yield made(statement, renamed(text_of(statement.text, each, loop), {variable: ast.unparse(name)}))


def _entries(node: ast.expr, literals: dict[str, ast.expr]) -> list[ast.expr]:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="values"), args=[]):
            found = literals.get(name)
            return [*found.values] if isinstance(found, ast.Dict) else []
        case ast.Name(id=name):
            found = literals.get(name)
            return [*found.elts] if isinstance(found, ast.List | ast.Tuple) else []
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [*elements]
        case _:
            return []


def _names(node: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))
