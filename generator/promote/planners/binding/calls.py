"""Calls of functions: libraries', the notebook's own, and constructions of estimators."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from promote.knowledge import estimators, functions, networks, trainers
from promote.model.steps import BindingTime
from promote.planners.binding.idioms import FUNCTION_IDIOMS
from promote.planners.binding.methods import method
from promote.planners.binding.own_functions import LEARNS, body, own_call
from promote.planners.binding.syntax import argument, axis
from promote.planners.binding.tensors import tensor_call
from promote.planners.networks import is_network_class
from promote.planners.values import CONSTANT, ELEMENT, Value, ValueKind, blocked, join, learned

if TYPE_CHECKING:
    from promote.planners.binding.evaluator import Evaluator


_GIVE_ARRAYS = frozenset(["numpy", "scipy", "sklearn"])


def call(evaluator: "Evaluator", node: ast.Call) -> Value:
    """Find the value of a call."""
    function = evaluator.evaluate(node.func) if not isinstance(node.func, ast.Attribute) else None
    if isinstance(node.func, ast.Attribute):
        receiver = evaluator.evaluate(node.func.value)
        if receiver.kind is ValueKind.MODULE or (receiver.kind is ValueKind.FUNCTION and not receiver.node):
            function = evaluator.evaluate(node.func)
        else:
            return method(evaluator, node, node.func, receiver)
    if function is not None and function.kind is ValueKind.ESTIMATOR:
        joined = join(*evaluator.arguments(node))
        return blocked(joined, "a network answers") if joined.many else Value(time=BindingTime.FITTED)
    if function is None or function.kind is not ValueKind.FUNCTION:
        return _foreign(evaluator, node, "a function that is computed")
    if function.node is not None:
        return own_call(evaluator, node, function)
    return _library(evaluator, node, function.qualified)


def _library(evaluator: "Evaluator", node: ast.Call, name: str) -> Value:
    module, _, last = name.rpartition(".")
    if made := _made(evaluator, node, name, module, last):
        return made
    if name in trainers.TRAINERS or (last in trainers.FORMULA_MODELS and module.startswith("statsmodels.")):
        evaluator.arguments(node)
        return Value(kind=ValueKind.ESTIMATOR, time=BindingTime.FITTED, qualified=name)
    values = evaluator.arguments(node)
    if name in functions.ASKS_KIND:
        return CONSTANT
    if name == "collections.defaultdict" and values and _is_transformer(values[0].qualified):
        return Value(
            kind=ValueKind.TRANSFORMERS, qualified=values[0].qualified, constructor=f"{ast.unparse(node.args[0])}()"
        )
    for recognise in (tensor_call, _idiom, _source, _table_call, _iterated):
        if found := recognise(evaluator, node, name, values):
            return found
    joined = join(*values)
    if name in functions.AGGREGATE and any(value.many for value in values):
        return Value(time=BindingTime.FITTED, obstacle=joined.obstacle)
    if module == "numpy.random" and any(evaluator.has_rows(each) for each in node.args):
        return Value(time=BindingTime.ROWS, kind=ValueKind.ARRAY, obstacle="chance has a part in it")
    if name in functions.ROW_WISE or not any(value.many for value in values):
        return replace(joined, kind=ValueKind.ARRAY) if joined.many and name in functions.GIVES_ARRAY else joined
    if module.partition(".")[0] in _GIVE_ARRAYS:
        joined = replace(joined, kind=ValueKind.ARRAY)
    return blocked(joined, f"nobody can say whether `{name}` works on one record alone")


def _idiom(evaluator: "Evaluator", node: ast.Call, name: str, values: list[Value]) -> Value | None:
    """A call that learns without saying so; inside a function nothing can remember it."""
    idiom = FUNCTION_IDIOMS.get(name)
    if idiom is None:
        return None
    if evaluator.elsewhere and any(value.many for value in values):
        return blocked(join(*values), LEARNS)
    return idiom(evaluator, node, values)


def _source(evaluator: "Evaluator", node: ast.Call, name: str, values: list[Value]) -> Value | None:
    """Data that enters the program."""
    module, _, last = name.rpartition(".")
    if name in functions.READS_TABLE:
        return Value(time=BindingTime.ROWS, kind=ValueKind.FRAME, source=True, raw=True)
    if module == "sklearn.datasets" and last.startswith(("load_", "fetch_", "make_")):
        return Value(time=BindingTime.ROWS, kind=ValueKind.BUNCH, source=True)
    if name in {"pandas.DataFrame", "pandas.Series"} and not join(*values).rows:
        if join(*values).time is BindingTime.FITTED or evaluator.has_rows(node):
            return learned()
        return Value(time=BindingTime.ROWS, kind=ValueKind.FRAME, source=True)
    return None


def _table_call(evaluator: "Evaluator", node: ast.Call, name: str, values: list[Value]) -> Value | None:
    """A call that makes a table of what it is given."""
    joined = join(*values)
    if name in functions.STACKS and joined.many:
        return _stacked(evaluator, node, name, joined)
    if name == "pandas.DataFrame" and joined.rows:
        return replace(joined, kind=ValueKind.FRAME)
    if name in functions.SHUFFLES and joined.rows and len(node.args) == 1:
        evaluator.keep_only(node, node.args[0])
        return replace(values[0], source=False)
    return None


def _iterated(evaluator: "Evaluator", node: ast.Call, name: str, values: list[Value]) -> Value | None:
    """`list(df["a"])`, `zip(df["a"], df["b"])`, `map(function, df["a"])`: one thing for each row, in their order."""
    if name not in functions.ITERATES or not any(value.many and value.kind is not ValueKind.FRAME for value in values):
        return None
    joined = replace(join(*values), kind=ValueKind.ARRAY)
    if name == "map" and values[0].node is not None:
        found = body(evaluator, values[0].node, [ELEMENT if each.many else each for each in values[1:]])
        joined = replace(joined, obstacle=joined.obstacle or found.obstacle)
    del node
    return replace(joined, source=False, raw=False)


def _stacked(evaluator: "Evaluator", node: ast.Call, name: str, joined: Value) -> Value:
    """Put columns side by side, or rows below each other: serving goes on with the rows that come first."""
    kind = ValueKind.FRAME if name == "pandas.concat" else ValueKind.ARRAY
    if axis(node) == 1:
        return replace(joined, kind=kind)
    given = argument(node, 0, "objs")
    stacked = given.elts if isinstance(given, ast.List | ast.Tuple) else node.args[:2]
    first = evaluator.values.get(id(stacked[0])) if stacked else None
    if first is None or not first.many:
        return blocked(joined, "rows are put below each other")
    evaluator.keep_only(node, stacked[0])
    return replace(first, kind=kind if first.kind is ValueKind.OTHER else first.kind, source=False, raw=False)


def _made(evaluator: "Evaluator", node: ast.Call, name: str, module: str, last: str) -> Value | None:
    """Recognise the construction of a transformer, a resampler or an estimator."""
    kind = None
    if _is_transformer(name):
        kind = ValueKind.TRANSFORMER
    elif module in estimators.RESAMPLER_MODULES:
        kind = ValueKind.RESAMPLER
    elif module in estimators.PREDICTOR_MODULES or last in estimators.SEARCHES:
        kind = ValueKind.ESTIMATOR
    elif (
        is_network_class(name, frozenset())
        or name.startswith(networks.OPTIMISERS)
        or name in {networks.LOADER, networks.DATASET}
    ):
        # Whatever trains a network is the business of training alone, as the network is.
        kind = ValueKind.ESTIMATOR
    if kind is None or (not last[:1].isupper() and not last.startswith("make_")):
        return None
    values = evaluator.arguments(node)
    if last in estimators.PIPELINES and not _predicts(evaluator, node):
        kind = ValueKind.TRANSFORMER
    time = max((value.time for value in values), key=list(BindingTime).index, default=BindingTime.CONSTANT)
    return Value(
        time=BindingTime.CONSTANT if time is BindingTime.CONSTANT else BindingTime.FITTED,
        kind=kind,
        qualified=name,
        constructor=evaluator.training_text(node),
    )


def _is_transformer(name: str) -> bool:
    module, _, last = name.rpartition(".")
    return module in estimators.TRANSFORMER_MODULES or last.endswith(estimators.TRANSFORMER_ENDINGS)


def _predicts(evaluator: "Evaluator", pipeline: ast.Call) -> bool:
    """Whether something among a pipeline's arguments predicts."""
    values = [evaluator.values.get(id(each)) for each in ast.walk(pipeline) if each is not pipeline]
    return any(value is not None and value.kind is ValueKind.ESTIMATOR for value in values)


def _foreign(evaluator: "Evaluator", node: ast.Call, what: str) -> Value:
    joined = join(*evaluator.arguments(node))
    return blocked(joined, f"{what} is called") if joined.many else joined
