"""The model that the notebook itself picks when it runs: the one with the best score of several.

`max(scores, key=scores.get)`, or a loop that remembers a model whenever its score beats the best one so far, says which score
decides and not who wins. The stored outputs may: where they name the winner, or show the scores beside the models' names.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from promote.model.diagnostic import Place
from promote.model.program import Program, Statement
from promote.passes.names import names_of
from promote.planners.models import Choice
from promote.planners.slicing import slice_back
from promote.planners.stored import pieces_of

AT_RUN_TIME = "the notebook picks the best when it runs, and no output tells which; `--model` takes another"
_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pick:
    """One place where the best of several scores is taken."""

    statement: Statement
    scores: str
    """The collection of all scores; empty where they are compared one by one."""
    is_smallest: bool
    winners: frozenset[str]
    """Names that hold the winner or its name from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The model that the notebook picks when it runs, and how that is known."""

    name: str
    """Where nothing tells the winner, the model that would be chosen otherwise."""
    reason: str
    rivals: tuple[str, ...]
    place: Place

    @property
    def is_told(self) -> bool:
        """Whether an output names the winner."""
        return self.reason != AT_RUN_TIME


def picked(program: Program, choice: Choice) -> Picked | None:
    """Name the model that the notebook picks when it runs; nothing where it picks none."""
    cell = program.statements[choice.fit.statement].cell
    rivals = [each.name for each in choice.candidates if each.cell == cell]
    picks = [each for each in _picks(program) if len(rivals) > 1 and _decides(program, each, choice)]
    if not picks:
        return None
    place = picks[-1].statement.place()
    found = partial(Picked, rivals=tuple(dict.fromkeys(rivals)), place=place)
    labels = {name: _label(program, name) for name in rivals}
    for pick in reversed(picks):
        winner = _named(program, pick, labels) or _best(program, pick, labels)
        if winner is not None:
            return found(
                name=winner, reason=f"the notebook picks the best by its score; its output names {labels[winner]}"
            )
    return found(name=choice.fit.name, reason=AT_RUN_TIME)


def _picks(program: Program) -> Iterator[_Pick]:
    for statement in program.statements:
        node = statement.node
        if isinstance(node, ast.If):
            yield from _remembered(statement, node)
        elif not isinstance(node, ast.FunctionDef | ast.ClassDef):
            for each in ast.walk(node):
                yield from _extreme(statement, each)


def _extreme(statement: Statement, node: ast.AST) -> Iterator[_Pick]:
    """`max(scores, key=scores.get)` and `max(scores.items(), key=…)`."""
    match node:
        case ast.Call(
            func=ast.Name(id="max" | "min" as function),
            args=[ast.Name(id=scores) | ast.Call(func=ast.Attribute(value=ast.Name(id=scores), attr="items"))],
            keywords=[ast.keyword(arg="key")],
        ):
            yield _Pick(
                statement=statement, scores=scores, is_smallest=function == "min", winners=statement.names.defines
            )
        case _:
            pass


def _remembered(statement: Statement, node: ast.If) -> Iterator[_Pick]:
    """`if score > best: best = score; winner = name`."""
    match node.test:
        case ast.Compare(left=ast.Name(id=left), ops=[operator], comparators=[ast.Name(id=right)]):
            for score, best in ((left, right), (right, left)):
                kept = [each for each in node.body if _assigns(each, best, score)]
                if kept:
                    is_less = isinstance(operator, ast.Lt | ast.LtE)
                    yield _Pick(
                        statement=statement,
                        scores="",
                        is_smallest=is_less == (score == left),
                        winners=statement.names.defines - {best},
                    )
        case _:
            pass


def _assigns(node: ast.stmt, name: str, value: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=bound)], value=ast.Name(id=origin)):
            return bound == name and origin == value
        case _:
            return False


def _decides(program: Program, pick: _Pick, choice: Choice) -> bool:
    """Whether what is compared comes from the chosen model among others."""
    compared = {pick.scores} if pick.scores else set(names_of(pick.statement.node).uses)
    place, fit = pick.statement.index, choice.fit
    behind = slice_back(program.statements, compared, place)
    # In a collection, the model is fitted under another name than the one by which it is asked.
    return fit.statement < place and any(
        index == fit.statement or fit.name in program.statements[index].names.defines for index in behind
    )


def _label(program: Program, name: str) -> str:
    """What the notebook calls a model: its key in a collection, else the name itself."""
    spelled = program.spelled.get(name, "")
    match ast.parse(spelled, mode="eval").body if spelled else None:
        case ast.Subscript(slice=ast.Constant(value=str(key))) if key.strip():
            return key.strip()
        case _:
            return name


def _pattern(label: str) -> str:
    """A label as outputs have it: with the spaces or dashes that are underscores in a name."""
    return r"[\W_]+".join(re.escape(each) for each in re.findall(r"[^\W_]+", label))


def _named(program: Program, pick: _Pick, labels: dict[str, str]) -> str | None:
    """Find the winner where the notebook prints its name behind a text."""
    for statement in program.statements[pick.statement.index + 1 :]:
        match statement.node:
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=arguments)):
                parts = [part for argument in arguments for part in pieces_of(argument)]
            case _:
                continue
        for before, value in pairwise(parts):
            if isinstance(before, str) and before.strip() and isinstance(value, ast.Name) and value.id in pick.winners:
                printed = program.notebook.cells[statement.cell - 1].printed
                found = [
                    name
                    for name, label in labels.items()
                    if re.search(rf"{re.escape(before.strip())}\s*{_pattern(label)}(?!\w)", printed, re.IGNORECASE)
                ]
                if found:
                    # Of "Tree" and "Tree 2" the longer one is meant.
                    return max(found, key=lambda name: len(labels[name]))
    return None


def _best(program: Program, pick: _Pick, labels: dict[str, str]) -> str | None:
    """Find the winner where a cell that reads the scores shows one number beside each model's name."""
    cells = {each.cell for each in program.statements if pick.scores in each.names.uses}
    for cell in sorted(cells, reverse=True):
        printed = program.notebook.cells[cell - 1].printed
        shown = {name: _numbers(label, printed) for name, label in labels.items()}
        if all(len(numbers) == 1 for numbers in shown.values()):
            values = {name: numbers[0] for name, numbers in shown.items()}
            return (min if pick.is_smallest else max)(values, key=lambda name: values[name])
    return None


def _numbers(label: str, printed: str) -> Sequence[float]:
    """Find the numbers that stand alone beside a label: in a line of a table, or in a dictionary."""
    line = rf"^\s*(?:\d+\s+)?{_pattern(label)}\s*[:=|-]?\s*({_NUMBER})\s*%?\s*$"
    entry = rf"['\"]{_pattern(label)}['\"]:\s*({_NUMBER})"
    found = [re.findall(each, printed, re.IGNORECASE | re.MULTILINE) for each in (line, entry)]
    return [float(each) for group in found for each in group]
