"""A branch whose test says the same in every run is the arm that it takes: `if True:`, `if __name__ == "__main__":`, `if 0:`."""

import ast
from collections.abc import Iterator
from dataclasses import replace

from promote.model.program import Program, Statement
from promote.passes.parse import simplified
from promote.passes.turns import comments_above, made, parsed, text_of


def take_arms(program: Program) -> Program:
    """Put the statements of the arm that is taken into the place of such a branch."""
    statements = [each for statement in program.statements for each in _taken(statement)]
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(statements)))


def _taken(statement: Statement) -> Iterator[Statement]:
    branch = parsed(statement.text)
    if not isinstance(branch, ast.If) or (answer := _answer(branch.test)) is None:
        yield statement
        return
    arm = branch.body if answer else branch.orelse
    for position, node in enumerate(arm):
        above = [statement.comments if position == 0 else "", comments_above(statement.text, node)]
        for number, simple in enumerate(halves := [*simplified(node)]):
            text = text_of(statement.text, node, branch) if len(halves) == 1 else ast.unparse(simple)
            comments = "\n".join(filter(None, above)) if number == 0 else ""
            yield from _taken(replace(made(statement, text), comments=comments))


def _answer(test: ast.expr) -> bool | None:
    match test:
        case ast.Constant(value=bool() | int() as value):
            return bool(value)
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]):
            return True
        case _:
            return None
