"""A function that is written anew under its old name is another function, and gets a name of its own.

    def coded(plan): ...                     def coded(plan): ...
    df["plan"] = df["plan"].apply(coded)     df["plan"] = df["plan"].apply(coded)
    def coded(city): ...                     def coded_2(city): ...
    df["city"] = df["city"].apply(coded)     df["city"] = df["city"].apply(coded_2)

In a module all functions stand above what calls them, where the last one of a name would be the only one. One that is written
twice in the same words is the same function.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from promote.model.program import Program, Statement
from promote.passes.names import names_of
from promote.passes.rewrite import renamed
from promote.passes.turns import made


def tell_apart(program: Program) -> Program:
    """Give each of several functions of one name its own name, from where it is defined to where the next one is."""
    again = _defined_again(program)
    if not again:
        return program
    taken = {name for each in program.statements for name in names_of(each.node).uses | names_of(each.node).defines}
    statements, spelled = [], dict(program.spelled)
    now: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {name: {} for name in again}
    for statement in program.statements:
        name = _function(statement)
        if name not in again:
            statements.append(_following(statement, now))
            continue
        known = texts[name]
        is_new = statement.text not in known
        if is_new:
            known[statement.text] = next(_free(name, taken)) if known else name
            taken.add(known[statement.text])
        now[name] = known[statement.text]
        if is_new:
            spelled |= {now[name]: name} if now[name] != name else {}
            statements.append(_named(statement, name, now[name]))
    return replace(
        program, statements=tuple(replace(each, index=n) for n, each in enumerate(statements)), spelled=spelled
    )


def _defined_again(program: Program) -> frozenset[str]:
    """Names of functions that are defined more than once, and that no other function asks for: it would ask later."""
    functions = [each for each in program.statements if _function(each)]
    asked = {name for each in functions for name in names_of(each.node).uses}
    bound = Counter(name for each in program.statements for name in names_of(each.node).defines)
    count = Counter(map(_function, functions))
    return frozenset(name for name, times in count.items() if times > 1 and bound[name] == times and name not in asked)


def _function(statement: Statement) -> str:
    return statement.node.name if isinstance(statement.node, ast.FunctionDef) else ""


def _free(name: str, taken: set[str]) -> Iterator[str]:
    return (candidate for number in range(2, len(taken) + 3) if (candidate := f"{name}_{number}") not in taken)


def _following(statement: Statement, now: dict[str, str]) -> Statement:
    """Let a statement ask for the function that its name stands for here."""
    others = {name: other for name, other in now.items() if name != other}
    if not others.keys() & names_of(statement.node).uses:
        return statement
    return replace(made(statement, renamed(statement.text, others)), comments=statement.comments)


def _named(statement: Statement, old: str, new: str) -> Statement:
    text = re.sub(rf"\bdef\s+{re.escape(old)}\b", f"def {new}", statement.text, count=1)
    return replace(made(statement, text), comments=statement.comments)
