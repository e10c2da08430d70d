"""A job's functions: which statements stand together under a title, what they are given and what they give back.

    Sections = top Section*
    Section  = title statements inputs outputs

A heading begins a section; where a notebook has none, a comment above a cell does. A variable passes from one section to
another as a parameter and a result, so two sections stay one where that would change what the notebook does.
"""

import ast
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from promote.model.program import Statement
from promote.passes.names import names_of

_SHORT = 20
"""Lines that one function may have before it is parted."""
_LEAST = 3
"""Lines of a function; fewer stay where they are."""
_SEES_ALL = frozenset({"eval", "exec", "globals", "locals", "vars", "get_ipython"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Consecutive statements. Without a title they stay where they are."""

    title: str
    statements: tuple[Statement, ...]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """A whole job, in its order."""

    top: tuple[Statement, ...]
    """Functions and classes that read no variable of the notebook: they stand at the top of the module."""
    sections: tuple[Section, ...]


def plan_sections(statements: Sequence[Statement], given: frozenset[str] = frozenset()) -> Sections:
    """Part a job's statements, imports aside, into functions. `given` are names that the job as a whole is given.

    Those of a short job, or of one that looks at its own variables, stay together.
    """
    top = _top(statements, given)
    rest = [each for each in statements if each not in top]
    whole = Section(title="", statements=tuple(rest))
    if _length(rest) <= _SHORT or any(map(_sees_all, statements)):
        return Sections(top=top, sections=(whole,))
    parts = [part for section in _under_headings(rest) for part in _under_comments(section)]
    sections = [each if _length(each.statements) >= _LEAST else replace(each, title="") for each in parts]
    while (found := _inseparable(sections, given)) is not None:
        first, second = sections[found : found + 2]
        both = first.statements + second.statements
        sections[found : found + 2] = [Section(title=first.title or second.title, statements=both)]
    if len(sections) == 1:
        return Sections(top=top, sections=(whole,))
    return Sections(top=top, sections=tuple(_passing(sections, given)))


def awaits(statement: Statement) -> bool:
    """Whether a statement waits, as only an asynchronous function may."""
    waiting: list[ast.AST] = [statement.node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            return True
        if isinstance(node, ast.comprehension) and node.is_async:
            return True
        if not isinstance(node, (*_FUNCTIONS, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)
    return False


def _top(statements: Sequence[Statement], given: frozenset[str]) -> tuple[Statement, ...]:
    times = [name for each in statements for name in each.names.defines]
    bound = {*times, *given}
    found = [
        each
        for each in statements
        if isinstance(each.node, _FUNCTIONS)
        and all(times.count(name) == 1 for name in each.names.defines)
        and not _binds_outside(each)
    ]
    while True:
        names = {name for each in found for name in each.names.defines}
        left = [each for each in found if not (each.names.uses & bound) - names]
        if left == found:
            return tuple(found)
        found = left


def _under_headings(statements: Sequence[Statement]) -> Iterator[Section]:
    for heading, group in itertools.groupby(statements, lambda each: each.heading):
        yield Section(title=heading, statements=tuple(group))


def _under_comments(section: Section) -> Iterator[Section]:
    """Part a long section at the comments above its cells."""
    title, gathered = section.title, list[Statement]()
    for _, group in itertools.groupby(section.statements, lambda each: each.cell):
        first, *others = group
        comment, remaining = _title_of(first.comments)
        if comment and gathered and _length(section.statements) > _SHORT and _length(gathered) >= _SHORT // 2:
            yield Section(title=title, statements=tuple(gathered))
            title, gathered = "", []
        if comment and not title and not gathered:
            title, first = comment, replace(first, comments=remaining)
        gathered += [first, *others]
    yield Section(title=title, statements=tuple(gathered))


def _title_of(comments: str) -> tuple[str, str]:
    """Take the first line of a comment that says something, and leave the lines below it."""
    lines = comments.split("\n")
    for number, line in enumerate(lines, start=1):
        if len(title := line.lstrip("#").strip(" -=*#")) > 2:
            return title, "\n".join(lines[number:])
    return "", comments


def _length(statements: Iterable[Statement]) -> int:
    return sum(each.text.count("\n") + 1 for each in statements)


def _sees_all(statement: Statement) -> bool:
    """Whether a statement asks for variables by other means than their names, or binds them from inside of a function."""
    return bool(statement.names.uses & _SEES_ALL) or _binds_outside(statement)


def _binds_outside(statement: Statement) -> bool:
    return any(isinstance(each, ast.Global) for each in ast.walk(statement.node))


def _inseparable(sections: Sequence[Section], given: frozenset[str]) -> int | None:
    """Find the first section that has to be one with the next."""
    sure = {*given}
    for number, section in enumerate(sections[:-1]):
        later = [each for following in sections[number + 1 :] for each in following.statements]
        sure = _sure_after(section.statements, sure)
        given_back = {name for each in section.statements for name in each.names.defines} & _needed(later)
        rebound = {name for each in later for name in each.names.defines}
        if given_back - sure or _closed_over(section) & rebound:
            return number
    return None


def _passing(sections: Sequence[Section], given: frozenset[str]) -> Iterator[Section]:
    """Say what each section is given and gives back."""
    known = dict.fromkeys(sorted(given))
    for number, section in enumerate(sections):
        later = [each for following in sections[number + 1 :] for each in following.statements]
        defined = dict.fromkeys(name for each in section.statements for name in sorted(each.names.defines))
        outputs = tuple(name for name in defined if name in _needed(later))
        needed = _needed(section.statements) | ({*outputs} - _sure_after(section.statements, set()))
        yield replace(section, inputs=tuple(name for name in known if name in needed), outputs=outputs)
        known |= defined


def _needed(statements: Iterable[Statement]) -> set[str]:
    """Names that statements read, change or delete before they bind them."""
    bound: set[str] = set()
    needed: set[str] = set()
    for each in statements:
        needed |= (each.names.uses | each.names.mutates | _deleted(each.node)) - bound
        bound |= _surely_bound(each.node)
    return needed


def _sure_after(statements: Iterable[Statement], sure: set[str]) -> set[str]:
    """Names that are bound behind statements in any case, if those of `sure` are before them."""
    for each in statements:
        sure = (sure | _surely_bound(each.node)) - _deleted(each.node)
    return sure


def _deleted(node: ast.stmt) -> set[str]:
    return {
        target.id
        for each in ast.walk(node)
        if isinstance(each, ast.Delete)
        for target in each.targets
        if isinstance(target, ast.Name)
    }


def _surely_bound(node: ast.stmt) -> set[str]:
    """Names that a statement binds in any case."""
    match node:
        case ast.If(body=body, orelse=orelse):
            return _all_of(body) & _all_of(orelse)
        case ast.For() | ast.AsyncFor() | ast.While() | ast.Match() | ast.Expr() | ast.AugAssign():
            return set()
        case ast.With(body=body) | ast.AsyncWith(body=body):
            targets = {name for each in node.items if each.optional_vars for name in _names(each.optional_vars)}
            return targets | _all_of(body)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            ways = [_all_of([*body, *orelse]), *(_all_of(each.body) for each in handlers if not _leaves(each.body))]
            return set.intersection(*ways) | _all_of(final)
        case _:
            return set(names_of(node).defines)


def _all_of(body: Iterable[ast.stmt]) -> set[str]:
    return {name for each in body for name in _surely_bound(each)}


def _leaves(body: Sequence[ast.stmt]) -> bool:
    return isinstance(body[-1], ast.Raise)


def _names(target: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def _closed_over(section: Section) -> set[str]:
    """Names that functions of a section read whenever they are called, be it later."""
    return {
        name
        for each in section.statements
        for node in ast.walk(each.node)
        if isinstance(node, (*_FUNCTIONS, ast.Lambda)) and not _is_handed_over(node, each.node)
        for name in names_of(node).uses
    }


def _is_handed_over(function: ast.AST, statement: ast.stmt) -> bool:
    """Whether a lambda is an argument of a call, which is done with it when the statement is."""
    return any(
        function in [*call.args, *(keyword.value for keyword in call.keywords)]
        for call in ast.walk(statement)
        if isinstance(call, ast.Call)
    )
