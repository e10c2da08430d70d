"""Binding times of expressions.

An `Evaluator` walks one statement. It finds for each expression when its value is known, and notes the edits that turn the
statement into what training runs (remembering what it learns) and what serving runs (using what was learned).
"""

import ast
import builtins
from dataclasses import dataclass, field, replace

from promote.knowledge import estimators, methods
from promote.model.steps import BindingTime, StateKind
from promote.planners.binding.calls import call
from promote.planners.binding.naming import name_of
from promote.planners.binding.recorder import Recorder
from promote.planners.binding.row_loops import turns
from promote.planners.binding.subscripts import subscript
from promote.planners.binding.tensors import tensor_attribute
from promote.planners.values import CONSTANT, ELEMENT, Value, ValueKind, blocked, join

_BUILTINS = frozenset(dir(builtins))


@dataclass(slots=True, kw_only=True)
class Evaluator(Recorder):
    """One walk over one statement. Responsibilities: values of expressions, and what they learn."""

    scope: dict[str, Value]
    values: dict[int, Value] = field(default_factory=dict)
    depth: int = 0
    """How many functions deep the walk is."""
    called: tuple[ast.AST, ...] = ()
    """The functions that the walk is in."""
    groups_are_rows: bool = False
    """What is computed for each group is what the model is about, and not something to look up for a record."""

    def evaluate(self, node: ast.expr | None) -> Value:
        """Find the value of an expression, children first."""
        if node is None:
            return CONSTANT
        value = self._evaluate(node)
        self.values[id(node)] = value
        return value

    def _evaluate(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant():
                return CONSTANT
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript():
                return subscript(self, node)
            case ast.Call():
                return call(self, node)
            case ast.Lambda():
                return self._function(node)
            case ast.ListComp(elt=element) | ast.SetComp(elt=element) | ast.GeneratorExp(elt=element):
                return self._comprehension(node.generators, [element])
            case ast.DictComp():
                return self._comprehension(node.generators, [node.key, node.value])
            case ast.Starred(value=inner) | ast.Await(value=inner):
                return self.evaluate(inner)
            case _:
                children = [self.evaluate(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
                return join(*children)

    def _name(self, node: ast.Name) -> Value:
        value = self.scope.get(node.id)
        if value is None:
            return Value(kind=ValueKind.FUNCTION, qualified=node.id) if node.id in _BUILTINS else CONSTANT
        if value.state:
            self.edit(node, training=value.state, serving=value.state)
        return value

    def _attribute(self, node: ast.Attribute) -> Value:
        base = self.evaluate(node.value)
        name = node.attr
        if base.kind is ValueKind.MODULE or (base.kind is ValueKind.FUNCTION and base.qualified and not base.node):
            return Value(kind=ValueKind.FUNCTION, qualified=f"{base.qualified}.{name}")
        if base.kind is ValueKind.ESTIMATOR and name == "best_estimator_":
            return base
        if base.kind is ValueKind.ESTIMATOR and name == "labels_" and base.fitted_on:
            return self._labels(node, base)
        if not base.rows:
            return Value(time=base.time)
        if base.kind is ValueKind.ELEMENT:
            return ELEMENT
        return self._row_attribute(node, base, name)

    def _labels(self, node: ast.Attribute, model: Value) -> Value:
        """The clusters of the rows that a model was fitted on; those of other rows are what it predicts."""
        labels = Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY)
        class_name = model.qualified.rpartition(".")[2]
        if class_name in estimators.NO_ANSWERS:
            return blocked(labels, f"`{class_name}` has labels for the rows that it was fitted on alone")
        self.edit(node, serving=f"{self.serving_text(node.value)}.predict({model.fitted_on})")
        return labels

    def _row_attribute(self, node: ast.Attribute, base: Value, name: str) -> Value:
        if base.kind is ValueKind.BUNCH:
            return Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY, source=True, obstacle=base.obstacle)
        if base.kind is ValueKind.GROUPS:
            return base
        if base.kind is ValueKind.COLUMN and name == "name":
            return CONSTANT
        if name == "T":
            return blocked(base, "`.T` mixes rows")
        if name == "columns" and isinstance(node.value, ast.Name):
            # The serving frame has the same columns at this point, so there is nothing to remember.
            return CONSTANT
        if name in methods.FITTED_ATTRIBUTES:
            return Value(time=BindingTime.FITTED, obstacle=base.obstacle)
        if base.kind is ValueKind.TENSOR:
            return tensor_attribute(base, name)
        if base.kind is ValueKind.ACCESSOR or name in methods.DATE_PARTS:
            return replace(base, kind=ValueKind.COLUMN, source=False, raw=False)
        if name in {"str", "dt", "cat"}:
            return replace(base, kind=ValueKind.ACCESSOR, source=False, raw=False)
        if name in {"loc", "iloc", "at", "iat"}:
            return replace(base, kind=ValueKind.INDEXER, source=False, raw=False)
        if name in {"values", "array"}:
            return replace(base, kind=ValueKind.ARRAY, source=False, raw=False)
        return replace(base, kind=ValueKind.COLUMN, source=False, raw=False)

    def evaluate_index(self, node: ast.expr) -> Value:
        """Find the value of what stands in square brackets, slices included."""
        if isinstance(node, ast.Slice):
            return join(*(self.evaluate(part) for part in (node.lower, node.upper, node.step)))
        if isinstance(node, ast.Tuple):
            return join(*(self.evaluate_index(part) for part in node.elts))
        return self.evaluate(node)

    def arguments(self, node: ast.Call) -> list[Value]:
        """Evaluate positional and keyword arguments, in order."""
        return [self.evaluate(each) for each in [*node.args, *(keyword.value for keyword in node.keywords)]]

    def _function(self, node: ast.Lambda) -> Value:
        return Value(kind=ValueKind.FUNCTION, node=node)

    def _comprehension(self, generators: list[ast.comprehension], results: list[ast.expr]) -> Value:
        bound: dict[str, Value] = {}
        sources = []
        for generator in generators:
            rows = turns(self, generator)
            value = Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY) if rows else self.evaluate(generator.iter)
            sources.append(value)
            inner = ELEMENT if value.many else value
            names = [name.id for name in ast.walk(generator.target) if isinstance(name, ast.Name)]
            bound |= {name: replace(inner, state="") for name in names} | (rows or {})
        outer = self.scope
        self.scope = {**outer, **bound}
        inner_values = [self.evaluate(each) for each in [*results, *(test for g in generators for test in g.ifs)]]
        self.scope = outer
        joined = join(*sources, *inner_values)
        if any(source.many for source in sources):
            if any(generator.ifs for generator in generators) or len(generators) > 1:
                return blocked(joined, "a comprehension picks rows")
            return replace(joined, kind=ValueKind.ARRAY, source=False, raw=False)
        if any(value.many for value in inner_values[: len(results)]):
            return blocked(joined, "a list of columns is computed")
        if joined.rows:
            # `[c for c in df.columns if df[c].dtype == object]` says something of all rows.
            return Value(time=BindingTime.FITTED, obstacle=joined.obstacle)
        return joined

    def captures(self, node: ast.AST) -> list[ast.expr]:
        """Find the largest sub-expressions that say something of all rows, in order of appearance."""
        value = self.values.get(id(node))
        if isinstance(node, ast.expr) and value is not None and value.time is BindingTime.FITTED:
            return [node] if self.has_rows(node) else []
        return [found for child in ast.iter_child_nodes(node) for found in self.captures(child)]

    def capture(self, node: ast.expr, name: str) -> None:
        """Let training remember an expression, and both programs use what it remembered. Once is enough."""
        if any((each.start, each.end) == self.span(node) for each in self.edits):
            return
        state = self.new_state(name, StateKind.VALUE)
        text = self.training_text(node)
        self.prelude(f"{self.holder(state)} = {text}")
        self.edit(node, training=self.holder(state), serving=self.holder(state))
        self.learns = True

    def capture_all(self, node: ast.expr) -> None:
        """Capture whatever serving needs to know of all rows for an expression."""
        for found in self.captures(node):
            if not self.is_left_out(found):
                self.capture(found, name_of(found))

    def has_rows(self, node: ast.AST) -> bool:
        """Whether rows have a part in an expression."""
        value = self.values.get(id(node))
        if value is not None and value.many:
            return True
        return any(self.has_rows(child) for child in ast.iter_child_nodes(node))
