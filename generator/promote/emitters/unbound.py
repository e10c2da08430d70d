"""Names that a derived module reads and that its checks cannot find, through no fault of the module's.

Nothing binds them, since the cell that did is no longer in the notebook; or NumPy has them in old versions only, and types of
NumPy in none.
"""

import builtins
import re
import symtable
from collections.abc import Container, Iterable, Iterator
from itertools import chain

_GIVEN = frozenset([*dir(builtins), "__file__"])
_UNTYPED = re.compile(r"(?<![\w.])(?:np|numpy)\.(?:bool|complex|float|int|long|object|str|unicode)\b")


def marked(text: str, docstring: str, bound: Container[str]) -> str:
    """Say below a module's docstring which of its names nothing binds or types, so that its checks pass and its reader knows.

    What is `bound` somewhere in the notebook and missing here is no fault of the notebook's: the checks shall find it.
    """
    remarks = []
    names, aliases = unbound(text), sorted(set(_UNTYPED.findall(text)))
    if names and not any(name in bound for name in names):
        remarks.append(
            f"# No cell of the notebook binds {_spelled(names)}: nothing runs before somebody does.\n"
            "# ruff: noqa: F821\n"
            '# mypy: disable-error-code="name-defined"\n'
        )
    if aliases:
        remarks.append(
            f"# The types of NumPy do not know {_spelled(aliases)}, which NumPy itself has lost since.\n"
            '# mypy: disable-error-code="attr-defined"\n'
        )
    return text.replace(docstring, "\n".join([f"{docstring}\n", *remarks]), 1) if remarks else text


def _spelled(names: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in names)


def unbound(text: str) -> tuple[str, ...]:
    """Names that some part of a module reads, and that neither the module nor Python binds, in alphabetical order.

    Nothing where the module does not compile: a cell may say `global` where the function that it becomes must not.
    """
    try:
        module = symtable.symtable(text, "<module>", "exec")
    except SyntaxError:
        return ()
    tables = [*_tables(module)]
    symbols = [*chain.from_iterable(table.get_symbols() for table in tables if table is not module)]
    own = module.get_symbols()
    bound = {each.get_name() for each in own if each.is_assigned() or each.is_imported()}
    bound |= {each.get_name() for each in symbols if each.is_declared_global() and each.is_assigned()}
    read = {each.get_name() for each in own if each.is_referenced()}
    read |= {each.get_name() for each in symbols if each.is_global() and each.is_referenced()}
    return tuple(sorted(read - bound - _GIVEN))


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)
