"""Objects of the notebook's own classes that can give way, and what is asked of each."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from promote.model.program import Program, Statement
from promote.passes.called import steps_of
from promote.passes.names import called_name
from promote.passes.scopes import bound_by, scoped
from promote.passes.turns import parsed

_PLAIN = frozenset({"ABC", "BaseEstimator", "ClassifierMixin", "RegressorMixin", "TransformerMixin", "object"})
"""Bases that change nothing of what a class does, as long as its objects are only asked for what it says itself."""
INIT = "__init__"
_KEEPS = frozenset({"display", "dump", "print"})
"""Functions that take an object and leave it as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
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


def objects_in(program: Program) -> Iterator[Object]:
    """Find the objects that can give way, in the order in which they are made."""
    classes = plain_classes(program)
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


def plain_classes(program: Program) -> dict[str, Statement]:
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


def _object(program: Program, name: str, place: int, call: ast.Call, home: Statement) -> Object | None:
    """Look at one object; nothing if it has to stay whole."""
    kind = parsed(home.text)
    if not isinstance(kind, ast.ClassDef) or _is_model(kind):
        return None
    every = methods_of(kind)
    constants = {
        each.targets[0].id: ast.unparse(each.value)
        for each in kind.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }
    trees = [ast.parse(each.text) for each in program.statements]
    asked = {each.attr for tree in trees for each in attributes_of(tree, name)}
    asked |= {INIT} if call.args or call.keywords or INIT in every else set()
    used = _used(asked, every)
    methods = {each: every[each] for each in every if each in used}
    attributes = frozenset(each.attr for own in methods.values() for each in attributes_of(own, "self")) - every.keys()
    stored = {each.attr for own in methods.values() for each in attributes_of(own, "self") if is_bound(each)}
    own_trees: list[tuple[ast.AST, str]] = [
        *((tree, name) for tree in trees),
        *((own, "self") for own in methods.values()),
    ]
    if not (
        asked <= used | stored | constants.keys()
        and attributes <= stored | constants.keys()
        and all(map(_is_simple, methods.values()))
        and all(_only_asks(tree, name) for tree in trees)
        and all(_is_followed(tree, owner, returning_self(every)) for tree, owner in own_trees)
        and not any(_calls_itself(each, every) for each in used)
    ):
        return None
    return Object(
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
    return {"fit", "predict"} <= methods_of(kind).keys() and not any(
        isinstance(each.func, ast.Attribute) and isinstance(each.func.value, ast.Attribute) for each in inner
    )


def methods_of(kind: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    """The methods of a class, by their names."""
    return {each.name: each for each in kind.body if isinstance(each, ast.FunctionDef)}


def returning_self(methods: dict[str, ast.FunctionDef]) -> frozenset[str]:
    """Methods that return their object, as `fit` does."""
    return frozenset(
        name
        for name, each in methods.items()
        if any(isinstance(one, ast.Return) and _is_name(one.value, "self") for one in ast.walk(each))
    )


def _is_name(node: ast.AST | None, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def is_bound(node: ast.Attribute) -> bool:
    """Whether an attribute is set here."""
    return isinstance(node.ctx, ast.Store)


def _used(asked: set[str], methods: dict[str, ast.FunctionDef]) -> set[str]:
    """Methods that are asked for, and those that they ask for in their turn."""
    used: set[str] = set()
    wanted = asked & methods.keys()
    while wanted:
        name = wanted.pop()
        used.add(name)
        wanted |= ({each.attr for each in attributes_of(methods[name], "self")} & methods.keys()) - used
    return used


def _calls_itself(name: str, methods: dict[str, ast.FunctionDef]) -> bool:
    direct = {each.attr for each in attributes_of(methods[name], "self")} & methods.keys()
    return any(name in _used({each}, methods) for each in direct)


def attributes_of(tree: ast.AST, owner: str) -> Iterator[ast.Attribute]:
    """What is asked of an object, or set in it; `fit(X).transform` asks the same object where `fit` returns it."""
    return (each for each in ast.walk(tree) if isinstance(each, ast.Attribute) and _is_name(each.value, owner))


def _only_asks(tree: ast.Module, name: str) -> bool:
    """Whether a variable of the notebook is only asked for what its object has, and has nothing set from outside."""
    asked = {id(each.value) for each in attributes_of(tree, name) if not is_bound(each)}
    kept = {
        id(given)
        for each in ast.walk(tree)
        if isinstance(each, ast.Call) and called_name(each) in _KEEPS
        for given in each.args
    }
    # What ends a cell is shown.
    kept |= {id(each.value) for each in tree.body if isinstance(each, ast.Expr)}
    return not any(is_bound(each) for each in attributes_of(tree, name)) and all(
        id(node) in asked | kept or not isinstance(node.ctx, ast.Load)
        for node in scoped(tree).of_module
        if node.id == name
    )


def _is_simple(method: ast.FunctionDef) -> bool:
    """Whether a method can be inlined, and hands its object to nobody but its caller."""
    arguments = method.args
    if method.decorator_list or not arguments.args or arguments.args[0].arg != "self" or steps_of(method) is None:
        return False
    asked = {id(each.value) for each in attributes_of(method, "self")}
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
