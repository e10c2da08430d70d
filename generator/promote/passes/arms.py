"""A block that does the same in every run is what it does.

if __name__ == "__main__":                       the arm that is always taken: also of `if True:` and `if 0:`
    main()

with warnings.catch_warnings():                  what stands inside, where the block only keeps others quiet or quick
    model.fit(X, y)

try:                                             the reading that somebody else can repeat: of two files, the one that
    df = pd.read_csv("/kaggle/input/rows.csv")   is named relative to the notebook
except FileNotFoundError:
    df = pd.read_csv("rows.csv")
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from promote.knowledge.functions import READERS
from promote.model.program import Program, Statement
from promote.passes.parse import simplified
from promote.passes.turns import comments_above, made, parsed, text_of

_QUIET = frozenset(
    ["catch_warnings", "config_context", "option_context", "parallel_backend", "parallel_config", "suppress"]
)
_ELSEWHERE = re.compile(r"[/\\~]|[A-Za-z]:|\w+://")


def take_arms(program: Program) -> Program:
    """Put the statements that always run into the place of such a block."""
    statements = [each for statement in program.statements for each in _taken(statement)]
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(statements)))


def _taken(statement: Statement) -> Iterator[Statement]:
    block = parsed(statement.text)
    arm = _arm(block) if block is not None else None
    if block is None or arm is None:
        yield statement
        return
    for position, node in enumerate(arm):
        above = [statement.comments if position == 0 else "", comments_above(statement.text, node)]
        for number, simple in enumerate(halves := [*simplified(node)]):
            text = text_of(statement.text, node, block) if len(halves) == 1 else ast.unparse(simple)
            comments = "\n".join(filter(None, above)) if number == 0 else ""
            yield from _taken(replace(made(statement, text), comments=comments))


def _arm(node: ast.stmt) -> list[ast.stmt] | None:
    """The statements that run; `None` where that is not known ahead."""
    match node:
        case ast.If(test=test) if (answer := _answer(test)) is not None:
            return node.body if answer else node.orelse
        case ast.With(items=items, body=body) if all(map(_is_quiet, items)):
            return body
        case ast.Try(body=tried, handlers=handlers, orelse=otherwise, finalbody=last) if _read_in(tried):
            other = next((each.body for each in handlers if _read_in(each.body)), None)
            is_elsewhere = other is not None and _is_elsewhere(tried) and not _is_elsewhere(other)
            return [*other, *last] if other is not None and is_elsewhere else [*tried, *otherwise, *last]
        case _:
            return None


def _is_quiet(item: ast.withitem) -> bool:
    match item:
        case ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)), optional_vars=None):
            return name in _QUIET
        case _:
            return False


def _read_in(body: Sequence[ast.stmt]) -> list[ast.Call]:
    """Calls that read a table."""
    nodes = [each for statement in body for each in ast.walk(statement)]
    return [
        each
        for each in nodes
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in READERS
    ]


def _is_elsewhere(body: Sequence[ast.stmt]) -> bool:
    """Whether a file is named by a place that one machine or one host has."""
    names = [each.args[0] for each in _read_in(body) if each.args]
    return any(
        isinstance(each, ast.Constant) and isinstance(each.value, str) and _ELSEWHERE.match(each.value) is not None
        for each in names
    )


def _answer(test: ast.expr) -> bool | None:
    match test:
        case ast.Constant(value=bool() | int() as value):
            return bool(value)
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]):
            return True
        case _:
            return None
