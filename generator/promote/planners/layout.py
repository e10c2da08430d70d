"""Which step goes into which function: the rooms of the derived project.

    Layout = hoisted dataset parts
    Part   = kind steps inputs outputs name

What is before the cut loads the data. Behind it, steps that training and serving share become functions, those between the
first and the last that learn something become the class `Features`, and what is left stands where the notebook has it.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from promote.model.plan import Score
from promote.model.steps import STATE, Path, StepKind
from promote.planners.hoisting import hoisted, text_names
from promote.planners.titles import function_name
from promote.planners.values import Value


class PartKind(StrEnum):
    """What becomes of some steps."""

    INLINE = "inline"
    FUNCTION = "function"
    FEATURES = "features"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some consecutive steps. `serving` are those that serving runs."""

    kind: PartKind
    steps: tuple[int, ...]
    serving: tuple[int, ...]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    served_inputs: tuple[str, ...] = ()
    served_outputs: tuple[str, ...] = ()
    """What serving gives and gets: less than training, where the target passes too."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where every step goes."""

    hoisted: tuple[int, ...]
    """Constants and functions that stand at the top of a module."""
    dataset: tuple[int, ...]
    loaded: tuple[str, ...]
    """Names that loading returns, the cut's frame first."""
    parts: tuple[Part, ...]


_NO_ROWS = frozenset({StepKind.CONSTANT, StepKind.FUNCTION, StepKind.STATE})


def plan_layout(path: Path, scores: tuple[Score, ...], later: str, imports: Mapping[str, Value]) -> Layout:
    """Lay out the steps. `later` is the text of everything that training runs behind the path."""
    tail = "\n".join([later, *(score.expression for score in scores), path.inputs])
    dead = _dead(path, tail)
    top = hoisted(path, imports, dead)
    after = [p for p in range(path.cut.after + 1, len(path.steps)) if p not in dead and p not in top]
    before_cut = [p for p in range(path.cut.after + 1) if p not in dead and p not in top]
    dataset = _loading(path, before_cut)
    after = [p for p in before_cut if p not in dataset] + after
    planner = _Planner(path, tail)
    defined = planner.defined(dataset)
    rest = planner.used(after) | text_names(tail) | planner.kept(tail)
    loaded = tuple(dict.fromkeys([path.cut.frame, *sorted(defined & rest)]))
    split = path.split if path.split is not None else _fit(path)
    before = [p for p in after if path.cut.after < p < split]
    behind = [p for p in after if p not in before]
    parts = [*planner.parts(before), *(planner.inline(p) for p in behind)]
    return Layout(hoisted=top, dataset=dataset, loaded=loaded, parts=tuple(parts))


def _loading(path: Path, before_cut: list[int]) -> tuple[int, ...]:
    """The steps that make the value at the cut. The model itself belongs to training, though it may be made before its input."""
    wanted: set[str] = set()
    found = []
    for p in reversed(before_cut):
        names = path.steps[p].statement.names
        if path.steps[p].kind is not StepKind.TRAINING or (names.defines | names.mutates) & wanted:
            wanted |= names.uses
            found.append(p)
    return tuple(reversed(found))


def _fit(path: Path) -> int:
    return next((p for p, step in enumerate(path.steps) if step.kind is StepKind.TRAINING), len(path.steps))


def _dead(path: Path, tail: str) -> frozenset[int]:
    """Constants that nothing mentions once states have taken their places: an unfitted transformer, a path."""
    dead: set[int] = set()
    # What stands behind the path reads the states.
    behind = text_names(tail) - {state.name for step in path.steps for state in step.states}
    while True:
        texts = [
            text
            for p, step in enumerate(path.steps)
            if p not in dead
            for text in (step.training_text(), step.serving_text())
        ]
        counts: dict[str, int] = {}
        for name in [*behind, *(word for text in texts for word in text_names(text))]:
            counts[name] = counts.get(name, 0) + 1
        more = {
            p
            for p, step in enumerate(path.steps)
            if p not in dead
            and step.kind is StepKind.CONSTANT
            and step.statement.names.defines
            and not step.statement.names.mutates
            and not any(counts.get(name, 0) for name in step.statement.names.defines)
        }
        if not more:
            return frozenset(dead)
        dead |= more


@dataclass(frozen=True)
class _Planner:
    """Finds the parts before the split. Responsibilities: inputs and outputs of consecutive steps."""

    path: Path
    tail: str

    @cached_property
    def serving(self) -> frozenset[int]:
        """Steps that serving runs."""
        return frozenset(self.path.serving)

    @cached_property
    def live(self) -> tuple[frozenset[str], ...]:
        """For each step, the names that it or something behind it reads; one more for behind the last."""
        wanted = text_names(self.tail)
        found = [wanted]
        for step in reversed(self.path.steps):
            if isinstance(step.statement.node, ast.Assign):
                wanted -= step.statement.names.defines
            wanted |= text_names(step.training_text()) | step.statement.names.mutates
            found.append(wanted)
        return tuple(reversed(found))

    @cached_property
    def earlier(self) -> tuple[frozenset[str], ...]:
        """For each step, the names with rows that a step before it binds."""
        bound: frozenset[str] = frozenset()
        found = []
        for step in self.path.steps:
            found.append(bound)
            if step.kind not in _NO_ROWS or step.moves_rows:
                bound |= step.statement.names.defines
        return tuple(found)

    @cached_property
    def constants(self) -> frozenset[str]:
        """Names that hold no rows."""
        return frozenset(
            name
            for step in self.path.steps
            if step.kind in _NO_ROWS and not step.moves_rows
            for name in step.statement.names.defines
        )

    def parts(self, positions: list[int]) -> list[Part]:
        learning = [
            p
            for p in positions
            if (self.path.steps[p].kind is StepKind.STATE and self.path.steps[p].states)
            or (p in self.serving and (self.path.steps[p].states or "⟦" in self.path.steps[p].serving_text()))
        ]
        if not learning:
            return self._functions(positions)
        first, last = self._widen(positions, positions.index(learning[0]), positions.index(learning[-1]))
        first = self._reach(positions, first, last)
        region = tuple(positions[first : last + 1])
        outputs, served = self.outputs(region), self.served_outputs(region)
        if not outputs or not served or self._reads_foreign_states(region):
            return [self.inline(p) for p in positions]
        features = Part(
            kind=PartKind.FEATURES,
            steps=region,
            serving=self._serving(region),
            inputs=self.inputs(region),
            outputs=outputs,
            served_inputs=self.served_inputs(region),
            served_outputs=served,
            name="features",
        )
        return [*self._functions(positions[:first]), features, *self._functions(positions[last + 1 :])]

    def _reads_foreign_states(self, region: tuple[int, ...]) -> bool:
        """Whether serving needs something that steps outside the region learn."""
        own = {state.name for p in region for state in self.path.steps[p].states}
        return any(set(STATE.findall(self.path.steps[p].serving_text())) - own for p in self._serving(region))

    def _widen(self, positions: list[int], first: int, last: int) -> tuple[int, int]:
        """Let the class take in its neighbours as long as one value goes in and one comes out."""
        needed = set(self.inputs(tuple(positions[first : last + 1])))
        while first > 0 and positions[first - 1] in self.serving:
            p = positions[first - 1]
            grown = (needed - self._defines(p)) | (self._reads(p) & self.earlier[p])
            if len(grown) > 1:
                break
            first, needed = first - 1, grown
        made = {name for p in positions[first : last + 1] for name in self._makes(p)}
        count = len(made & self.live[positions[last] + 1])
        for end in range(last + 1, len(positions)):
            p = positions[end]
            if p not in self.serving:
                break
            made |= self._makes(p)
            if len(made & self.live[p + 1]) <= min(count, 1):
                last = end
        return first, last

    def _reach(self, positions: list[int], first: int, last: int) -> int:
        """Let the class begin with what it learns by the way: a variable of the training that its steps read."""
        wanted = {name for p in positions[first : last + 1] for name in self._reads(p)}
        for start in range(first - 1, -1, -1):
            step = self.path.steps[positions[start]]
            if step.kind is StepKind.STATE and self._defines(positions[start]) & wanted:
                first = start
                wanted |= {name for p in positions[first : last + 1] for name in self._reads(p)}
        return first

    def _functions(self, positions: list[int]) -> list[Part]:
        """Runs of two and more shared steps with one value in and one out become functions, the others stay in place."""
        parts: list[Part] = []
        start = 0
        while start < len(positions):
            end = self._run(positions, start)
            region = tuple(positions[start : end + 1])
            if end > start:
                parts.append(
                    Part(
                        kind=PartKind.FUNCTION,
                        steps=region,
                        serving=self._serving(region),
                        inputs=self.inputs(region),
                        outputs=self.outputs(region),
                        name=self._name(region, {part.name for part in parts}),
                    )
                )
            else:
                parts.append(self.inline(positions[start]))
            start = end + 1
        return parts

    def _run(self, positions: list[int], start: int) -> int:
        """Find the last step of the longest run from `start` that can be a function."""
        best = start
        bound: set[str] = set()
        needed: set[str] = set()
        made: set[str] = set()
        for end in range(start, len(positions)):
            p = positions[end]
            needed |= (self._reads(p) & self.earlier[positions[start]]) - bound
            bound |= self._defines(p)
            made |= self._makes(p)
            if not self._is_shared(p) or len(needed) > 1:
                break
            if len(needed) == len(made & self.live[p + 1]) == 1:
                best = end
        return best

    def _is_shared(self, p: int) -> bool:
        """Whether training and serving run the very same statement."""
        step = self.path.steps[p]
        return p in self.serving and step.training_text() == step.serving_text()

    def _reads(self, p: int) -> frozenset[str]:
        return text_names(self.path.steps[p].training_text())

    def _defines(self, p: int) -> frozenset[str]:
        return self.path.steps[p].statement.names.defines

    def _makes(self, p: int) -> frozenset[str]:
        """Names that a step binds or changes, states aside."""
        own = self.path.steps[p].statement.names
        return (own.defines | own.mutates) - {state.name for state in self.path.steps[p].states}

    def inline(self, position: int) -> Part:
        return Part(kind=PartKind.INLINE, steps=(position,), serving=self._serving((position,)))

    def _serving(self, region: Iterable[int]) -> tuple[int, ...]:
        return tuple(p for p in region if p in self.serving)

    def inputs(self, region: tuple[int, ...]) -> tuple[str, ...]:
        """Names that the region reads before it binds them, and that a step before it binds."""
        bound: set[str] = set()
        needed: dict[str, None] = {}
        for p in region:
            needed |= dict.fromkeys(sorted((self._reads(p) & self.earlier[region[0]]) - bound))
            bound |= self._defines(p)
        return tuple(needed)

    def outputs(self, region: tuple[int, ...]) -> tuple[str, ...]:
        """Names that the region binds or changes and that something behind it reads."""
        made = dict.fromkeys(name for p in region for name in sorted(self._makes(p)))
        return tuple(name for name in made if name in self.live[region[-1] + 1])

    def served_inputs(self, region: tuple[int, ...]) -> tuple[str, ...]:
        """Names that the region's serving steps read before they bind them."""
        bound: set[str] = set()
        needed: dict[str, None] = {}
        earlier = {name for step in self.path.steps[: region[0]] for name in step.statement.names.defines}
        for p in self._serving(region):
            text = self.path.steps[p].serving_text()
            needed |= dict.fromkeys(sorted((text_names(text) & earlier) - bound - self.constants))
            bound |= self.path.steps[p].statement.names.defines
        return tuple(needed)

    def served_outputs(self, region: tuple[int, ...]) -> tuple[str, ...]:
        """Names that the region's serving steps bind or change and that serving goes on with."""
        texts = [self.path.steps[p].serving_text() for p in self.path.serving if p > region[-1]]
        wanted = {name for text in [*texts, self.path.inputs] for name in text_names(text)}
        for part, origin in self.path.renames:
            wanted |= text_names(origin) if part in wanted else set()
        made: dict[str, None] = {}
        for p in self._serving(region):
            own = self.path.steps[p].statement.names
            made |= dict.fromkeys(sorted(own.defines | own.mutates))
        return tuple(name for name in made if name in wanted)

    def used(self, positions: Iterable[int]) -> set[str]:
        """Names that steps read before they bind them."""
        bound: set[str] = set()
        found: set[str] = set()
        for p in positions:
            step = self.path.steps[p]
            text = step.training_text()
            found |= (text_names(text) | {*STATE.findall(text)} | step.statement.names.mutates) - bound
            if isinstance(step.statement.node, ast.Assign):
                bound |= step.statement.names.defines
        return found

    def kept(self, tail: str) -> set[str]:
        """States that serving reads, wherever they are learned."""
        return {name for text in (tail, *self.path.served_texts) for name in STATE.findall(text)}

    def defined(self, positions: Iterable[int]) -> set[str]:
        """Names that steps bind, states among them."""
        steps = [self.path.steps[p] for p in positions]
        states = {state.name for step in steps for state in step.states}
        return states.union(*(step.statement.names.defines for step in steps))

    def _name(self, region: tuple[int, ...], taken: set[str]) -> str:
        headings = {self.path.steps[p].statement.heading for p in region}
        return function_name(headings.pop() if len(headings) == 1 else "", "prepare", taken)
