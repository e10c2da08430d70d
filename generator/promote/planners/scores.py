"""The numbers by which the notebook judges the chosen model."""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from promote.knowledge.estimators import SCORES
from promote.model.plan import Score
from promote.model.program import Program, Statement
from promote.passes.names import names_of
from promote.planners.calls import qualified_name
from promote.planners.models import Choice
from promote.planners.predictions import aliases_of
from promote.planners.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the notebook measures, and what that takes."""

    scores: tuple[Score, ...]
    behind: tuple[int, ...]
    """Statements behind the fit that they need."""
    names: frozenset[str]
    """Names that must be there when the model has been fitted: the target of the test part, as a rule."""


def plan_scores(program: Program, choice: Choice, path: frozenset[int], imports: dict[str, Value]) -> Scores:
    """Find the scores. `path` are the statements that the model depends on."""
    # What the model is made of keeps its value: a transformer fitted anew for another model is not this one's.
    bound = frozenset(name for index in path for name in program.statements[index].names.defines)
    best: dict[str, _Measured] = {}
    for measured in _measured(program, choice, imports):
        if any(program.statements[index].names.defines & bound for index in measured.behind - path):
            continue
        known = best.get(measured.score.name)
        # What the model says of rows that it has not seen tells what the service will be like.
        if known is None or (measured.is_held_out and not known.is_held_out):
            best[measured.score.name] = measured
    extra = {index for each in best.values() for index in each.behind - path}
    behind, kept = _consistent(program, extra, [each.score for each in best.values()])
    names = frozenset(name for each in best.values() for name in each.names)
    return Scores(scores=kept, behind=behind, names=names if kept else frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """One place where the notebook measures the chosen model."""

    score: Score
    behind: frozenset[int]
    names: frozenset[str]
    is_held_out: bool
    """Nothing that the model was fitted on takes part."""


def _measured(program: Program, choice: Choice, imports: dict[str, Value]) -> Iterator[_Measured]:
    fit = choice.fit
    fitted_on = names_of(fit.data).uses | (names_of(fit.target).uses if fit.target is not None else frozenset())
    for statement in program.statements[fit.statement + 1 :]:
        if fit.name in statement.names.defines or _refits(statement, fit.name):
            return
        if isinstance(statement.node, ast.For | ast.While | ast.FunctionDef | ast.ClassDef | ast.If):
            continue
        for call in (each for each in ast.walk(statement.node) if isinstance(each, ast.Call)):
            name = _score_name(call, choice.prediction.model, fit.name, imports)
            needed = _needs(program, call, fit.statement, statement.index, fit.name) if name is not None else None
            if name is None or needed is None:
                continue
            read = names_of(call).uses.union(*(program.statements[index].names.uses for index in needed[0]))
            if _is_of(choice, program, read, needed[1]):
                yield _Measured(
                    score=Score(name=name, expression=ast.unparse(call)),
                    behind=needed[0],
                    names=needed[1],
                    is_held_out=not (read & fitted_on) - imports.keys(),
                )


def _is_of(choice: Choice, program: Program, read: frozenset[str], before: frozenset[str]) -> bool:
    """Whether a number is of the chosen model and no other.

    `read` is all that goes into it behind the fit, `before` what of that has its value from before.
    """
    name = choice.fit.name
    aliases = {alias for alias, origin in aliases_of(program).items() if origin == name}
    others = {each.name for each in choice.candidates} - {name} - aliases
    given = program.statements[choice.fit.statement].names.defines
    return not read & others and (name in read or bool(before & (aliases | given)))


def _score_name(call: ast.Call, model: str, fitted: str, imports: dict[str, Value]) -> str | None:
    if (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "score"
        and ast.unparse(call.func.value) in {model, fitted}
    ):
        return "score"
    name = qualified_name(call.func, imports)
    last = name.rpartition(".")[2]
    if not name.startswith("sklearn.metrics") or last not in SCORES or not call.args:
        return None
    if any(k.arg == "average" and isinstance(k.value, ast.Constant) and k.value.value is None for k in call.keywords):
        return None
    return SCORES[last]


def _refits(statement: Statement, name: str) -> bool:
    node = statement.node
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "fit"
        and isinstance(node.value.func.value, ast.Name)
        and node.value.func.value.id == name
    )


def _needs(
    program: Program, call: ast.Call, fit: int, here: int, model: str
) -> tuple[frozenset[int], frozenset[str]] | None:
    """Statements between the fit and the call that its arguments come from, and the names that must be there before.

    `None` if they come from somewhere that cannot be followed.
    """
    needed = set(names_of(call).uses)
    found: set[int] = set()
    for statement in reversed(program.statements[fit + 1 : here]):
        if not (statement.names.defines | statement.names.mutates) & needed - {model}:
            continue
        if isinstance(statement.node, ast.Import | ast.ImportFrom):
            # Every module of the project imports what it uses.
            continue
        if isinstance(statement.node, ast.For | ast.While | ast.If | ast.FunctionDef):
            return None
        found.add(statement.index)
        needed -= statement.names.defines
        needed |= statement.names.uses
    imported = {
        name
        for each in program.statements
        if isinstance(each.node, ast.Import | ast.ImportFrom)
        for name in each.names.defines
    }
    before = frozenset(needed - imported - _BUILTINS - {model})
    bound = {name for each in program.statements[: fit + 1] for name in each.names.defines}
    return (frozenset(found), before) if before <= bound else None


_BUILTINS = frozenset(dir(builtins))


def _consistent(program: Program, extra: set[int], scores: list[Score]) -> tuple[tuple[int, ...], tuple[Score, ...]]:
    """Keep what can be computed at the end: a name bound twice behind the fit would have its last value for all scores."""
    bound: dict[str, int] = {}
    for index in sorted(extra):
        for name in program.statements[index].names.defines:
            bound[name] = bound.get(name, 0) + 1
    twice = {name for name, count in bound.items() if count > 1}
    kept = [score for score in scores if not names_of(ast.parse(score.expression)).uses & twice]
    wanted = {name for score in kept for name in names_of(ast.parse(score.expression)).uses}
    chosen: set[int] = set()
    for index in sorted(extra, reverse=True):
        own = program.statements[index].names
        if (own.defines | own.mutates) & wanted:
            chosen.add(index)
            wanted |= own.uses
    return tuple(sorted(chosen)), tuple(kept)
