"""Binding times of expressions.

An `Evaluator` walks one statement. It finds for each expression when its value is known, and notes the edits that turn the
statement into what training runs (remembering what it learns) and what serving runs (using what was learned).
"""

import ast
import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from promote.knowledge import estimators, functions, methods
from promote.model.steps import BindingTime, Edit, State, StateKind, apply_edits
from promote.planners.values import CONSTANT, ELEMENT, Value, ValueKind, blocked, join

Idiom = Callable[["Evaluator", ast.Call, list[Value]], Value | None]

_RESULT_KIND = {
    "to_numpy": ValueKind.ARRAY,
    "toarray": ValueKind.ARRAY,
    "todense": ValueKind.ARRAY,
    "tolist": ValueKind.ARRAY,
    "to_list": ValueKind.ARRAY,
    "ravel": ValueKind.ARRAY,
    "flatten": ValueKind.ARRAY,
    "to_frame": ValueKind.FRAME,
    "squeeze": ValueKind.COLUMN,
}
_LEARNS = "a function of the notebook learns from all rows"
_BUILTINS = frozenset(dir(builtins))


@dataclass(slots=True)
class Prelude:
    """A line that training runs before the (possibly nested) statement that starts at `offset`."""

    offset: int
    indent: str
    text: str


@dataclass(slots=True)
class Evaluator:
    """One walk over one statement. Responsibilities: values of expressions; edits, states and preludes they call for."""

    text: str
    scope: dict[str, Value]
    taken: set[str]
    idioms: dict[str, Idiom] = field(default_factory=dict)
    method_idioms: dict[str, Idiom] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    preludes: list[Prelude] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    values: dict[int, Value] = field(default_factory=dict)
    removes: bool = False
    learns: bool = False
    key: str = ""
    """The variable of the loop that the expression stands in."""
    anchor: ast.stmt | None = None
    """The innermost statement, before which preludes go."""
    depth: int = 0
    """How many functions deep the walk is."""
    elsewhere: bool = False
    """Inside a function that is defined in another statement: no edit is possible there."""

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
                return self._subscript(node)
            case ast.Call():
                return self._call(node)
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

    # Names and attributes.

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
        if not base.rows:
            return Value(time=base.time)
        if base.kind is ValueKind.ELEMENT:
            return ELEMENT
        if base.kind is ValueKind.BUNCH:
            return Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY, source=True, obstacle=base.obstacle)
        if name == "T":
            return blocked(base, "`.T` mixes rows")
        if name == "columns" and isinstance(node.value, ast.Name):
            # The serving frame has the same columns at this point, so there is nothing to remember.
            return CONSTANT
        if name in methods.FITTED_ATTRIBUTES:
            return Value(time=BindingTime.FITTED, obstacle=base.obstacle)
        if base.kind is ValueKind.ACCESSOR or name in methods.DATE_PARTS:
            return replace(base, kind=ValueKind.COLUMN, source=False, raw=False)
        if name in {"str", "dt", "cat"}:
            return replace(base, kind=ValueKind.ACCESSOR, source=False, raw=False)
        if name in {"loc", "iloc", "at", "iat"}:
            return replace(base, kind=ValueKind.INDEXER, source=False, raw=False)
        if name in {"values", "array"}:
            return replace(base, kind=ValueKind.ARRAY, source=False, raw=False)
        return replace(base, kind=ValueKind.COLUMN, source=False, raw=False)

    # Subscripts.

    def _subscript(self, node: ast.Subscript) -> Value:
        base = self.evaluate(node.value)
        if base.kind is ValueKind.INDEXER and base.rows:
            return self._indexer(node, base)
        key = self.evaluate_index(node.slice)
        if not base.rows or base.kind is ValueKind.ELEMENT:
            return join(base, key) if not key.many else blocked(join(base, key), "rows are looked up in something else")
        plain = replace(base, source=False, raw=False, obstacle=base.obstacle or key.obstacle)
        if key.rows or _is_range(node.slice):
            self.drop_tail(node, node.value)
            return plain
        if base.kind is ValueKind.ARRAY:
            return self._array_index(node, plain)
        if base.kind is ValueKind.FRAME and _is_scalar_key(node.slice):
            return replace(plain, kind=ValueKind.COLUMN)
        return plain

    def _array_index(self, node: ast.Subscript, base: Value) -> Value:
        match node.slice:
            case ast.Tuple(elts=[ast.Slice(lower=None, upper=None, step=None), *_]):
                return base
            case ast.Tuple(elts=[rows, *_]):
                self.edit(rows, serving=":")
                self.removes = True
                return base
            case _:
                return blocked(base, "single rows are picked out of an array")

    def _indexer(self, node: ast.Subscript, base: Value) -> Value:
        match node.slice:
            case ast.Tuple(elts=[rows, columns]):
                key = join(self.evaluate_index(rows), self.evaluate_index(columns))
                if not _is_all(rows):
                    self.edit(rows, serving=":")
                    self.removes = True
                kind = ValueKind.COLUMN if _is_scalar_key(columns) else ValueKind.FRAME
                return replace(base, kind=kind, obstacle=base.obstacle or key.obstacle)
            case _:
                self.evaluate_index(node.slice)
                frame = node.value.value if isinstance(node.value, ast.Attribute) else node.value
                self.drop_tail(node, frame)
                return replace(base, kind=ValueKind.FRAME)

    def evaluate_index(self, node: ast.expr) -> Value:
        """Find the value of what stands in square brackets, slices included."""
        if isinstance(node, ast.Slice):
            return join(*(self.evaluate(part) for part in (node.lower, node.upper, node.step)))
        if isinstance(node, ast.Tuple):
            return join(*(self.evaluate_index(part) for part in node.elts))
        return self.evaluate(node)

    # Calls.

    def _call(self, node: ast.Call) -> Value:
        function = self.evaluate(node.func) if not isinstance(node.func, ast.Attribute) else None
        if isinstance(node.func, ast.Attribute):
            receiver = self.evaluate(node.func.value)
            if receiver.kind is ValueKind.MODULE or (receiver.kind is ValueKind.FUNCTION and not receiver.node):
                function = self.evaluate(node.func)
            else:
                return self._method(node, node.func, receiver)
        if function is None or function.kind is not ValueKind.FUNCTION:
            return self._foreign(node, "a function that is computed")
        if function.node is not None:
            return self._own(node, function)
        return self._library(node, function.qualified)

    def arguments(self, node: ast.Call) -> list[Value]:
        """Evaluate positional and keyword arguments, in order."""
        return [self.evaluate(each) for each in [*node.args, *(keyword.value for keyword in node.keywords)]]

    def _library(self, node: ast.Call, name: str) -> Value:
        module, _, last = name.rpartition(".")
        if made := self._made(node, name, module, last):
            return made
        values = self.arguments(node)
        for recognise in (self._idiom, self._source, self._table_call):
            if found := recognise(node, name, values):
                return found
        joined = join(*values)
        if name in functions.AGGREGATE and any(value.many for value in values):
            return Value(time=BindingTime.FITTED, obstacle=joined.obstacle)
        if name.startswith("numpy.") and name in functions.ROW_WISE and joined.many:
            return replace(joined, kind=ValueKind.ARRAY if last in {"array", "asarray", "c_"} else joined.kind)
        if name in functions.ROW_WISE or not any(value.many for value in values):
            return joined
        return blocked(joined, f"nobody can say whether `{name}` works on one record alone")

    def _idiom(self, node: ast.Call, name: str, values: list[Value]) -> Value | None:
        """A call that learns without saying so; inside a function nothing can remember it."""
        idiom = self.idioms.get(name)
        if idiom is None:
            return None
        if self.elsewhere and any(value.many for value in values):
            return blocked(join(*values), _LEARNS)
        return idiom(self, node, values)

    def _source(self, _node: ast.Call, name: str, values: list[Value]) -> Value | None:
        """Data that enters the program."""
        module, _, last = name.rpartition(".")
        if name in functions.READS_TABLE:
            raw = name in functions.READS_DELIMITED
            return Value(time=BindingTime.ROWS, kind=ValueKind.FRAME, source=True, raw=raw)
        if module == "sklearn.datasets" and last.startswith(("load_", "fetch_", "make_")):
            return Value(time=BindingTime.ROWS, kind=ValueKind.BUNCH, source=True)
        if name in {"pandas.DataFrame", "pandas.Series"} and not join(*values).rows:
            return Value(time=BindingTime.ROWS, kind=ValueKind.FRAME, source=True)
        return None

    def _table_call(self, node: ast.Call, name: str, values: list[Value]) -> Value | None:
        """A call that makes a table of what it is given."""
        joined = join(*values)
        if (name == "pandas.concat" and joined.many and _axis(node) == 1) or (
            name == "pandas.DataFrame" and joined.rows
        ):
            return replace(joined, kind=ValueKind.FRAME)
        if name in functions.SHUFFLES and joined.rows and len(node.args) == 1:
            self.edit(node, serving=self.text[slice(*self.span(node.args[0]))])
            self.removes = True
            return replace(values[0], source=False)
        return None

    def _made(self, node: ast.Call, name: str, module: str, last: str) -> Value | None:
        """Recognise the construction of a transformer, a resampler or an estimator."""
        kind = None
        if module in estimators.TRANSFORMER_MODULES or last.endswith(estimators.TRANSFORMER_ENDINGS):
            kind = ValueKind.TRANSFORMER
        elif module in estimators.RESAMPLER_MODULES:
            kind = ValueKind.RESAMPLER
        elif module in estimators.PREDICTOR_MODULES or last in estimators.SEARCHES:
            kind = ValueKind.ESTIMATOR
        if kind is None or (not last[:1].isupper() and not last.startswith("make_")):
            return None
        values = self.arguments(node)
        if last in estimators.PIPELINES and not self._predicts(node):
            kind = ValueKind.TRANSFORMER
        time = max((value.time for value in values), key=list(BindingTime).index, default=BindingTime.CONSTANT)
        return Value(
            time=BindingTime.CONSTANT if time is BindingTime.CONSTANT else BindingTime.FITTED,
            kind=kind,
            qualified=name,
            constructor=self.training_text(node),
        )

    def _predicts(self, pipeline: ast.Call) -> bool:
        """Whether something among a pipeline's arguments predicts."""
        values = [self.values.get(id(each)) for each in ast.walk(pipeline) if each is not pipeline]
        return any(value is not None and value.kind is ValueKind.ESTIMATOR for value in values)

    def _method(self, node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
        name = func.attr
        if receiver.kind in {ValueKind.TRANSFORMER, ValueKind.RESAMPLER}:
            return self._transformer(node, func, receiver)
        if receiver.kind is ValueKind.ESTIMATOR:
            values = self.arguments(node)
            if name == "fit":
                return replace(receiver, time=BindingTime.FITTED)
            return (
                replace(join(*values), source=False) if any(v.rows for v in values) else Value(time=BindingTime.FITTED)
            )
        if receiver.rows:
            return self._row_method(node, func, receiver)
        values = self.arguments(node)
        joined = join(receiver, *values)
        if name == "reset_index" and joined.time is BindingTime.FITTED:
            return Value(time=BindingTime.ROWS, kind=ValueKind.FRAME, obstacle="rows are grouped")
        if any(value.many for value in values):
            return blocked(joined, f"nobody can say whether `{name}` works on one record alone")
        return joined

    def _row_method(self, node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
        name = func.attr
        if name in {"apply", "map", "applymap", "transform", "pipe", "assign"}:
            return self._applied(node, func, receiver)
        values = self.arguments(node)
        joined = replace(join(receiver, *values), kind=_RESULT_KIND.get(name, receiver.kind), source=False, raw=False)
        if receiver.kind is ValueKind.ELEMENT:
            return ELEMENT
        if (idiom := self.method_idioms.get(name)) and not self.elsewhere:
            found = idiom(self, node, values)
            if found is not None:
                return found
        if receiver.kind is ValueKind.ACCESSOR:
            joined = replace(joined, kind=ValueKind.COLUMN)
            return blocked(joined, "`.str.get_dummies` needs other rows") if name == "get_dummies" else joined
        if name == "to_dict" and "records" in ast.unparse(node):
            return replace(joined, kind=ValueKind.ARRAY)
        if name in methods.AGGREGATE:
            if _axis(node) == 1:
                return replace(joined, kind=ValueKind.COLUMN)
            if receiver.obstacle and not (
                receiver.kind is ValueKind.COLUMN and receiver.obstacle.startswith("`groupby`")
            ):
                return joined
            return Value(time=BindingTime.FITTED)
        if name in methods.ROW_REMOVING or (name == "drop" and _drops_rows(node)) or _reorders(node, name):
            if name == "dropna" and _axis(node) == 1:
                return blocked(joined, "`dropna(axis=1)` looks at all rows to choose columns")
            self.drop_tail(node, func.value)
            return joined
        return blocked(joined, reason) if (reason := _why_not_alone(node, name)) else joined

    def _applied(self, node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
        """`apply`, `map` and kin: row-wise where the function sees one cell, one row, or whole columns row by row."""
        by_cell = receiver.kind is not ValueKind.FRAME or func.attr in {"applymap", "map"} or _axis(node) == 1
        parameter = ELEMENT if by_cell else replace(receiver, kind=ValueKind.COLUMN, source=False, raw=False)
        if func.attr in {"pipe", "assign"}:
            parameter = replace(receiver, source=False, raw=False)
        results = []
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
            value = self.evaluate(argument)
            if value.kind is ValueKind.FUNCTION and value.node is not None:
                results.append(join(value, self.body(value.node, [parameter])))
            elif value.kind is ValueKind.FUNCTION and value.qualified in functions.AGGREGATE and not by_cell:
                results.append(Value(time=BindingTime.FITTED))
            elif (
                (isinstance(argument, ast.Attribute) and argument.attr.startswith("fit"))
                or value.rows
                or (value.kind is ValueKind.FUNCTION and not by_cell and value.qualified not in functions.ROW_WISE)
            ):
                results.append(
                    blocked(join(receiver, value), f"`{func.attr}` is given something that learns from the rows")
                )
            else:
                results.append(value)
        joined = join(receiver, *(replace(each, kind=receiver.kind) for each in results))
        if any(each.time is BindingTime.FITTED and not by_cell for each in results):
            joined = blocked(joined, f"`{func.attr}` computes one value from a whole column")
        kind = ValueKind.COLUMN if _axis(node) == 1 and receiver.kind is ValueKind.FRAME else receiver.kind
        return replace(joined, kind=kind, source=False, raw=False)

    def _transformer(self, node: ast.Call, func: ast.Attribute, receiver: Value) -> Value:
        name = func.attr
        values = self.arguments(node)
        data = values[0] if values else CONSTANT
        if name in {"fit_resample", "fit_sample"}:
            return blocked(join(*values), "rows are resampled")
        if name == "fit":
            self.learns = True
            return replace(receiver, time=BindingTime.FITTED)
        if name == "fit_transform":
            if not data.rows:
                return blocked(join(receiver, *values), "a transformer is fitted on something that is not rows")
            return self._fit_transform(node, func, receiver, data)
        if name in {"transform", "inverse_transform"}:
            return replace(data, kind=ValueKind.ARRAY, source=False, raw=False)
        return Value(time=BindingTime.FITTED)

    def _fit_transform(self, node: ast.Call, func: ast.Attribute, receiver: Value, data: Value) -> Value:
        """Training makes and fits its own transformer at this very place; serving uses that one."""
        if not receiver.constructor or self.depth:
            return blocked(data, "a transformer comes from somewhere else")
        base = func.value.id if isinstance(func.value, ast.Name) else _snake(receiver.qualified.rpartition(".")[2])
        column = _column_name(node.args[0]) if node.args and isinstance(func.value, ast.Name) else ""
        wanted = base if not column or base not in self.taken else f"{column}_{base}"
        state = self.new_state(wanted, StateKind.TRANSFORMER, receiver.qualified.rpartition(".")[2])
        holder = self.holder(state)
        self.prelude(f"{holder} = {receiver.constructor}")
        if not (isinstance(func.value, ast.Name) and receiver.state):
            self.edit(func.value, training=holder, serving=holder)
        else:
            self.edits = [e for e in self.edits if (e.start, e.end) != self.span(func.value)]
            self.edit(func.value, training=holder, serving=holder)
        start, end = self.span(func.value)[1], self.span(func)[1]
        arguments_end = self.span(node)[1]
        first_end = self.span(node.args[0])[1]
        self.edits.append(Edit(start=start, end=end, serving=".transform"))
        if first_end < arguments_end - 1:
            # A transformer that also looks at the target does so in training only.
            self.edits.append(Edit(start=first_end, end=arguments_end - 1, serving=""))
        self.learns = True
        if isinstance(func.value, ast.Name):
            self.scope[func.value.id] = replace(receiver, time=BindingTime.FITTED, state=holder)
        return replace(data, kind=ValueKind.ARRAY, source=False, raw=False)

    # The notebook's own functions.

    def _function(self, node: ast.Lambda) -> Value:
        return Value(kind=ValueKind.FUNCTION, node=node)

    def _own(self, node: ast.Call, function: Value) -> Value:
        values = self.arguments(node)
        if function.node is None or not any(value.rows for value in values):
            return join(*values)
        result = self.body(function.node, values)
        return replace(result, source=False, raw=False)

    def body(self, function: ast.FunctionDef | ast.Lambda, values: list[Value]) -> Value:
        """Evaluate a function's body for given arguments. What it would have to remember is an obstacle."""
        parameters = [argument.arg for argument in function.args.posonlyargs + function.args.args]
        bound = dict(zip(parameters, [*values, *[CONSTANT] * len(parameters)], strict=False))
        if isinstance(function, ast.Lambda):
            with self._inside(bound):
                result = self.evaluate(function.body)
                return self._remembers(function.body, result)
        outer, self.elsewhere = self.elsewhere, True
        with self._inside(bound):
            result = self._statements(function.body)
        self.elsewhere = outer
        return result

    def _statements(self, body: list[ast.stmt]) -> Value:
        results: list[Value] = []
        for statement in body:
            match statement:
                case ast.Return(value=value):
                    results.append(self._remembers(value, self.evaluate(value)))
                case ast.Assign(targets=[target], value=value):
                    found = self._remembers(value, self.evaluate(value))
                    results.append(Value(obstacle=found.obstacle))
                    if isinstance(target, ast.Name):
                        self.scope[target.id] = found
                case ast.If(test=test, body=then, orelse=otherwise):
                    results.append(Value(obstacle=self._remembers(test, self.evaluate(test)).obstacle))
                    results.extend([self._statements(then), self._statements(otherwise)])
                case ast.Expr(value=value):
                    reason = "a function of the notebook removes rows" if self.removes else ""
                    results.append(Value(obstacle=self.evaluate(value).obstacle or reason))
                case ast.For(target=ast.Name(id=name), iter=iterable, body=inner):
                    found = self.evaluate(iterable)
                    if found.many:
                        results.append(Value(obstacle="a function loops over rows"))
                    self.scope[name] = found
                    results.append(self._statements(inner))
                case ast.AugAssign(target=target, value=value):
                    results.append(Value(obstacle=self._remembers(value, self.evaluate(value)).obstacle))
                case ast.Pass() | ast.Import() | ast.ImportFrom() | ast.Break() | ast.Continue():
                    pass
                case _:
                    if any(value.many for value in self.scope.values()):
                        results.append(Value(obstacle="a function of the notebook is too involved to follow"))
        return join(*results)

    def _remembers(self, node: ast.expr | None, value: Value) -> Value:
        if node is not None and (self.captures(node) or self.removes):
            return blocked(value, _LEARNS)
        return value

    @contextmanager
    def _inside(self, bound: dict[str, Value]) -> Iterator[None]:
        outer, edits, removes = self.scope, self.edits, self.removes
        free = {
            name: blocked(value, f"a function reads the rows of `{name}`") if value.many else value
            for name, value in outer.items()
        }
        self.scope, self.edits, self.depth, self.removes = {**free, **bound}, [], self.depth + 1, False
        try:
            yield
        finally:
            learned = [edit for edit in self.edits if edit.training and edit.training.startswith("⟦")]
            self.scope, self.depth, self.removes = outer, self.depth - 1, removes
            # A lambda stands in the statement, so what it reads of the fitted state can be edited there.
            self.edits = edits + (learned if not self.depth else [])

    def _comprehension(self, generators: list[ast.comprehension], results: list[ast.expr]) -> Value:
        bound: dict[str, Value] = {}
        sources = []
        for generator in generators:
            value = self.evaluate(generator.iter)
            sources.append(value)
            inner = ELEMENT if value.many else value
            bound |= {
                name.id: replace(inner, state="") for name in ast.walk(generator.target) if isinstance(name, ast.Name)
            }
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

    def _foreign(self, node: ast.Call, what: str) -> Value:
        joined = join(*self.arguments(node))
        return blocked(joined, f"{what} is called") if joined.many else joined

    # Captures: what a row-wise expression needs to know of all rows.

    def captures(self, node: ast.AST) -> list[ast.expr]:
        """Find the largest sub-expressions that say something of all rows, in order of appearance."""
        value = self.values.get(id(node))
        if isinstance(node, ast.expr) and value is not None and value.time is BindingTime.FITTED:
            return [node] if self.has_rows(node) else []
        return [found for child in ast.iter_child_nodes(node) for found in self.captures(child)]

    def capture(self, node: ast.expr, name: str) -> None:
        """Let training remember an expression, and both programs use what it remembered."""
        state = self.new_state(name, StateKind.VALUE)
        text = self.training_text(node)
        self.prelude(f"{self.holder(state)} = {text}")
        self.edit(node, training=self.holder(state), serving=self.holder(state))
        self.learns = True

    def capture_all(self, node: ast.expr) -> None:
        """Capture whatever an expression needs to know of all rows."""
        for found in self.captures(node):
            self.capture(found, name_of(found))

    def has_rows(self, node: ast.AST) -> bool:
        """Whether rows have a part in an expression."""
        value = self.values.get(id(node))
        if value is not None and value.many:
            return True
        return any(self.has_rows(child) for child in ast.iter_child_nodes(node))

    # Edits and states.

    def new_state(self, wanted: str, kind: StateKind, type_name: str = "") -> State:
        """Name a new piece of state; a name that is taken gets a number."""
        if self.key:
            wanted = f"{wanted}_by_{self.key}"
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        state = State(name=name, kind=StateKind.MAPPING if self.key else kind, type=type_name)
        self.states.append(state)
        return state

    def holder(self, state: State) -> str:
        """The text that stands for a state: `⟦name⟧`, or `⟦name⟧[key]` inside a loop."""
        return f"⟦{state.name}⟧[{self.key}]" if self.key else f"⟦{state.name}⟧"

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Offsets of a node in the statement's text, in characters."""
        return offset(self.text, node.lineno, node.col_offset), offset(self.text, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def edit(self, node: ast.AST, *, training: str | None = None, serving: str | None = None) -> None:
        """Replace a node's text."""
        if self.elsewhere:
            return
        start, end = self.span(node)
        self.edits.append(Edit(start=start, end=end, training=training, serving=serving))

    def remove(self, node: ast.stmt, *, training: bool, alone: bool) -> None:
        """Take a nested statement out of serving, and of training too if asked; a body must not be left empty."""
        start, end = self.span(node)
        replacement = "pass" if alone else ""
        if not alone:
            start = self.text.rfind("\n", 0, start) + 1
            end = self.text.find("\n", end) + 1 or len(self.text)
        self.edits.append(Edit(start=start, end=end, training=replacement if training else None, serving=replacement))

    def drop_tail(self, node: ast.expr, receiver: ast.expr) -> None:
        """Let serving keep only the receiver: `df.dropna()` is `df` for a record that was accepted."""
        self.removes = True
        if not self.elsewhere:
            self.edits.append(Edit(start=self.span(receiver)[1], end=self.span(node)[1], serving=""))

    def prelude(self, text: str) -> None:
        """Let training run a line before the statement at hand."""
        anchor = self.anchor
        start = self.span(anchor)[0] if anchor is not None else 0
        indent = " " * (anchor.col_offset if anchor is not None else 0)
        self.preludes.append(Prelude(start, indent, text))

    def training_text(self, node: ast.AST) -> str:
        """A node's text as training runs it."""
        start, end = self.span(node)
        inner = [(e.start - start, e.end - start, e.training) for e in self.edits if start <= e.start and e.end <= end]
        return apply_edits(self.text[start:end], inner)


def _why_not_alone(node: ast.Call, name: str) -> str:
    """Say why a method of rows cannot be called on one record, in words that follow `because`; empty if it can."""
    if name == "fillna":
        return "a value is filled in from other rows" if any(k.arg == "method" for k in node.keywords) else ""
    if name in methods.OTHER_ROWS or (name == "join" and any(k.arg == "on" for k in node.keywords)):
        return f"`{name}` needs other rows"
    if name in methods.ROW_WISE:
        return ""
    return f"nobody can say whether `{name}` works on one record alone"


def offset(text: str, line: int, column: int) -> int:
    """Characters before a position that `ast` gives as line and UTF-8 column."""
    lines = text.split("\n")
    before = sum(len(each) + 1 for each in lines[: line - 1])
    return before + len(lines[line - 1].encode()[:column].decode())


def name_of(node: ast.expr) -> str:
    """Name what an expression says of the rows: `df['Total Charges'].median()` is `total_charges_median`."""
    column = _column_name(node)
    words = [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    method = next((word for word in words if word in methods.AGGREGATE or word in methods.FITTED_ATTRIBUTES), "")
    if isinstance(node, ast.Compare):
        method = "check"
    return "_".join(_snake(part) for part in (column, method) if part) or "learned"


def _column_name(node: ast.AST) -> str:
    for each in ast.walk(node):
        match each:
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                return _snake(name)
            case ast.Attribute(value=ast.Name(), attr=name) if (
                name not in methods.ROW_WISE | methods.AGGREGATE | methods.ROW_ATTRIBUTES
            ):
                return (
                    _snake(name)
                    if not isinstance(each.ctx, ast.Store)
                    and name.isidentifier()
                    and name not in {"fit_transform", "fit"}
                    else ""
                )
    return ""


def _snake(name: str) -> str:
    spaced = "".join(
        f"_{letter}" if letter.isupper() and position and (name[position - 1].islower()) else letter
        for position, letter in enumerate(name)
    )
    words = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in spaced.lower())
    return "_".join(part for part in words.split("_") if part)


def _is_range(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice)


def _is_all(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None and node.step is None


def _is_scalar_key(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant))


def _axis(node: ast.Call) -> int:
    for keyword in node.keywords:
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
            return 1 if keyword.value.value in {1, "columns"} else 0
    return 0


def _drops_rows(node: ast.Call) -> bool:
    names = {keyword.arg for keyword in node.keywords}
    positional = len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and node.args[1].value in {1, "columns"}
    return "columns" not in names and _axis(node) != 1 and not positional


def _reorders(node: ast.Call, name: str) -> bool:
    if name == "reset_index":
        return any(
            keyword.arg == "drop" and isinstance(keyword.value, ast.Constant) and bool(keyword.value.value)
            for keyword in node.keywords
        )
    return name in methods.REORDERING
