"""Where a statement learns from rows, in the author's own words: the call that stands in the notebook, and its line."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from promote.knowledge.methods import STATISTICS
from promote.model.diagnostic import Place
from promote.model.program import Statement
from promote.model.steps import STATE, Path, StepKind
from promote.passes.names import called_name, names_of

_FITS = frozenset(["fit", "fit_transform"])
_MOST = 60
"""Letters of a call that a sentence has room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One call that learns."""

    words: str
    """The call, as the author wrote it; shortened where it is long."""
    place: Place
    learner: str
    """What is fitted, as the author wrote it; empty for a mean and its like, which learn by themselves."""
    names: frozenset[str]
    """The names that it learns from."""
    columns: frozenset[str]
    """The columns that it names."""


def lessons_in(statement: Statement) -> tuple[Lesson, ...]:
    """Find the calls of a statement that learn something of all the rows that they are given, in their order."""
    tree = ast.parse(statement.text)
    found = [_lesson(statement, node) for node in _learning(tree)]
    return tuple(sorted(found, key=lambda lesson: lesson.place))


def states_served(path: Path) -> frozenset[str]:
    """States that serving reads, and those that training makes them of."""
    served = {name for text in path.served_texts for name in STATE.findall(text)}
    for step in reversed(path.steps):
        if any(state.name in served for state in step.states):
            served |= set(STATE.findall(step.training_text()))
    return frozenset(served)


def is_served(path: Path, position: int, lesson: Lesson, served: frozenset[str]) -> bool:
    """Whether serving uses what a call learns in a step, or takes its input behind that."""
    step = path.steps[position]
    if position <= path.cut.after:
        return step.kind is StepKind.FITTED or bool(lesson.learner)
    if step.states:
        return any(state.name in served for state in step.states)
    # `scaler.fit(X)`: the state is that of the statement which makes the scaler.
    makers = [each for each in path.steps[:position] if lesson.learner in each.statement.names.defines]
    return bool(makers) and any(state.name in served for state in makers[-1].states)


def _learning(tree: ast.AST) -> Iterator[ast.expr]:
    called = {id(call.func) for call in ast.walk(tree) if isinstance(call, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=method)) if method in _FITS | STATISTICS:
                yield node
            case ast.Call(func=ast.Attribute(value=receiver, attr="transform")) if _is_of_groups(receiver):
                yield node
            case ast.Attribute(attr="fit_transform") if id(node) not in called:
                yield node
            case _:
                pass


def _is_of_groups(node: ast.expr) -> bool:
    return any(isinstance(each, ast.Call) and called_name(each) == "groupby" for each in ast.walk(node))


def _lesson(statement: Statement, node: ast.expr) -> Lesson:
    function = node.func if isinstance(node, ast.Call) else node
    fitted = function if isinstance(function, ast.Attribute) and function.attr in _FITS else None
    given: Iterable[ast.expr] = [node] if fitted is None else node.args if isinstance(node, ast.Call) else []
    return Lesson(
        words=spelled(statement, node),
        place=statement.place(node.lineno),
        learner=spelled(statement, fitted.value) if fitted is not None else "",
        names=frozenset(name for each in given for name in names_of(each).uses),
        columns=frozenset(
            each.value
            for each in ast.walk(node)
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isprintable()
        ),
    )


def spelled(statement: Statement, node: ast.expr) -> str:
    """Spell a part of a statement as it stands in the notebook, on one line."""
    text = _in_own_words(statement, node)
    if len(text) > _MOST and isinstance(node, ast.Call):
        text = f"{_in_own_words(statement, node.func)}(…)"
    return text if len(text) <= _MOST else f"{text[: _MOST - 1].rstrip()}…"


def _in_own_words(statement: Statement, node: ast.expr) -> str:
    own = dict(statement.inside.names) if statement.inside is not None else {}
    if own.keys() & names_of(node).uses:
        return ast.unparse(_OwnNames(own).visit(node))
    return " ".join((ast.get_source_segment(statement.text, node) or ast.unparse(node)).split())


class _OwnNames(ast.NodeTransformer):
    """Gives variables back the names that a function of the notebook has for them."""

    def __init__(self, own: dict[str, str]) -> None:
        self.own = own

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(id=self.own.get(node.id, node.id), ctx=node.ctx)
