"""Classify each statement on the path to the model: what training and serving do with it.

The path is walked forward, with an abstract value for each name. A statement that no single record can follow is an obstacle.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from promote.knowledge import functions
from promote.model.program import Statement
from promote.model.steps import BindingTime, Edit, State, StateKind, Step, StepKind, apply_edits
from promote.passes.names import changed_parameters, names_of, root_name
from promote.planners.expressions import Evaluator
from promote.planners.idioms import FUNCTION_IDIOMS, METHOD_IDIOMS
from promote.planners.values import CONSTANT, Value, ValueKind, join


def classify(
    statements: Sequence[Statement], imports: dict[str, Value]
) -> tuple[tuple[Step, ...], dict[int, dict[str, Value]]]:
    """Classify the statements of a path, and give the values of all names behind each of them.

    Two walks: the first finds the names that turn out to hold fitted state, so that the second knows it from the start.
    """
    states: frozenset[str] = frozenset()
    while True:
        walk = _Walk(scope=dict(imports), stateful=states)
        steps = tuple(walk.step(statement) for statement in statements)
        if walk.found <= states:
            return steps, walk.after
        states |= walk.found


@dataclass(slots=True)
class _Walk:
    """One walk along the path. Responsibilities: the scope; one step per statement."""

    scope: dict[str, Value]
    stateful: frozenset[str]
    found: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    after: dict[int, dict[str, Value]] = field(default_factory=dict)

    def step(self, statement: Statement) -> Step:
        step = self._step(statement)
        self.after[statement.index] = dict(self.scope)
        return step

    def _step(self, statement: Statement) -> Step:
        try:
            node = ast.parse(statement.text).body[0]
        except (SyntaxError, IndexError):
            return self._opaque(statement, "it uses syntax of its own")
        evaluator = Evaluator(
            text=statement.text,
            scope=self.scope,
            taken=self.taken,
            idioms=FUNCTION_IDIOMS,
            method_idioms=METHOD_IDIOMS,
        )
        block = _Block(self, evaluator)
        kind, obstacle, renames = block.classify(node)
        edits = [*evaluator.edits, *_prelude_edits(evaluator)]
        if kind is StepKind.FITTED or evaluator.preludes:
            kind = kind if kind in {StepKind.STATE, StepKind.OBSTACLE, StepKind.TRAINING} else StepKind.FITTED
        return Step(
            statement=statement,
            kind=kind,
            edits=tuple(edits),
            states=tuple(evaluator.states),
            obstacle=obstacle,
            renames=renames,
        )

    def _opaque(self, statement: Statement, reason: str) -> Step:
        for name in statement.names.defines:
            self.scope[name] = Value(time=BindingTime.ROWS, kind=ValueKind.FRAME)
        return Step(statement=statement, kind=StepKind.OBSTACLE, obstacle=reason)


def _prelude_edits(evaluator: Evaluator) -> list[Edit]:
    by_place: dict[tuple[int, str], list[str]] = {}
    for prelude in evaluator.preludes:
        by_place.setdefault((prelude.offset, prelude.indent), []).append(prelude.text)
    return [
        Edit(start=place, end=place, training="".join(f"{line}\n{indent}" for line in lines))
        for (place, indent), lines in by_place.items()
    ]


_NOTHING: tuple[tuple[str, str], ...] = ()
_Verdict = tuple[StepKind, str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class _Block:
    """Classifies one statement, and those inside it, with one evaluator."""

    walk: _Walk
    evaluator: Evaluator

    def classify(self, node: ast.stmt) -> _Verdict:
        self.evaluator.anchor = node
        self.evaluator.removes = False
        self.evaluator.learns = False
        match node:
            case ast.FunctionDef():
                self.walk.scope[node.name] = Value(kind=ValueKind.FUNCTION, qualified=node.name, node=node)
                return StepKind.FUNCTION, "", _NOTHING
            case ast.ClassDef() | ast.AsyncFunctionDef():
                self.walk.scope[node.name] = Value(kind=ValueKind.FUNCTION, qualified=f"__main__.{node.name}")
                return StepKind.FUNCTION, "", _NOTHING
            case ast.Assign(targets=[target], value=value):
                return self._assign(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                return self._assign(target, value)
            case ast.Assign(targets=targets, value=value):
                verdicts = [self._assign(target, value) for target in targets]
                return max(verdicts, key=lambda verdict: verdict[0] is StepKind.OBSTACLE)
            case ast.AugAssign(target=target, value=value):
                return self._augmented(target, value)
            case ast.Expr(value=value):
                return self._expression(value)
            case ast.Delete(targets=targets):
                return self._delete(targets)
            case ast.For():
                return self._loop(node)
            case ast.If():
                return self._branch(node)
            case _:
                return self._other(node)

    # Assignments.

    def _assign(self, target: ast.expr, value_node: ast.expr) -> _Verdict:
        value = self.evaluator.evaluate(value_node)
        match target:
            case ast.Name(id=name):
                return self._bind(name, target, value_node, value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return self._unpack(parts, value_node, value)
            case _:
                return self._store(target, value_node, value)

    def _bind(self, name: str, target: ast.Name, node: ast.expr, value: Value) -> _Verdict:
        walk, evaluator = self.walk, self.evaluator
        if value.obstacle:
            walk.scope[name] = replace(value, obstacle="", source=False, raw=False)
            return StepKind.OBSTACLE, value.obstacle, _NOTHING
        if value.kind in {ValueKind.TRANSFORMER, ValueKind.RESAMPLER, ValueKind.ESTIMATOR}:
            return self._bind_estimator(name, target, value)
        if value.rows:
            walk.scope[name] = replace(value, source=False)
            if value.source:
                return StepKind.SOURCE, "", _NOTHING
            evaluator.capture_all(node)
            return self._row_kind(name, node), "", _NOTHING
        learned = value.time is BindingTime.FITTED or evaluator.has_rows(node)
        if learned or (name in walk.stateful and value.kind is not ValueKind.FUNCTION):
            self._make_state(name, target, value)
            return StepKind.STATE, "", _NOTHING
        walk.scope[name] = value
        return StepKind.CONSTANT, "", _NOTHING

    def _bind_estimator(self, name: str, target: ast.Name, value: Value) -> _Verdict:
        if value.kind is ValueKind.TRANSFORMER and value.time is BindingTime.FITTED and self.evaluator.learns:
            self._make_state(name, target, value)
            return StepKind.STATE, "", _NOTHING
        if value.kind is ValueKind.TRANSFORMER and name in self.walk.stateful:
            self._make_state(name, target, value)
            return StepKind.STATE, "", _NOTHING
        self.walk.scope[name] = value
        return (StepKind.CONSTANT if value.kind is ValueKind.TRANSFORMER else StepKind.TRAINING), "", _NOTHING

    def _make_state(self, name: str, target: ast.Name, value: Value) -> None:
        evaluator = self.evaluator
        self.walk.found.add(name)
        type_name = value.qualified.rpartition(".")[2] if value.kind is ValueKind.TRANSFORMER else ""
        if not any(state.name == name for state in evaluator.states):
            holder = (
                f"⟦{name}⟧" if not evaluator.key or value.time is BindingTime.CONSTANT else f"⟦{name}⟧[{evaluator.key}]"
            )
            self.walk.taken.add(name)
            kind = StateKind.TRANSFORMER if type_name else StateKind.VALUE
            if "[" in holder:
                kind = StateKind.MAPPING
            evaluator.states.append(State(name=name, kind=kind, type=type_name))
        else:
            holder = f"⟦{name}⟧"
        evaluator.edit(target, training=holder, serving=holder)
        self.walk.scope[name] = replace(value, time=BindingTime.FITTED, state=holder)

    def _row_kind(self, name: str, node: ast.expr) -> StepKind:
        evaluator = self.evaluator
        if evaluator.learns:
            return StepKind.FITTED
        if evaluator.removes:
            start, end = evaluator.span(node)
            inner = [
                (e.start - start, e.end - start, e.serving)
                for e in evaluator.edits
                if start <= e.start and e.end <= end
            ]
            if apply_edits(evaluator.text[start:end], inner).strip() == name:
                return StepKind.ROWS
        return StepKind.ROW_WISE

    def _unpack(self, parts: list[ast.expr], node: ast.expr, value: Value) -> _Verdict:
        names = [part.id if isinstance(part, ast.Name) else "" for part in parts]
        split = self._split(names, node)
        if split is not None:
            return split
        if isinstance(node, ast.Call) and value.obstacle == "rows are resampled":
            sources = [argument.id if isinstance(argument, ast.Name) else "" for argument in node.args]
            for name in names:
                self.walk.scope[name] = replace(value, obstacle="")
            renames = tuple((name, origin) for name, origin in zip(names, sources, strict=False) if name and origin)
            return StepKind.SPLIT, "", renames
        for name in filter(None, names):
            self.walk.scope[name] = replace(
                value, obstacle="", source=False, raw=False, kind=ValueKind.ARRAY if value.rows else value.kind
            )
        if value.obstacle:
            return StepKind.OBSTACLE, value.obstacle, _NOTHING
        if value.rows:
            return StepKind.OBSTACLE, "rows are taken apart", _NOTHING
        if value.time is BindingTime.FITTED:
            for part in parts:
                if isinstance(part, ast.Name):
                    self._make_state(part.id, part, value)
            return StepKind.STATE, "", _NOTHING
        return StepKind.CONSTANT, "", _NOTHING

    def _split(self, names: list[str], node: ast.expr) -> _Verdict | None:
        """`train_test_split` and kin: part 2n and 2n+1 come from argument n."""
        if not isinstance(node, ast.Call):
            return None
        function = self.evaluator.values.get(id(node.func)) or self.evaluator.evaluate(node.func)
        if function.qualified not in functions.SPLITS | functions.SHUFFLES:
            return None
        per_argument = 2 if function.qualified in functions.SPLITS else 1
        renames = []
        for position, name in enumerate(names):
            if position // per_argument >= len(node.args) or not name:
                continue
            origin = node.args[position // per_argument]
            value = self.evaluator.values[id(origin)]
            self.walk.scope[name] = replace(value, source=False, raw=False)
            renames.append((name, ast.unparse(origin)))
        return StepKind.SPLIT, "", tuple(renames)

    def _store(self, target: ast.expr, node: ast.expr, value: Value) -> _Verdict:
        """`df['a'] = …`, `df.loc[mask, 'a'] = …`, `df.columns = …`, `d[key] = …`."""
        walk, evaluator = self.walk, self.evaluator
        name = root_name(target) or ""
        base = walk.scope.get(name, CONSTANT)
        place = self._place(target)
        joined = join(value, place) if place.obstacle or value.obstacle else value
        if joined.obstacle:
            return StepKind.OBSTACLE, joined.obstacle, _NOTHING
        if base.many:
            walk.scope[name] = replace(base, raw=False, source=False)
            if _single_row(target):
                return StepKind.ROWS, "", _NOTHING
            evaluator.capture_all(node)
            evaluator.capture_all(target)
            return (StepKind.FITTED if evaluator.learns else StepKind.ROW_WISE), "", _NOTHING
        if value.rows:
            return StepKind.OBSTACLE, f"rows are kept in `{name}`", _NOTHING
        if value.time is BindingTime.FITTED or base.state or name in walk.stateful:
            walk.found.add(name)
            root = _root(target)
            if not base.state:
                evaluator.edit(root, training=f"⟦{name}⟧", serving=f"⟦{name}⟧")
            walk.scope[name] = replace(base, time=BindingTime.FITTED, state=f"⟦{name}⟧")
            return StepKind.STATE, "", _NOTHING
        return StepKind.CONSTANT, "", _NOTHING

    def _place(self, target: ast.expr) -> Value:
        evaluator = self.evaluator
        values = []
        for each in ast.walk(target):
            if isinstance(each, ast.Subscript):
                values.append(evaluator.evaluate_index(each.slice))
        root = _root(target)
        evaluator.values[id(root)] = evaluator.evaluate(root)
        evaluator.removes = False
        return Value(obstacle=next((value.obstacle for value in values if value.obstacle), ""))

    def _augmented(self, target: ast.expr, value_node: ast.expr) -> _Verdict:
        value = self.evaluator.evaluate(value_node)
        if isinstance(target, ast.Name):
            base = self.walk.scope.get(target.id, CONSTANT)
            joined = join(base, value)
            if joined.rows and not joined.obstacle:
                self.evaluator.capture_all(value_node)
                self.walk.scope[target.id] = replace(base, source=False, raw=False)
                return (StepKind.FITTED if self.evaluator.learns else StepKind.ROW_WISE), "", _NOTHING
            return self._bind(target.id, target, value_node, replace(joined, kind=ValueKind.OTHER))
        return self._store(target, value_node, value)

    # Expressions as statements.

    def _expression(self, node: ast.expr) -> _Verdict:
        walk, evaluator = self.walk, self.evaluator
        value = evaluator.evaluate(node)
        call = node.value if isinstance(node, ast.Await) else node
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            if isinstance(call, ast.Call) and self._changes_rows(call):
                return (StepKind.OBSTACLE if value.obstacle else StepKind.ROW_WISE), value.obstacle, _NOTHING
            return (StepKind.OBSTACLE if value.obstacle else StepKind.TRAINING), value.obstacle, _NOTHING
        receiver = evaluator.values.get(id(call.func.value), CONSTANT)
        name = root_name(call.func.value) or ""
        if receiver.kind is ValueKind.TRANSFORMER and call.func.attr.startswith("fit"):
            return self._fit(name, call.func.value, receiver)
        if receiver.kind in {ValueKind.ESTIMATOR, ValueKind.RESAMPLER}:
            return StepKind.TRAINING, "", _NOTHING
        if receiver.many or walk.scope.get(name, CONSTANT).many:
            return self._in_place(name, call, value)
        if value.obstacle:
            return StepKind.OBSTACLE, value.obstacle, _NOTHING
        if value.time is BindingTime.FITTED or name in walk.stateful:
            walk.found.add(name)
            walk.scope[name] = replace(receiver, time=BindingTime.FITTED, state=f"⟦{name}⟧")
            return StepKind.STATE, "", _NOTHING
        return StepKind.CONSTANT, "", _NOTHING

    def _changes_rows(self, call: ast.Call) -> bool:
        """Whether one of the notebook's own functions changes rows that it is given."""
        function = self.walk.scope.get(call.func.id, CONSTANT).node if isinstance(call.func, ast.Name) else None
        changed = changed_parameters(function) if isinstance(function, ast.FunctionDef) else frozenset()
        return any(n in changed and self.evaluator.values[id(node)].many for n, node in enumerate(call.args))

    def _fit(self, name: str, node: ast.expr, receiver: Value) -> _Verdict:
        self.walk.found.add(name)
        if not isinstance(node, ast.Name):
            return StepKind.TRAINING, "", _NOTHING
        if not receiver.state:
            self.evaluator.edit(node, training=f"⟦{name}⟧", serving=f"⟦{name}⟧")
        self.walk.scope[name] = replace(receiver, time=BindingTime.FITTED, state=receiver.state or f"⟦{name}⟧")
        return StepKind.STATE, "", _NOTHING

    def _in_place(self, name: str, call: ast.Call, value: Value) -> _Verdict:
        walk, evaluator = self.walk, self.evaluator
        base = walk.scope.get(name, CONSTANT)
        if name:
            walk.scope[name] = replace(base, raw=False, source=False, obstacle="")
        if value.obstacle:
            return StepKind.OBSTACLE, value.obstacle, _NOTHING
        if evaluator.removes:
            return StepKind.ROWS, "", _NOTHING
        evaluator.capture_all(call)
        return (StepKind.FITTED if evaluator.learns else StepKind.ROW_WISE), "", _NOTHING

    def _delete(self, targets: list[ast.expr]) -> _Verdict:
        for target in targets:
            name = root_name(target) or ""
            base = self.walk.scope.get(name, CONSTANT)
            if not isinstance(target, ast.Name) and base.many:
                self.walk.scope[name] = replace(base, raw=False)
        return StepKind.ROW_WISE, "", _NOTHING

    # Compound statements.

    def _loop(self, node: ast.For) -> _Verdict:
        walk, evaluator = self.walk, self.evaluator
        iterable = evaluator.evaluate(node.iter)
        names = [name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)]
        if iterable.many or _frames_in(evaluator, node.iter):
            return self._give_up(node, "a loop goes over rows or over frames")
        evaluator.capture_all(node.iter)
        iterated = evaluator.learns
        for name in names:
            walk.scope[name] = CONSTANT
        outer, evaluator.key = evaluator.key, names[0] if names else ""
        before = len(evaluator.states)
        verdict = self._body(node.body)
        evaluator.key = outer
        evaluator.anchor = node
        for state in evaluator.states[before:]:
            evaluator.prelude(f"⟦{state.name}⟧ = {{}}")
        if iterated and verdict[0] is StepKind.ROW_WISE:
            return StepKind.FITTED, verdict[1], verdict[2]
        return verdict

    def _branch(self, node: ast.If) -> _Verdict:
        value = self.evaluator.evaluate(node.test)
        if value.rows or value.obstacle:
            return self._give_up(node, value.obstacle or "a branch depends on rows")
        self.evaluator.capture_all(node.test)
        learned = self.evaluator.learns
        kind, obstacle, renames = self._body([*node.body, *node.orelse])
        if learned and kind is StepKind.ROW_WISE:
            kind = StepKind.FITTED
        return kind, obstacle, renames

    def _body(self, body: list[ast.stmt]) -> _Verdict:
        """Classify nested statements; serving passes over those that only training has."""
        evaluator = self.evaluator
        verdicts = []
        for statement in body:
            kind, obstacle, _ = self.classify(statement)
            verdicts.append((kind, obstacle))
            alone = len(body) == 1
            if kind in {StepKind.STATE, StepKind.TRAINING, StepKind.ROWS, StepKind.SPLIT}:
                evaluator.remove(statement, training=False, alone=alone)
            elif kind is StepKind.CONSTANT and self._makes_transformer(statement):
                # Each place that fits a transformer makes its own.
                evaluator.remove(statement, training=True, alone=alone)
        kinds = {kind for kind, _ in verdicts}
        obstacle = next((text for kind, text in verdicts if kind is StepKind.OBSTACLE), "")
        for kind in (
            StepKind.OBSTACLE,
            StepKind.FITTED,
            StepKind.ROW_WISE,
            StepKind.STATE,
            StepKind.ROWS,
            StepKind.TRAINING,
        ):
            if kind in kinds:
                return kind, obstacle, _NOTHING
        return StepKind.CONSTANT, "", _NOTHING

    def _makes_transformer(self, node: ast.stmt) -> bool:
        named = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        value = self.evaluator.values.get(id(node.value)) if isinstance(node, ast.Assign) and named else None
        return value is not None and value.kind is ValueKind.TRANSFORMER

    def _give_up(self, node: ast.stmt, reason: str) -> _Verdict:
        names = names_of(node)
        touched = [name for name in names.uses | names.defines if self.walk.scope.get(name, CONSTANT).many]
        for name in names.defines:
            self.walk.scope.setdefault(name, Value(time=BindingTime.ROWS, kind=ValueKind.FRAME))
        if not touched:
            return StepKind.CONSTANT, "", _NOTHING
        return StepKind.OBSTACLE, reason, _NOTHING

    def _other(self, node: ast.stmt) -> _Verdict:
        names = names_of(node)
        changed = names.defines | names.mutates
        if any(self.walk.scope.get(name, CONSTANT).many for name in names.uses | changed):
            for name in names.defines:
                self.walk.scope[name] = Value(time=BindingTime.ROWS, kind=ValueKind.FRAME)
            return StepKind.OBSTACLE, "rows pass through a block that is too involved to follow", _NOTHING
        return StepKind.CONSTANT, "", _NOTHING


def _root(target: ast.expr) -> ast.expr:
    while isinstance(target, ast.Attribute | ast.Subscript | ast.Starred):
        target = target.value
    return target


def _single_row(target: ast.expr) -> bool:
    """`df.at[5, 'a'] = …`, `df.loc[5, 'a'] = …`, `df.iloc[3] = …` correct single rows of the training data."""
    match target:
        case ast.Subscript(value=ast.Attribute(attr="at" | "iat")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="loc" | "iloc"), slice=index):
            row = index.elts[0] if isinstance(index, ast.Tuple) and index.elts else index
            return isinstance(row, ast.Constant | ast.List)
        case _:
            return False


def _frames_in(evaluator: Evaluator, node: ast.expr) -> bool:
    return any(
        value.many
        for each in ast.walk(node)
        if (value := evaluator.values.get(id(each))) and isinstance(node, ast.List | ast.Tuple)
    )
