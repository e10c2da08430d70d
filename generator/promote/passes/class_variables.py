"""A class that reads variables which change, or which the data makes, is given them when an object of it is made.

    place = list(df.columns).index("age")        place = list(df.columns).index("age")
    class Aged(TransformerMixin): ...            class Aged(TransformerMixin):
                                                     def __init__(self, *, place): self.place = place
        def transform(self, X):                      def transform(self, X):
            return X[:, place]                           return X[:, self.place]
    steps = make_pipeline(Aged(), SVC())         steps = make_pipeline(Aged(place=place), SVC())

The object is saved with the model, and in the service nothing else would know the values. Constants may stay: they stand beside
the class.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from promote.knowledge.functions import READERS
from promote.model.program import Program, Statement
from promote.passes.names import called_name, names_of
from promote.passes.rewrite import span
from promote.passes.turns import made

_Edit = tuple[int, int, str]
_SHARED = frozenset({"classmethod", "staticmethod"})


def give_variables(program: Program) -> Program:
    """Turn what classes read into what their objects are given, one class after the other."""
    statements = program.statements
    for each in program.statements:
        if isinstance(each.node, ast.ClassDef):
            statements = _given(statements, each.node.name)
    return replace(program, statements=statements)


def _given(statements: tuple[Statement, ...], name: str) -> tuple[Statement, ...]:
    places = [n for n, each in enumerate(statements) if name in names_of(each.node).defines]
    node = statements[places[0]].node
    if len(places) != 1 or not isinstance(node, ast.ClassDef):
        return statements
    variables = [each for each in _read_in_order(node) if _varies(each, statements)]
    makers = [n for n, each in enumerate(statements) if n != places[0] and name in names_of(each.node).uses]
    if not variables or not _is_plain(node, variables) or not _is_only_called(name, [statements[n] for n in makers]):
        return statements
    if any(_outlives(each, makers, statements) for each in variables):
        return statements
    changed = {places[0]: _class_text(statements[places[0]].text, variables)}
    arguments = ", ".join(f"{each}={each}" for each in variables)
    changed |= {n: _calls_text(statements[n].text, name, arguments) for n in makers}
    return tuple(
        replace(made(each, changed[n]), comments=each.comments) if n in changed else each
        for n, each in enumerate(statements)
    )


def _read_in_order(node: ast.ClassDef) -> list[str]:
    uses = names_of(node).uses
    return [*dict.fromkeys(each.id for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in uses)]


def _varies(name: str, statements: Sequence[Statement]) -> bool:
    """Whether a variable is bound anew, is made of others, or is read from a file: then it is no constant of the notebook."""
    binding = [each.node for each in statements if name in names_of(each.node).defines]
    if not binding or not all(isinstance(each, ast.Assign) for each in binding):
        return False
    bound = {other for each in statements if isinstance(each.node, ast.Assign) for other in names_of(each.node).defines}
    is_read = any(isinstance(each, ast.Call) and called_name(each) in READERS for each in ast.walk(binding[0]))
    return len(binding) > 1 or is_read or bool(names_of(binding[0]).uses & bound)


def _is_plain(node: ast.ClassDef, variables: Sequence[str]) -> bool:
    """Whether only methods of objects read the variables, and none has a name of its own for one."""
    outside = [
        *node.bases,
        *node.decorator_list,
        *(each for each in node.body if not isinstance(each, ast.FunctionDef)),
    ]
    if any(names_of(each).uses & {*variables} for each in outside):
        return False
    for method in _methods(node):
        reads = names_of(method).uses & {*variables}
        own = {each.arg for each in ast.walk(method) if isinstance(each, ast.arg)}
        own |= {each.id for each in ast.walk(method) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
        is_shared = any(isinstance(each, ast.Name) and each.id in _SHARED for each in method.decorator_list)
        # Arguments by any name are what scikit-learn does not copy either.
        if reads and (own & {*variables} or is_shared or not method.args.args):
            return False
        is_one_line = method.body[0].lineno == method.lineno
        if method.name == "__init__" and (method.args.vararg or method.args.kwarg or is_one_line):
            return False
    return True


def _is_only_called(name: str, makers: Sequence[Statement]) -> bool:
    """Whether nothing but calls makes objects of the class: no class inherits from it, and nobody hands it on."""
    for each in makers:
        nodes = list(ast.walk(each.node))
        called = [node.func for node in nodes if isinstance(node, ast.Call)]
        if any(isinstance(node, ast.Name) and node.id == name and node not in called for node in nodes):
            return False
        if isinstance(each.node, ast.ClassDef | ast.FunctionDef | ast.JoinedStr):
            return False
        if any(isinstance(node, ast.JoinedStr) and name in names_of(node).uses for node in nodes):
            return False
    return bool(makers)


def _outlives(variable: str, makers: Sequence[int], statements: Sequence[Statement]) -> bool:
    """Whether an object that was given a variable is used after the variable was bound anew."""
    bindings = [n for n, each in enumerate(statements) if variable in names_of(each.node).defines]
    if makers and bindings and makers[0] < bindings[0]:
        return True
    for maker in makers:
        anew = next((n for n in bindings if n > maker), len(statements))
        objects = names_of(statements[maker].node).defines
        for n in range(anew, len(statements)):
            names = names_of(statements[n].node)
            if names.uses & objects:
                return True
            objects -= names.defines
    return False


def _class_text(text: str, variables: Sequence[str]) -> str:
    node = next(each for each in ast.parse(text).body if isinstance(each, ast.ClassDef))
    edits: list[_Edit] = []
    for method in _methods(node):
        owner = method.args.args[0].arg if method.args.args else ""
        edits += [
            (*span(text, each), f"{owner}.{each.id}")
            for statement in method.body
            for each in ast.walk(statement)
            if isinstance(each, ast.Name) and each.id in variables
        ]
    constructor = next((each for each in _methods(node) if each.name == "__init__"), None)
    if constructor is None:
        lines = [f"    def __init__(self, *, {', '.join(variables)}):", *(f"        self.{v} = {v}" for v in variables)]
        edits.append((*_line_of(text, _first(node)), "\n".join(lines) + "\n\n"))
    else:
        edits += _constructor_edits(text, constructor, variables)
    return _edited(text, edits)


def _constructor_edits(text: str, constructor: ast.FunctionDef, variables: Sequence[str]) -> Iterator[_Edit]:
    arguments = constructor.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    last = [*every, *arguments.defaults, *filter(None, arguments.kw_defaults)]
    last += [each.annotation for each in every if each.annotation is not None]
    end = max(span(text, each)[1] for each in last)  # type: ignore[arg-type]
    star = [] if arguments.kwonlyargs else ["*"]
    yield end, end, "".join(f", {each}" for each in [*star, *variables])
    owner = arguments.args[0].arg
    start, _ = _line_of(text, constructor.body[0])
    indent = " " * constructor.body[0].col_offset
    yield start, start, "".join(f"{indent}{owner}.{each} = {each}\n" for each in variables)


def _calls_text(text: str, name: str, arguments: str) -> str:
    edits: list[_Edit] = []
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name:
            _, end = span(text, call)
            given = [*call.args, *(each.value for each in call.keywords)]
            before = text[: end - 1].rstrip()
            separator = "" if not given else " " if before.endswith(",") else ", "
            edits.append((end - 1, end - 1, f"{separator}{arguments}"))
    return _edited(text, edits)


def _edited(text: str, edits: Sequence[_Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [each for each in node.body if isinstance(each, ast.FunctionDef)]


def _first(node: ast.ClassDef) -> ast.stmt:
    """Find the first statement of a class behind its docstring."""
    is_docstring = isinstance(node.body[0], ast.Expr) and len(node.body) > 1
    return node.body[1] if is_docstring else node.body[0]


def _line_of(text: str, node: ast.stmt) -> tuple[int, int]:
    """Find the beginning of the line in which a statement begins, decorators included."""
    line = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
    offset = sum(len(each) + 1 for each in text.split("\n")[: line - 1])
    return offset, offset
