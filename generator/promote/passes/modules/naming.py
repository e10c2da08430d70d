"""What the things of modules are called in the program: as in their module, unless that means something else elsewhere."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from promote.passes.modules.demand import NOTEBOOK, Demand
from promote.passes.modules.readings import Reading
from promote.passes.modules.resolver import Meaning, Resolver
from promote.passes.scopes import bound_by, scoped

What = Meaning | str
"""What stands behind a name: a variable of one text, or, as its qualified name, what any text may import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vocabulary:
    """The names of one text that mean nothing of a module beside the notebook."""

    tops: Mapping[str, What]
    """Names that it binds, or reads without binding them."""
    local: frozenset[str]
    """Names that functions in it have for themselves."""


def names_in_program(followed: Sequence[Reading], demand: Demand) -> dict[Meaning, str]:
    """Name everything that is asked for."""
    texts = _vocabularies(followed, demand)
    names: dict[Meaning, str] = {}
    given: dict[str, What] = {}
    for meaning in _in_order(demand):
        what = _what(meaning, demand.resolver)
        for name in _candidates(meaning):
            if given.get(name, what) == what and _is_free(name, meaning, what, texts, demand):
                names[meaning], given[name] = name, what
                break
    return names


def _candidates(meaning: Meaning) -> Iterator[str]:
    prefixed = f"{meaning.module.rpartition('.')[2]}_{meaning.name.lstrip('_')}"
    yield meaning.name
    yield prefixed
    yield from (f"{prefixed}_{number}" for number in count(2))


def _in_order(demand: Demand) -> Iterator[Meaning]:
    """Everything that is asked for, as it comes into the program."""
    asked = frozenset[Meaning]().union(*demand.asked.values())
    for name in demand.needed:
        module = demand.resolver.modules[name]
        own = [each for each in asked if each.module == name]
        yield from sorted(own, key=lambda each: (next(module.bindings(each.name), 0), each.name))


def _what(meaning: Meaning, resolver: Resolver) -> What:
    module = resolver.modules[meaning.module]
    origins = {_imports(module.statements[number].node).get(meaning.name) for number in module.bindings(meaning.name)}
    origin = origins.pop() if len(origins) == 1 else None
    return origin or meaning


def _is_free(name: str, meaning: Meaning, what: What, texts: Mapping[str, _Vocabulary], demand: Demand) -> bool:
    for text, vocabulary in texts.items():
        if vocabulary.tops.get(name, what) != what:
            return False
        is_home = text == meaning.module and name == meaning.name
        if name in vocabulary.local and not is_home and meaning in demand.asked.get(text, ()):
            return False
    return True


def _vocabularies(followed: Sequence[Reading], demand: Demand) -> dict[str, _Vocabulary]:
    pieces = [(_of_others(each), each.known) for each in followed]
    texts = {NOTEBOOK: _vocabulary(NOTEBOOK, pieces, frozenset())}
    for name, numbers in demand.needed.items():
        module = demand.resolver.modules[name]
        known = demand.resolver.known[module.name]
        pieces = [(ast.Module([module.statements[number].node], []), known) for number in sorted(numbers)]
        texts[name] = _vocabulary(name, pieces, module.bound)
    return texts


def _of_others(reading: Reading) -> ast.Module:
    """A statement of the notebook, without what it imports from modules beside it."""
    if reading.taken is None:
        return reading.tree
    return ast.Module([ast.Import(list(reading.taken.rest))] if reading.taken.rest else [], [])


def _vocabulary(
    text: str, pieces: Sequence[tuple[ast.Module, Mapping[str, Meaning]]], own: frozenset[str]
) -> _Vocabulary:
    tops: dict[str, What] = {}
    read: set[str] = set()
    local: frozenset[str] = frozenset()
    for tree, known in pieces:
        found, imports = scoped(tree), _imports(tree)
        local |= found.own
        read |= {node.id for node in found.of_module} - known.keys()
        stored = bound_by([tree]) | {node.id for node in found.of_module if not isinstance(node.ctx, ast.Load)}
        for name in stored - own:
            what = imports.get(name, Meaning(text, name))
            tops[name] = what if tops.get(name, what) == what else Meaning(text, name)
    return _Vocabulary(tops={name: Meaning(text, name) for name in read} | tops, local=local)


def _imports(tree: ast.AST) -> dict[str, str]:
    """What the imports of a statement bring, by its qualified name."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                found |= {
                    each.asname or each.name.split(".")[0]: each.name if each.asname else each.name.split(".")[0]
                    for each in aliases
                }
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                found |= {each.asname or each.name: f"{module}.{each.name}" for each in aliases}
            case _:
                pass
    return found
