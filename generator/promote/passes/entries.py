"""Literal collections: what they hold, and what a loop over them binds."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Key = str | int


@dataclass(slots=True)
class Entry:
    """One entry of a collection: its key, and what stands there; a tuple has several places."""

    key: Key
    places: list[ast.expr]
    is_tuple: bool


def entries_of(node: ast.expr) -> list[Entry] | None:
    """Entries of a literal collection."""
    match node:
        case ast.Dict(keys=keys, values=values):
            found = [
                entry_of(key.value, value)
                for key, value in zip(keys, values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(key.value, str | int)
            ]
            return found if len(found) == len(keys) else None
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [entry_of(number, each) for number, each in enumerate(elements)]
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords) if all(each.arg for each in keywords):
            return [entry_of(each.arg or "", each.value) for each in keywords]
        case ast.Call(func=ast.Name(id="list"), args=[], keywords=[]):
            return []
        case _:
            return None


def entry_of(key: Key, value: ast.expr) -> Entry:
    """What is put into a collection at a key."""
    return Entry(key, [*value.elts] if isinstance(value, ast.Tuple) else [value], isinstance(value, ast.Tuple))


def value_of(entry: Entry) -> ast.expr:
    """What a collection gives for an entry."""
    return ast.Tuple(elts=entry.places, ctx=ast.Load()) if entry.is_tuple else entry.places[0]


def values_of_turns(
    node: ast.expr, width: int, entries: Mapping[str, Sequence[Entry]], literals: Mapping[int, Sequence[Entry]]
) -> list[list[ast.expr]]:
    """What each turn of a loop over collections binds to its `width` variables.

    `entries` says what collections hold by their names, `literals` what those hold that the loop itself spells, by `id`.
    """
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="items"), args=[]):
            return [[ast.Constant(value=each.key), value_of(each)] for each in entries.get(name, ())]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="values"), args=[]):
            return [[value_of(each)] for each in entries.get(name, ())]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="keys"), args=[]):
            return [[ast.Constant(value=each.key)] for each in entries.get(name, ())]
        case ast.Call(func=ast.Attribute(value=ast.Dict() as literal, attr="items"), args=[]):
            return [[ast.Constant(value=each.key), value_of(each)] for each in literals.get(id(literal), ())]
        case ast.Call(func=ast.Attribute(value=ast.Dict() as literal, attr="values"), args=[]):
            return [[value_of(each)] for each in literals.get(id(literal), ())]
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner]):
            inside = values_of_turns(inner, width - 1, entries, literals)
            return [[ast.Constant(value=number), *each] for number, each in enumerate(inside)]
        case ast.Call(func=ast.Name(id="zip"), args=[*inner]):
            columns = [values_of_turns(each, 1, entries, literals) for each in inner]
            return [[value for part in row for value in part] for row in zip(*columns, strict=False)]
        case ast.Name(id=name):
            found = entries.get(name, ())
            if any(isinstance(each.key, str) for each in found):
                return [[ast.Constant(value=each.key)] for each in found]
            return [each.places if width > 1 or not each.is_tuple else [value_of(each)] for each in found]
        case _:
            return [each.places for each in literals.get(id(node), ())]


def variables_of(target: ast.expr) -> list[ast.expr]:
    """Names of a loop, also those in parentheses: `for number, (name, model) in enumerate(models)`."""
    return [each for part in getattr(target, "elts", [target]) for each in getattr(part, "elts", [part])]


def literals_of(node: ast.expr) -> Iterator[ast.expr]:
    """Literal collections that a loop goes over."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr="items" | "values"), args=[]):
            yield inner
        case ast.Call(func=ast.Name(id="zip" | "enumerate"), args=inner):
            for each in inner:
                yield from literals_of(each)
        case _:
            yield node


def collections_of(node: ast.expr) -> Iterator[str]:
    """Names of the collections that a loop goes over."""
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="items" | "values" | "keys")):
            yield name
        case ast.Call(func=ast.Name(id="zip" | "enumerate" | "list" | "tqdm"), args=inner):
            for each in inner:
                yield from collections_of(each)
        case _:
            return
