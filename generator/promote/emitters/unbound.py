"""Names that a derived module reads and that nothing binds: the cell that bound them is no longer in the notebook."""

import builtins
import symtable
from collections.abc import Container, Iterator
from itertools import chain

_GIVEN = frozenset([*dir(builtins), "__file__"])


def marked(text: str, docstring: str, bound: Container[str]) -> str:
    """Say below a module's docstring which of its names nothing binds, so that its checks pass and its reader knows.

    What is `bound` somewhere in the notebook and missing here is no fault of the notebook's: the checks shall find it.
    """
    names = unbound(text)
    if not names or any(name in bound for name in names):
        return text
    spelled = ", ".join(f"`{each}`" for each in names)
    remark = (
        f"# No cell of the notebook binds {spelled}: nothing runs before somebody does.\n"
        "# ruff: noqa: F821\n"
        '# mypy: disable-error-code="name-defined"\n'
    )
    return text.replace(docstring, f"{docstring}\n\n{remark}", 1)


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
