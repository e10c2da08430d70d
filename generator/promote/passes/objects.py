"""Objects of the notebook's own classes, which only keep things together, give way to what they keep and do.

    class Trainer:
        def __init__(self, depth=3):
            self.model = DecisionTreeClassifier(max_depth=depth)
        def train(self, X, y):
            self.model.fit(X, y)

    trainer = Trainer()
    trainer.train(X, y)
    trainer.model.predict(X)

becomes `trainer_model = DecisionTreeClassifier(max_depth=3)`, `trainer_model.fit(X, y)` and `trainer_model.predict(X)`:
attributes become variables (scalar replacement of aggregates, as compilers call it), and methods functions, which `inline` then
puts into the places of their calls. An object that is handed to anything else stays whole, as does one whose methods do more than
can be inlined, and one that is a model itself.
"""

import ast
import builtins
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace

from promote.model.program import Inside, Program, Statement
from promote.passes.called import steps_of
from promote.passes.inline import inline
from promote.passes.names import called_name, effects_of, names_of
from promote.passes.rewrite import source_of, span, substituted, variable
from promote.passes.scopes import bound_by, scoped
from promote.passes.turns import made, parsed
from promote.passes.unroll import unroll

_PLAIN = frozenset({"ABC", "BaseEstimator", "ClassifierMixin", "RegressorMixin", "TransformerMixin", "object"})
"""Bases that change nothing of what a class does, as long as its objects are only asked for what it says itself."""
_INIT = "__init__"
_KEEPS = frozenset({"display", "dump", "print"})
"""Functions that take an object and leave it as it is."""


def dissolve(program: Program) -> Program:
    """Put variables and functions into the places of objects, one object after the other."""
    program = _with_names(program)
    whole: set[str] = set()
    while (found := next((each for each in _objects(program) if each.name not in whole), None)) is not None:
        without = _dissolved(program, found)
        if _is_inlined(without):
            program = without
        else:
            whole.add(found.name)
    return program


def drop_methods(program: Program) -> Program:
    """Leave out functions that were methods, once all of their calls have given way."""
    left = _asked_for(program)
    kept = [each for each in program.statements if _function(each) not in program.methods - left]
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(kept)))


def _is_inlined(program: Program) -> bool:
    """Whether no call is left of a method that changes what its object keeps: a function could not."""
    left = _asked_for(inline(unroll(program)))
    return not any(
        isinstance(each.node, ast.FunctionDef) and effects_of(each.node).others
        for each in program.statements
        if _function(each) in left
    )


def _asked_for(program: Program) -> frozenset[str]:
    """Functions that were methods, and that something still asks for."""
    uses = {_function(each): names_of(each.node).uses for each in program.statements if _function(each)}
    own = program.methods & uses.keys()
    wanted = {name for each in program.statements if _function(each) not in own for name in names_of(each.node).uses}
    found: set[str] = set()
    while more := (wanted & own) - found:
        found |= more
        wanted |= {name for each in more for name in uses[each]}
    return frozenset(found)


def _function(statement: Statement) -> str:
    return statement.node.name if isinstance(statement.node, ast.FunctionDef) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Object:
    """One object: where it is made, its class, and the methods that it is asked for, itself or by another method."""

    name: str
    place: int
    call: ast.Call
    home: Statement
    """The statement of its class."""
    methods: dict[str, ast.FunctionDef]
    attributes: frozenset[str]
    constants: dict[str, str]
    """Attributes of the class, each with its text."""


def _objects(program: Program) -> Iterator[_Object]:
    classes = _classes(program)
    bound = [name for each in program.statements for name in bound_by([each.node])] if classes else []
    for place, statement in enumerate(program.statements):
        match parsed(statement.text):
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=kind)) as call) if (
                kind in classes and bound.count(name) == 1
            ):
                found = _object(program, name, place, call, classes[kind])
                if found is not None:
                    yield found
            case _:
                pass


def _classes(program: Program) -> dict[str, Statement]:
    """Classes of the notebook that do no more than they say."""
    found = {each.node.name: each for each in program.statements if isinstance(each.node, ast.ClassDef)}
    bound = [name for each in program.statements for name in bound_by([each.node])] if found else []
    return {name: each for name, each in found.items() if bound.count(name) == 1 and _is_plain(each.node)}


def _is_plain(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.ClassDef)
        and not node.decorator_list
        and not node.keywords
        and all(getattr(base, "id", getattr(base, "attr", "")) in _PLAIN for base in node.bases)
    )


def _object(program: Program, name: str, place: int, call: ast.Call, home: Statement) -> _Object | None:
    """Look at one object; nothing if it has to stay whole."""
    kind = parsed(home.text)
    if not isinstance(kind, ast.ClassDef) or _is_model(kind):
        return None
    every = _methods(kind)
    constants = {
        each.targets[0].id: ast.unparse(each.value)
        for each in kind.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }
    trees = [ast.parse(each.text) for each in program.statements]
    asked = {each.attr for tree in trees for each in _attributes(tree, name)}
    asked |= {_INIT} if call.args or call.keywords or _INIT in every else set()
    used = _used(asked, every)
    methods = {each: every[each] for each in every if each in used}
    attributes = frozenset(each.attr for own in methods.values() for each in _attributes(own, "self")) - every.keys()
    stored = {each.attr for own in methods.values() for each in _attributes(own, "self") if _is_bound(each)}
    own_trees: list[tuple[ast.AST, str]] = [
        *((tree, name) for tree in trees),
        *((own, "self") for own in methods.values()),
    ]
    if not (
        asked <= used | stored | constants.keys()
        and attributes <= stored | constants.keys()
        and all(map(_is_simple, methods.values()))
        and all(_only_asks(tree, name) for tree in trees)
        and all(_is_followed(tree, owner, _returning_self(every)) for tree, owner in own_trees)
        and not any(_calls_itself(each, every) for each in used)
    ):
        return None
    return _Object(
        name=name,
        place=place,
        call=call,
        home=home,
        methods=methods,
        attributes=attributes | (asked & constants.keys()),
        constants=constants,
    )


def _is_model(kind: ast.ClassDef) -> bool:
    """Whether a class is a model by itself, with no other one inside that it fits."""
    inner = [each for each in ast.walk(kind) if isinstance(each, ast.Call) and called_name(each) == "fit"]
    return {"fit", "predict"} <= _methods(kind).keys() and not any(
        isinstance(each.func, ast.Attribute) and isinstance(each.func.value, ast.Attribute) for each in inner
    )


def _methods(kind: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {each.name: each for each in kind.body if isinstance(each, ast.FunctionDef)}


def _returning_self(methods: dict[str, ast.FunctionDef]) -> frozenset[str]:
    """Methods that return their object, as `fit` does."""
    return frozenset(
        name
        for name, each in methods.items()
        if any(isinstance(one, ast.Return) and _is_name(one.value, "self") for one in ast.walk(each))
    )


def _is_name(node: ast.AST | None, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_bound(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def _used(asked: set[str], methods: dict[str, ast.FunctionDef]) -> set[str]:
    """Methods that are asked for, and those that they ask for in their turn."""
    used: set[str] = set()
    wanted = asked & methods.keys()
    while wanted:
        name = wanted.pop()
        used.add(name)
        wanted |= ({each.attr for each in _attributes(methods[name], "self")} & methods.keys()) - used
    return used


def _calls_itself(name: str, methods: dict[str, ast.FunctionDef]) -> bool:
    direct = {each.attr for each in _attributes(methods[name], "self")} & methods.keys()
    return any(name in _used({each}, methods) for each in direct)


def _attributes(tree: ast.AST, owner: str) -> Iterator[ast.Attribute]:
    """What is asked of an object, or set in it; `fit(X).transform` asks the same object where `fit` returns it."""
    return (each for each in ast.walk(tree) if isinstance(each, ast.Attribute) and _is_name(each.value, owner))


def _only_asks(tree: ast.Module, name: str) -> bool:
    """Whether a variable of the notebook is only asked for what its object has, and has nothing set from outside."""
    asked = {id(each.value) for each in _attributes(tree, name) if not _is_bound(each)}
    kept = {
        id(given)
        for each in ast.walk(tree)
        if isinstance(each, ast.Call) and called_name(each) in _KEEPS
        for given in each.args
    }
    # What ends a cell is shown.
    kept |= {id(each.value) for each in tree.body if isinstance(each, ast.Expr)}
    return not any(_is_bound(each) for each in _attributes(tree, name)) and all(
        id(node) in asked | kept or not isinstance(node.ctx, ast.Load)
        for node in scoped(tree).of_module
        if node.id == name
    )


def _is_simple(method: ast.FunctionDef) -> bool:
    """Whether a method can be inlined, and hands its object to nobody but its caller."""
    arguments = method.args
    if method.decorator_list or not arguments.args or arguments.args[0].arg != "self" or steps_of(method) is None:
        return False
    asked = {id(each.value) for each in _attributes(method, "self")}
    returned = {id(each.value) for each in ast.walk(method) if isinstance(each, ast.Return)}
    return not (arguments.vararg or arguments.kwarg or arguments.posonlyargs) and all(
        id(node) in asked | returned for node in ast.walk(method) if _is_name(node, "self")
    )


def _is_followed(tree: ast.AST, owner: str, returning: frozenset[str]) -> bool:
    """Whether an object that a method returns is asked at once, or given up: under another name, it would be lost sight of."""
    calls = {id(each) for each in ast.walk(tree) if _is_returned(each, owner, returning)}
    for each in ast.walk(tree):
        match each:
            case ast.Expr(value=call) | ast.Attribute(value=call):
                calls.discard(id(call))
            case _:
                pass
    return not calls


def _is_returned(node: ast.AST, owner: str, returning: frozenset[str]) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=asked, attr=method)) if method in returning:
            return _is_name(asked, owner) or _is_returned(asked, owner, returning)
        case _:
            return False


# The program without the object.


def _dissolved(program: Program, thing: _Object) -> Program:
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


def _spelled(program: Program, thing: _Object, attribute: str) -> str:
    return f"{thing.name}.{attribute}" if program.spelled.get(thing.name, thing.name) else ""


def _called(program: Program, thing: _Object) -> dict[str, str]:
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


def _made(statement: Statement, thing: _Object, called: dict[str, str]) -> Iterator[Statement]:
    """The methods as functions, the attributes of the class, and what is done when the object is made."""
    for method in thing.methods.values():
        at = thing.home.place(method.lineno)
        kept = tuple((called[each], f"self.{each}") for each in sorted(thing.attributes))
        inside = Inside(cell=at.cell, line=at.line, indent=method.col_offset, names=kept, file=at.file)
        yield replace(made(statement, _function_text(thing, method, called)), inside=inside)
    for name, text in thing.constants.items():
        if name in thing.attributes:
            yield made(statement, f"{called[name]} = {text}")
    if _INIT in thing.methods:
        (_, start), (_, end) = span(statement.text, thing.call.func), span(statement.text, thing.call)
        yield replace(made(statement, called[_INIT] + statement.text[start:end]), comments=statement.comments)


def _function_text(thing: _Object, method: ast.FunctionDef, called: dict[str, str]) -> str:
    """A method as a function of the notebook, line for line; what it binds for the notebook is declared at its end."""
    lines = thing.home.text.split("\n")[method.lineno - 1 : method.end_lineno]
    bound = sorted({called[each.attr] for each in _attributes(method, "self") if _is_bound(each)})
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


def _without_object(text: str, owner: str, thing: _Object, called: dict[str, str]) -> list[str]:
    """Put variables and functions into the places of what is asked of an object. One statement may become several."""
    text = _unchained(text, owner, _returning_self(thing.methods))
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


# Objects without a name.


def _with_names(program: Program) -> Program:
    """`clean = Cleaner().run(df)` is `cleaner = Cleaner()` and `clean = cleaner.run(df)`."""
    classes = _classes(program)
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
        ) if isinstance(home.node, ast.ClassDef) and method in _returning_self(_methods(home.node)):
            return name
        case _:
            return ""
