"""A table that is read and thinned out in one breath is read first: the record as it was read has a name then.

    customers = pd.read_csv("customers.csv").dropna().sample(frac=1)

becomes `customers = pd.read_csv("customers.csv")` and `customers = customers.dropna().sample(frac=1)`. Only what drops or
reorders rows is parted like this: the notebook's own variable holds records either way.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace

from promote.knowledge.functions import READERS
from promote.knowledge.methods import ROW_REMOVING
from promote.model.program import Program, Statement
from promote.passes.rewrite import span
from promote.passes.turns import made, parsed

_KEEPS_RECORDS = ROW_REMOVING | {"copy", "sample", "sort_values"}


def part_reads(program: Program) -> Program:
    """Give the reading of a table a statement of its own."""
    statements = [each for statement in program.statements for each in _parted(statement)]
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(statements)))


def _parted(statement: Statement) -> Iterator[Statement]:
    match statement.node:
        # The places of nodes are those in the text: the node of the statement knows those in the cell.
        case ast.Assign() if isinstance(node := parsed(statement.text), ast.Assign):
            yield from _of_assignment(statement, node)
        case _:
            yield statement


def _of_assignment(statement: Statement, node: ast.Assign) -> Iterator[Statement]:
    read = _read(node.value)
    match node.targets:
        case [ast.Name(id=name)] if read is not None and read is not node.value:
            text = statement.text
            (start, end), (_, last) = span(text, read), span(text, node.value)
            rest = f"{name}{text[end:last]}"
            yield replace(made(statement, f"{name} = {text[start:end]}"), comments=statement.comments)
            yield made(statement, f"{name} = ({rest})" if "\n" in rest else f"{name} = {rest}")
        case _:
            yield statement


def _read(node: ast.expr) -> ast.Call | None:
    """The call that reads a table, below calls that drop or reorder its rows."""
    match node:
        case ast.Call(func=ast.Attribute(attr=method)) if method in READERS:
            return node
        case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _KEEPS_RECORDS:
            return _read(inner)
        case _:
            return None
