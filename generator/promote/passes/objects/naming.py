"""Objects that nobody gives a name get one, so that they can be followed."""

import ast
from dataclasses import replace

from promote.model.program import Program, Statement
from promote.passes.names import names_of
from promote.passes.objects.finding import methods_of, plain_classes, returning_self
from promote.passes.rewrite import span, variable
from promote.passes.scopes import bound_by
from promote.passes.turns import made, parsed


def with_names(program: Program) -> Program:
    """`clean = Cleaner().run(df)` is `cleaner = Cleaner()` and `clean = cleaner.run(df)`."""
    classes = plain_classes(program)
    if not classes:
        return program
    statements: list[Statement] = []
    spelled: dict[str, str] = {}
    taken = {name for each in program.statements for name in names_of(each.node).uses | bound_by([each.node])}
    for each in program.statements:
        found = _nameless(parsed(each.text), classes)
        if found is None:
            statements.append(each)
            continue
        node, call, kind = found
        own = _own_name(node, classes[kind])
        name = own or variable(kind, taken)
        taken.add(name)
        spelled |= {} if own else {name: ""}
        start, end = span(each.text, call)
        begin = span(each.text, node.value)[0] if own and isinstance(node, ast.Assign) else 0
        rest = f"{each.text[begin:start]}{name}{each.text[end:]}"
        statements.append(replace(made(each, f"{name} = {each.text[start:end]}"), comments=each.comments))
        statements.append(made(each, rest))
    return replace(
        program,
        statements=tuple(replace(each, index=n) for n, each in enumerate(statements)),
        spelled=program.spelled | spelled,
    )


def _nameless(
    node: ast.stmt | None, classes: dict[str, Statement]
) -> tuple[ast.Assign | ast.Expr, ast.Call, str] | None:
    """An object that is made and asked in one breath."""
    if isinstance(node, ast.Assign | ast.Expr):
        for each in ast.walk(node.value):
            match each:
                case ast.Attribute(value=ast.Call(func=ast.Name(id=kind)) as call) if kind in classes:
                    return node, call, kind
                case _:
                    pass
    return None


def _own_name(node: ast.Assign | ast.Expr, home: Statement) -> str:
    """The variable that the object itself is bound to in the end: `scaler = Scaler().fit(X)`."""
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name()), attr=method)),
        ) if isinstance(home.node, ast.ClassDef) and method in returning_self(methods_of(home.node)):
            return name
        case _:
            return ""
