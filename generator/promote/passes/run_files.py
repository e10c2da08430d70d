"""`%run prepare.py` runs a file in the notebook's own namespace: its statements stand in the place of the line."""

import ast
from collections.abc import Iterator
from dataclasses import replace

from promote.model.modules import run_file
from promote.model.program import Directive, Origin, Program, Statement
from promote.passes.parse import NOT_PYTHON, statements_of


def run_files(program: Program) -> Program:
    """Put the statements of files that the notebook runs where it runs them."""
    placed = [(each, run_file(each)) for each in program.directives]
    run = [(each, file) for each, file in placed if file in program.modules]
    if not run:
        return program
    statements = [*program.statements]
    for directive, file in reversed(run):
        at = sum((each.cell, each.line) < (directive.cell, directive.line) for each in program.statements)
        statements[at:at] = _statements(directive, file, program.modules[file])
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(statements)))


def _statements(directive: Directive, file: str, text: str) -> Iterator[Statement]:
    try:
        found = statements_of(text, directive.cell)
    except NOT_PYTHON:
        return
    for each in found:
        if isinstance(each.node, ast.Expr) and isinstance(each.node.value, ast.Constant):
            continue
        origin = Origin(file=file, line=each.line)
        yield replace(each, line=directive.line, end_line=directive.line, origin=origin)
