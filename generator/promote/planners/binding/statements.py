"""What one statement is to the two programs."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from promote.knowledge import functions
from promote.knowledge.networks import LAYERS
from promote.model.steps import BindingTime, State, StateKind, StepKind, apply_edits
from promote.passes.names import effects_of, root_name
from promote.planners.binding.compound import branch, other, repeated, without_display
from promote.planners.binding.evaluator import Evaluator
from promote.planners.binding.idioms.codes import codes_and_values
from promote.planners.binding.scope import Scope
from promote.planners.binding.transformers import class_of, make_own
from promote.planners.binding.verdict import Verdict
from promote.planners.calls import qualified_name
from promote.planners.networks import is_network_class
from promote.planners.values import CONSTANT, Value, ValueKind, join, learned


@dataclass(slots=True)
class Block:
    """Classifies one statement, and those inside it, with one evaluator."""

    scope: Scope
    evaluator: Evaluator
    entering: ValueKind | None = None
    """The shape of the data that enters the program with this statement."""
    chain: ast.If | None = None
    """Where the branch at hand begins, if its condition stands behind an `elif`."""
    decided: bool = False
    """Something that was learned decides whether the statement at hand runs."""

    def classify(self, node: ast.stmt) -> Verdict:
        """Find what a statement is to the two programs, and bind its names."""
        self.evaluator.anchor = node
        self.evaluator.removes = False
        self.evaluator.learns = False
        match node:
            case ast.FunctionDef():
                self.scope.names[node.name] = Value(kind=ValueKind.FUNCTION, qualified=node.name, node=node)
                for body in _bodies(node):
                    without_display(self, body)
                return Verdict(StepKind.FUNCTION)
            case ast.ClassDef() | ast.AsyncFunctionDef():
                # A class of networks makes what layers make.
                home = LAYERS if self._is_network(node) else "__main__."
                self.scope.names[node.name] = Value(kind=ValueKind.FUNCTION, qualified=f"{home}{node.name}")
                return Verdict(StepKind.FUNCTION)
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
            case ast.For() | ast.While():
                return repeated(self, node)
            case ast.If():
                return branch(self, node)
            case _:
                return other(self, node)

    def _is_network(self, node: ast.ClassDef | ast.AsyncFunctionDef) -> bool:
        bases = node.bases if isinstance(node, ast.ClassDef) else []
        return any(is_network_class(qualified_name(base, self.scope.names), frozenset()) for base in bases)

    def _assign(self, target: ast.expr, value_node: ast.expr) -> Verdict:
        value = self.evaluator.evaluate(value_node)
        if self.entering is not None:
            value = Value(time=BindingTime.ROWS, kind=self.entering, source=True)
        match target:
            case ast.Name(id=name):
                return self._bind(name, target, value_node, value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return self._unpack(parts, value_node, value)
            case _:
                return self._store(target, value_node, value)

    def _bind(self, name: str, target: ast.Name, node: ast.expr, value: Value) -> Verdict:
        scope, evaluator = self.scope, self.evaluator
        if value.obstacle:
            scope.names[name] = replace(value, obstacle="", source=False, raw=False)
            return Verdict(StepKind.OBSTACLE, value.obstacle)
        if value.kind in {ValueKind.TRANSFORMER, ValueKind.RESAMPLER, ValueKind.ESTIMATOR}:
            return self._bind_estimator(name, target, value)
        if name in scope.lists and _is_empty_list(node):
            scope.names[name] = CONSTANT
            return Verdict(StepKind.ROW_WISE)
        if value.rows:
            scope.names[name] = replace(value, source=False)
            if value.source:
                return Verdict(StepKind.SOURCE)
            evaluator.capture_all(node)
            return Verdict(self._row_kind(name, node))
        known_later = value.time is BindingTime.FITTED or evaluator.has_rows(node) or self.decided
        if known_later or (name in scope.stateful and value.kind is not ValueKind.FUNCTION):
            self._make_state(name, target, value)
            return Verdict(StepKind.STATE)
        scope.names[name] = value
        return Verdict(StepKind.CONSTANT)

    def _bind_estimator(self, name: str, target: ast.Name, value: Value) -> Verdict:
        self.scope.fitted.discard(name)
        if value.kind is ValueKind.TRANSFORMER and value.time is BindingTime.FITTED and self.evaluator.learns:
            self._make_state(name, target, value)
            return Verdict(StepKind.STATE)
        if value.kind is not ValueKind.RESAMPLER and name in self.scope.stateful:
            self._make_state(name, target, value)
            return Verdict(StepKind.STATE)
        self.scope.names[name] = value
        return Verdict(StepKind.CONSTANT if value.kind is ValueKind.TRANSFORMER else StepKind.TRAINING)

    def _make_state(self, name: str, target: ast.Name, value: Value) -> None:
        evaluator = self.evaluator
        self.scope.found.add(name)
        is_object = value.kind in {ValueKind.TRANSFORMER, ValueKind.ESTIMATOR}
        type_name = class_of(value) if is_object else ""
        before = self.scope.names.get(name, CONSTANT).state
        own = next((each for each in evaluator.states if each.name == name), None)
        if own is not None or (before and not evaluator.key and not self._is_assigned()):
            holder = before if own is None else f"⟦{name}⟧"
        else:
            label = self._label(name)
            holder = f"⟦{label}⟧"
            if evaluator.key and value.time is not BindingTime.CONSTANT:
                holder = f"{holder}[{evaluator.key}]"
            self.scope.taken.add(label)
            kind = StateKind.TRANSFORMER if is_object else StateKind.VALUE
            if "[" in holder:
                kind = StateKind.MAPPING
            evaluator.states.append(State(name=label, kind=kind, type=type_name))
        evaluator.edit(target, training=holder, serving=holder)
        self.scope.names[name] = replace(value, time=BindingTime.FITTED, state=holder)

    def _is_assigned(self) -> bool:
        """Whether the statement at hand is an assignment that surely runs."""
        anchor = self.evaluator.anchor
        return isinstance(anchor, ast.Assign) and anchor.col_offset == 0

    def _label(self, name: str) -> str:
        """Name a state after its variable. What the variable holds only for a while gets a number: serving wants it too."""
        if name not in self.scope.anew or not self._is_assigned():
            return name
        number = 1
        while f"{name}_{number}" in self.scope.taken:
            number += 1
        return f"{name}_{number}"

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

    def _unpack(self, parts: list[ast.expr], node: ast.expr, value: Value) -> Verdict:
        names = [part.id if isinstance(part, ast.Name) else "" for part in parts]
        split = self._split(names, node)
        if split is not None:
            return split
        if value.source and not value.obstacle:
            for name in filter(None, names):
                self.scope.names[name] = Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY)
            return Verdict(StepKind.SOURCE)
        if len(parts) == 2 and (numbered := codes_and_values(self.evaluator, node)) is not None:
            self.scope.names[names[0]] = numbered
            self.scope.names[names[1]] = learned()
            return Verdict(StepKind.FITTED)
        if isinstance(node, ast.Call) and value.obstacle == "rows are resampled":
            sources = [argument.id if isinstance(argument, ast.Name) else "" for argument in node.args]
            for name in names:
                self.scope.names[name] = replace(value, obstacle="")
            renames = tuple((name, origin) for name, origin in zip(names, sources, strict=False) if name and origin)
            return Verdict(StepKind.SPLIT, renames=renames)
        for name in filter(None, names):
            self.scope.names[name] = replace(
                value, obstacle="", source=False, raw=False, kind=ValueKind.ARRAY if value.rows else value.kind
            )
        if value.obstacle:
            return Verdict(StepKind.OBSTACLE, value.obstacle)
        if value.rows:
            return Verdict(StepKind.OBSTACLE, "rows are taken apart")
        if value.time is BindingTime.FITTED:
            for part in parts:
                if isinstance(part, ast.Name):
                    self._make_state(part.id, part, value)
            return Verdict(StepKind.STATE)
        return Verdict(StepKind.CONSTANT)

    def _split(self, names: list[str], node: ast.expr) -> Verdict | None:
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
            self.scope.names[name] = replace(value, source=False, raw=False)
            text = self.evaluator.serving_text(origin)
            renames.append((name, f"({text})" if "\n" in text else text))
        return Verdict(StepKind.SPLIT, renames=tuple(renames))

    def _store(self, target: ast.expr, node: ast.expr, value: Value) -> Verdict:
        """`df['a'] = …`, `df.loc[mask, 'a'] = …`, `df.columns = …`, `d[key] = …`."""
        scope, evaluator = self.scope, self.evaluator
        name = root_name(target) or ""
        base = scope.names.get(name, CONSTANT)
        place = self._place(target)
        joined = join(value, place) if place.obstacle or value.obstacle else value
        if joined.obstacle:
            return Verdict(StepKind.OBSTACLE, joined.obstacle)
        if base.many:
            scope.names[name] = replace(base, raw=False, source=False)
            if _single_row(target):
                return Verdict(StepKind.ROWS)
            evaluator.capture_all(node)
            evaluator.capture_all(target)
            return Verdict(StepKind.FITTED if evaluator.learns else StepKind.ROW_WISE)
        if value.rows:
            return Verdict(StepKind.OBSTACLE, f"rows are kept in `{name}`")
        if (
            value.kind is ValueKind.TRANSFORMER
            and value.time is BindingTime.CONSTANT
            and isinstance(target, ast.Subscript)
        ):
            base = replace(base, kind=ValueKind.TRANSFORMERS, qualified=value.qualified, constructor=value.constructor)
        elif not (value.time is BindingTime.FITTED or base.state or name in scope.stateful or self.decided):
            return Verdict(StepKind.CONSTANT)
        scope.found.add(name)
        if not base.state:
            evaluator.edit(_root(target), training=f"⟦{name}⟧", serving=f"⟦{name}⟧")
        scope.names[name] = replace(base, time=BindingTime.FITTED, state=base.state or f"⟦{name}⟧")
        return Verdict(StepKind.STATE)

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

    def _augmented(self, target: ast.expr, value_node: ast.expr) -> Verdict:
        value = self.evaluator.evaluate(value_node)
        if isinstance(target, ast.Name):
            base = self.scope.names.get(target.id, CONSTANT)
            joined = join(base, value)
            if joined.rows and not joined.obstacle:
                self.evaluator.capture_all(value_node)
                self.scope.names[target.id] = replace(base, source=False, raw=False)
                return Verdict(StepKind.FITTED if self.evaluator.learns else StepKind.ROW_WISE)
            if base.state:
                # What a state was before goes into what it is: it stays one, whatever loop it stands in.
                self.evaluator.edit(target, training=base.state, serving=base.state)
                return Verdict(StepKind.STATE)
            return self._bind(target.id, target, value_node, replace(joined, kind=ValueKind.OTHER))
        return self._store(target, value_node, value)

    def _expression(self, node: ast.expr) -> Verdict:
        scope, evaluator = self.scope, self.evaluator
        value = evaluator.evaluate(node)
        call = node.value if isinstance(node, ast.Await) else node
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            if isinstance(call, ast.Call) and self._changes_rows(call):
                return Verdict((StepKind.OBSTACLE if value.obstacle else StepKind.ROW_WISE), value.obstacle)
            return Verdict((StepKind.OBSTACLE if value.obstacle else StepKind.TRAINING), value.obstacle)
        receiver = evaluator.values.get(id(call.func.value), CONSTANT)
        name = root_name(call.func.value) or ""
        if receiver.kind is ValueKind.TRANSFORMER and call.func.attr.startswith("fit"):
            return self._fit(name, call, call.func.value, receiver)
        if receiver.kind in {ValueKind.ESTIMATOR, ValueKind.RESAMPLER}:
            if call.func.attr == "fit" and name:
                scope.names[name] = replace(receiver, fitted_on=value.fitted_on)
            return Verdict(StepKind.STATE if receiver.state else StepKind.TRAINING)
        if receiver.many or scope.names.get(name, CONSTANT).many:
            return self._in_place(name, call, value)
        if value.obstacle:
            return Verdict(StepKind.OBSTACLE, value.obstacle)
        if value.time is BindingTime.FITTED or name in scope.stateful or (self.decided and name in scope.names):
            scope.found.add(name)
            scope.names[name] = replace(receiver, time=BindingTime.FITTED, state=receiver.state or f"⟦{name}⟧")
            return Verdict(StepKind.STATE)
        return Verdict(StepKind.CONSTANT)

    def _changes_rows(self, call: ast.Call) -> bool:
        """Whether one of the notebook's own functions changes rows that it is given."""
        function = self.scope.names.get(call.func.id, CONSTANT).node if isinstance(call.func, ast.Name) else None
        if not isinstance(function, ast.FunctionDef):
            return False
        effects = effects_of(function)
        given = [*zip(effects.parameters, call.args, strict=False), *((each.arg, each.value) for each in call.keywords)]
        return any(name in effects.changed and self.evaluator.values[id(value)].many for name, value in given)

    def _fit(self, name: str, call: ast.Call, node: ast.expr, receiver: Value) -> Verdict:
        if isinstance(node, ast.Name) and receiver.constructor and (self.evaluator.key or name in self.scope.fitted):
            # One that is fitted again and again would serve with what it learned last.
            make_own(self.evaluator, call, node, receiver)
            return Verdict(StepKind.STATE)
        self.scope.found.add(name)
        if not isinstance(node, ast.Name):
            return Verdict(StepKind.TRAINING)
        if not receiver.state:
            self.evaluator.edit(node, training=f"⟦{name}⟧", serving=f"⟦{name}⟧")
        self.scope.fitted.add(name)
        self.scope.names[name] = replace(receiver, time=BindingTime.FITTED, state=receiver.state or f"⟦{name}⟧")
        return Verdict(StepKind.STATE)

    def _in_place(self, name: str, call: ast.Call, value: Value) -> Verdict:
        scope, evaluator = self.scope, self.evaluator
        base = scope.names.get(name, CONSTANT)
        if name:
            scope.names[name] = replace(base, raw=False, source=False, obstacle="")
        if value.obstacle:
            return Verdict(StepKind.OBSTACLE, value.obstacle)
        if evaluator.removes:
            return Verdict(StepKind.ROWS)
        evaluator.capture_all(call)
        return Verdict(StepKind.FITTED if evaluator.learns else StepKind.ROW_WISE)

    def _delete(self, targets: list[ast.expr]) -> Verdict:
        for target in targets:
            name = root_name(target) or ""
            base = self.scope.names.get(name, CONSTANT)
            if not isinstance(target, ast.Name) and base.many:
                self.scope.names[name] = replace(base, raw=False)
        return Verdict(StepKind.ROW_WISE)


def _bodies(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for each in ast.walk(node):
        for arm in ("body", "orelse", "finalbody"):
            if isinstance(body := getattr(each, arm, None), list):
                yield body


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


def _is_empty_list(node: ast.expr) -> bool:
    return ast.unparse(node) in {"[]", "list()"}
