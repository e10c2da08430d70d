"""The program without an object: variables in the places of its attributes, functions in those of its methods."""

import ast
import builtins
import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from promote.model.program import Inside, Program, Statement
from promote.passes.objects.finding import INIT, Object, attributes_of, is_bound, returning_self
from promote.passes.rewrite import source_of, span, substituted
from promote.passes.scopes import bound_by
from promote.passes.turns import made


def dissolved(program: Program, thing: Object) -> Program:
    """Let one object give way."""
    called = _called(program, thing)
    statements: list[Statement] = []
    for number, each in enumerate(program.statements):
        if number == thing.place:
            statements += _made(each, thing, called)
        else:
            texts = _without_object(each.text, thing.name, thing, called)
            parts = [made(each, text) for text in texts] if texts != [each.text] else [each]
            statements += [replace(parts[0], comments=each.comments), *parts[1:]]
    return replace(
        program,
        statements=tuple(replace(each, index=n) for n, each in enumerate(statements)),
        spelled=program.spelled | {called[each]: _spelled(program, thing, each) for each in thing.attributes},
        methods=program.methods | {called[each] for each in thing.methods},
    )


def _spelled(program: Program, thing: Object, attribute: str) -> str:
    return f"{thing.name}.{attribute}" if program.spelled.get(thing.name, thing.name) else ""


def _called(program: Program, thing: Object) -> dict[str, str]:
    """Name what takes the places of methods and attributes."""
    trees = [each.node for each in program.statements]
    taken = {each.id for tree in trees for each in ast.walk(tree) if isinstance(each, ast.Name)} | {*dir(builtins)}
    taken |= bound_by(trees)
    names: dict[str, str] = {}
    for each in [*thing.methods, *sorted(thing.attributes)]:
        name = f"{thing.name}_{each.strip('_')}"
        while name in taken:
            name = f"{name}_"
        taken.add(name)
        names[each] = name
    return names


def _made(statement: Statement, thing: Object, called: dict[str, str]) -> Iterator[Statement]:
    """The methods as functions, the attributes of the class, and what is done when the object is made."""
    for method in thing.methods.values():
        at = thing.home.place(method.lineno)
        kept = tuple((called[each], f"self.{each}") for each in sorted(thing.attributes))
        inside = Inside(cell=at.cell, line=at.line, indent=method.col_offset, names=kept, file=at.file)
        yield replace(made(statement, _function_text(thing, method, called)), inside=inside)
    for name, text in thing.constants.items():
        if name in thing.attributes:
            yield made(statement, f"{called[name]} = {text}")
    if INIT in thing.methods:
        (_, start), (_, end) = span(statement.text, thing.call.func), span(statement.text, thing.call)
        yield replace(made(statement, called[INIT] + statement.text[start:end]), comments=statement.comments)


def _function_text(thing: Object, method: ast.FunctionDef, called: dict[str, str]) -> str:
    """A method as a function of the notebook, line for line; what it binds for the notebook is declared at its end."""
    lines = thing.home.text.split("\n")[method.lineno - 1 : method.end_lineno]
    bound = sorted({called[each.attr] for each in attributes_of(method, "self") if is_bound(each)})
    (text,) = _without_object(textwrap.dedent("\n".join(lines)), "self", thing, called)
    text = re.sub(
        rf"def\s+{method.name}\s*\(\s*self\s*,?\s*",
        lambda head: f"def {called[method.name]}(" + "\n" * head[0].count("\n"),
        text,
        count=1,
    )
    if not bound:
        return text
    declared = f"global {', '.join(bound)}"
    first = method.body[0]
    indent = " " * (first.col_offset - method.col_offset)
    return f"{text}; {declared}" if first.lineno == method.lineno else f"{text}\n{indent}{declared}"


def _without_object(text: str, owner: str, thing: Object, called: dict[str, str]) -> list[str]:
    """Put variables and functions into the places of what is asked of an object. One statement may become several."""
    text = _unchained(text, owner, returning_self(thing.methods))
    if owner not in text:
        return [text]

    def find(node: ast.expr) -> str | None:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == owner:
                return called.get(attribute)
            case ast.Name(id="self") if owner == "self" and isinstance(node.ctx, ast.Load):
                return "None"
            case _:
                return None

    text = substituted(text, find)
    return [text] if owner == "self" else [source_of(text, each) for each in ast.parse(text).body]


def _unchained(text: str, owner: str, returning: frozenset[str]) -> str:
    """`x = scaler.fit(X).transform(X)` is `scaler.fit(X); x = scaler.transform(X)`, all on its line."""
    while (found := next(_chains(ast.parse(text), owner, returning), None)) is not None:
        statement, call = found
        (begin, _), (start, end) = span(text, statement), span(text, call)
        text = f"{text[:begin]}{text[start:end]}; {text[begin:start]}{owner}{text[end:]}"
    return text


def _chains(tree: ast.AST, owner: str, returning: frozenset[str]) -> Iterator[tuple[ast.stmt, ast.expr]]:
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr | ast.Return):
            for each in ast.walk(statement):
                match each:
                    case ast.Attribute(
                        value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) as call
                    ) if name == owner and method in returning:
                        yield statement, call
                    case _:
                        pass
