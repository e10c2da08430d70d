"""The two programs: the steps from the data to the model, which of them serving runs, and where it takes its input."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from promote.knowledge.functions import SEEDS
from promote.model.program import Program, Statement
from promote.model.steps import STATE, Cut, Path, Step, StepKind
from promote.passes.names import names_of
from promote.planners.binding import classify
from promote.planners.calls import qualified_name
from promote.planners.doubts import doubted, with_benefit
from promote.planners.entrance import find_entrance
from promote.planners.fillings import made_late, with_fillings
from promote.planners.fits import Fit
from promote.planners.hoisting import to_be_kept
from promote.planners.models import Choice
from promote.planners.networks import rows_behind, trains
from promote.planners.showing import shows
from promote.planners.slicing import slice_back
from promote.planners.values import CONSTANT, Value, ValueKind

_NO_TABLES = frozenset({ValueKind.BUNCH, ValueKind.OTHER})
"""What holds rows, and is no table with one of each."""


def plan_path(
    program: Program,
    choice: Choice,
    imports: dict[str, Value],
    also: frozenset[str] = frozenset(),
    needed: frozenset[int] = frozenset(),
) -> Path:
    """Slice the notebook to the chosen model, classify what is left, and walk it back from the prediction to the cut.

    Statements that bind one thing may turn out not to matter, but for those in `needed`: see `doubts`.
    """
    statements = [program.statements[index] for index in sorted(path_statements(program, choice, imports, also))]
    # What the model predicts on is one more statement, so that it is classified like the rest.
    final = _final_statement(program, choice)
    kept: frozenset[str] = frozenset()
    while True:
        path = _path([*statements, final], choice, imports, kept, needed)
        late = made_late(statements, path)
        more = to_be_kept(path, imports, choice.fit.name)
        if late == statements and more <= kept:
            return path
        statements = late
        kept |= more


def _path(
    statements: list[Statement],
    choice: Choice,
    imports: dict[str, Value],
    kept: frozenset[str],
    needed: frozenset[int],
) -> Path:
    """The path, where the names in `kept` are stored with what was learned."""
    final = statements[-1]
    steps, values = classify(statements, imports, kept=kept)
    if not values[final.index][FINAL].rows:
        steps, values = classify(statements, imports, groups_are_rows=True, kept=kept)
    if not values[final.index][FINAL].rows and (entrance := find_entrance(statements[:-1], _data(choice.fit), imports)):
        steps, values = classify(statements, imports, entrance=entrance, kept=kept)
    steps = (*with_benefit(steps[:-1], needed), steps[-1])
    walk = _Backward(steps, values)
    walk.run()
    on_the_way = frozenset(walk.serving)
    cut = walk.cut()
    if in_the_way := doubted(steps[position] for position in on_the_way if position <= cut.after):
        return _path(statements, choice, imports, kept, needed | in_the_way)
    serving = with_fillings(steps, walk.serving, cut)
    if cut.after < len(steps) - 1:
        steps, inputs = steps[:-1], _right_side(steps[-1])
    else:
        inputs = FINAL
    return Path(
        steps=steps,
        serving=tuple(sorted(serving)),
        cut=cut,
        split=walk.split,
        inputs=inputs,
        renames=tuple(walk.renames.items()),
        kinds=tuple(
            tuple(
                (name, str(values[step.statement.index].get(name, CONSTANT).kind))
                for name in sorted(step.statement.names.defines | step.statement.names.mutates)
            )
            for step in steps
        ),
    )


def _data(fit: Fit) -> ast.expr:
    """The rows that a fit is given, before they are made a tensor."""
    return ast.Name(id=rows_behind(fit.data)) if fit.is_network else fit.data


FINAL = "model_input"
"""What the model predicts on, where that is more than a name."""


def path_statements(
    program: Program, choice: Choice, imports: dict[str, Value], also: frozenset[str] = frozenset()
) -> frozenset[int]:
    """Find the statements that the model, what it predicts on, and the names in `also` depend on, imports aside."""
    prediction, fit = choice.prediction, choice.fit
    last = max(prediction.statement, fit.statement)
    names = names_of(prediction.data).uses | {fit.name} | names_of(ast.parse(prediction.model, mode="eval")).uses
    # Whoever seeds everything means the model too.
    seeds = [each.index for each in program.statements[: fit.statement] if _seeds(each, imports)]
    keep = [fit.statement, *seeds, *(_prepared(program, fit, imports) if fit.is_network else ())]
    chosen = slice_back(program.statements, names, last + (last == fit.statement), keep=keep, skip=choice.refits)
    if also:
        chosen |= slice_back(program.statements, also, fit.statement, skip=choice.refits)
    found = sorted(
        index for index in chosen if not isinstance(program.statements[index].node, ast.Import | ast.ImportFrom)
    )
    again = {
        first for first, second in pairwise(found) if fit.is_network and _seeds_again(program, first, second, imports)
    }
    return frozenset(found) - again


def _seeds_again(program: Program, first: int, second: int, imports: dict[str, Value]) -> bool:
    """Whether a seed is set to the same again at once: its cell was copied."""
    one, other = program.statements[first], program.statements[second]
    return one.text == other.text and _seeds(one, imports)


def _prepared(program: Program, fit: Fit, imports: dict[str, Value]) -> Iterator[int]:
    """Statements that may change a network between where it is made and where it is trained, an earlier training too."""
    for statement in reversed(program.statements[: fit.statement]):
        if fit.name in statement.names.defines - statement.names.uses:
            return
        if fit.name in statement.names.uses and (
            trains(statement.node) or _prepares(statement.node, fit.name, imports)
        ):
            yield statement.index


_TELLS = frozenset(["parameters", "named_parameters", "state_dict", "children", "modules", "named_modules"])
"""Methods of a network that say something of it, and change nothing."""


def _prepares(node: ast.stmt, name: str, imports: dict[str, Value]) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method))) if owner == name:
            return method not in _TELLS
        case ast.Expr(value=ast.Call(func=function)):
            return name not in names_of(function).uses and not shows(node, imports)
        case _:
            return False


def _seeds(statement: Statement, imports: dict[str, Value]) -> bool:
    node = statement.node
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and qualified_name(node.value.func, imports) in SEEDS
    )


def _final_statement(program: Program, choice: Choice) -> Statement:
    text = f"{FINAL} = {ast.unparse(choice.prediction.data)}"
    node = ast.parse(text).body[0]
    place = program.statements[choice.prediction.statement]
    return Statement(
        index=len(program.statements),
        cell=place.cell,
        line=place.line,
        end_line=place.end_line,
        comments="",
        text=text,
        node=node,
        names=names_of(node),
    )


def _bound_in_serving(step: Step) -> frozenset[str]:
    """Names to which serving surely gives a value: before the step, nobody needs them."""
    if isinstance(step.statement.node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return step.statement.names.defines
    match ast.parse(STATE.sub("_state", step.serving_text())).body if step.moves_rows else []:
        case [ast.Assign() as instead]:
            return names_of(instead).defines
        case _:
            return frozenset()


def _right_side(step: Step) -> str:
    return step.serving_text().partition("=")[2].strip()


@dataclass(slots=True)
class _Backward:
    """The walk from the prediction back to the data. Responsibilities: the serving steps, the names they still need."""

    steps: tuple[Step, ...]
    values: dict[int, dict[str, Value]]
    serving: set[int] = None  # type: ignore[assignment]
    renames: dict[str, str] = None  # type: ignore[assignment]
    split: int | None = None
    history: list[tuple[int, frozenset[str]]] = None  # type: ignore[assignment]
    stopped: str = ""
    source: int | None = None

    def run(self) -> None:
        self.serving, self.renames, self.history = set(), {}, []
        last = len(self.steps) - 1
        if self.steps[last].kind is StepKind.OBSTACLE:
            self.stopped = self.steps[last].obstacle
            return
        needed = self._rows_used(last, self.steps[last].serving_text())
        self.history.append((last - 1, frozenset(needed)))
        for position in range(last - 1, -1, -1):
            step = self.steps[position]
            touched = (step.statement.names.defines | step.statement.names.mutates) & needed
            if touched and not self._follow(position, step, needed):
                return
            self.history.append((position - 1, frozenset(needed)))

    def _follow(self, position: int, step: Step, needed: set[str]) -> bool:
        match step.kind:
            case StepKind.OBSTACLE:
                self.stopped = step.obstacle
                return False
            case StepKind.SOURCE:
                self.source = position
                return False
            case StepKind.SPLIT:
                self.split = position
                for part, origin in step.renames:
                    if part in needed:
                        needed.discard(part)
                        needed |= self._rows_used(position, origin)
                        self.renames[part] = origin
            case StepKind.ROW_WISE | StepKind.FITTED:
                self.serving.add(position)
                needed -= _bound_in_serving(step)
                needed |= self._rows_used(position, step.serving_text())
            case _:
                pass
        return True

    def _rows_used(self, position: int, text: str) -> set[str]:
        try:
            tree = ast.parse(STATE.sub("_state", text))
        except SyntaxError:
            return set()
        before = self.values[self.steps[position - 1].statement.index] if position else {}
        return {name for name in names_of(tree).uses if before.get(name, CONSTANT).many}

    def cut(self) -> Cut:
        """The earliest place behind the obstacle at which a single value is all that is needed."""
        for position, needed in reversed(self.history):
            if len(needed) == 1 and position >= 0:
                (frame,) = needed
                if self.values[self.steps[position].statement.index].get(frame, CONSTANT).kind not in _NO_TABLES:
                    return self._cut_at(position, frame)
        final = self.values[self.steps[-1].statement.index].get(FINAL, CONSTANT)
        self.serving, self.split, self.renames = set(), None, {}
        made = self.source is not None or self.steps[-1].kind is StepKind.SOURCE
        return Cut(
            after=len(self.steps) - 1,
            frame=FINAL,
            raw=False,
            is_frame=final.kind is ValueKind.FRAME,
            is_tensor=final.kind is ValueKind.TENSOR,
            reason=self.stopped
            or ("the data is made in the notebook" if made else "nobody can say how the model's input is made"),
        )

    def _cut_at(self, position: int, frame: str) -> Cut:
        self.serving = {each for each in self.serving if each > position}
        if self.split is not None and self.split <= position:
            self.split = None
        self.renames = {
            part: origin
            for part, origin in self.renames.items()
            if any(step.kind is StepKind.SPLIT and part in dict(step.renames) for step in self.steps[position + 1 :])
        }
        after = self.values[self.steps[position].statement.index]
        value = after.get(frame, CONSTANT)
        raw = self.source == position and value.raw and not self.stopped
        reason = "the record as it was read" if raw else self.stopped or "the data is made in the notebook"
        return Cut(
            after=position,
            frame=frame,
            raw=raw,
            is_frame=value.kind is ValueKind.FRAME,
            is_tensor=value.kind is ValueKind.TENSOR,
            reason=reason,
        )
