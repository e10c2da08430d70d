"""Every place at which a notebook fits a model: which class, on which data, and how the model is asked.

    Fit = name statement estimator constructor data target asks

Each family of libraries has its own way to fit; what comes out is the same for all of them.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from promote.knowledge import estimators, trainers
from promote.model.answer import ASKED, INPUT, MODEL
from promote.model.program import Program, Statement
from promote.passes.names import names_of, root_name
from promote.planners.calls import argument, calls, qualified_name
from promote.planners.formulas import read_formula
from promote.planners.values import Value
from promote.planners.wrapped import held_by, last_turn

_NOTHING = ast.Constant(value=None)
_FITS = frozenset(["fit", "partial_fit"])
_BLOCKS = (ast.For, ast.While, ast.With, ast.If, ast.Try)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One place where a model is fitted."""

    name: str
    """The variable that holds the fitted model."""
    statement: int
    estimator: str
    """Qualified class name of the outermost estimator."""
    constructor: ast.Call | None
    held: ast.Call | None = None
    """What made the estimator that a search or a pipeline has only a name for."""
    data: ast.expr
    target: ast.expr | None
    asks: str = ASKED
    """How the model is asked for its predictions."""
    is_passing: bool = False
    """It is gone when its loop or its function is through: a fit that stays is meant more seriously."""
    loss: str = ""
    """What a loop that trains a network makes small: the name of the loss, where it is known."""
    is_network: bool = False
    """A loop trains it, and it answers when it is called."""


def find_fits(program: Program, imports: dict[str, Value]) -> tuple[Fit, ...]:
    """Find all fits, in the order of the program."""
    # What the notebook has no name for is a variable of a function.
    return tuple(
        replace(fit, is_passing=True) if program.spelled.get(fit.name) == "" else fit
        for fit in _Search(imports).run(program.statements)
    )


def is_predictor(name: str) -> bool:
    """Whether a qualified name is a class of estimators that predict."""
    module, _, last = name.rpartition(".")
    if last in estimators.NO_ANSWERS:
        return False
    if last in estimators.SEARCHES | estimators.PREDICTORS_AMONG_TRANSFORMERS or last == "make_pipeline":
        return True
    return (
        module in estimators.PREDICTOR_MODULES
        and last[:1].isupper()
        and not last.endswith(estimators.TRANSFORMER_ENDINGS)
        and name not in trainers.DATASETS
    )


@dataclass(slots=True)
class _Search:
    """One walk along the program. Responsibilities: what each name was made with; the fits."""

    imports: dict[str, Value]
    made: dict[str, ast.Call] = field(default_factory=dict)
    sets: dict[str, ast.Call] = field(default_factory=dict)
    """Names of data sets, and the calls that made them."""
    bound: dict[str, ast.expr] = field(default_factory=dict)
    """What each name was bound to last."""

    def run(self, statements: tuple[Statement, ...]) -> Iterator[Fit]:
        for statement in statements:
            node = statement.node
            if isinstance(node, _BLOCKS):
                yield from self._block(statement, node)
            else:
                yield from self._simple(statement, node)

    def _simple(self, statement: Statement, node: ast.stmt) -> Iterator[Fit]:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield from self._assigned(name, value, statement)
                self.bound[name] = value
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) | ast.Expr(value=value):
                yield from self._called(value, statement)
            case _:
                pass

    def _assigned(self, name: str, value: ast.expr, statement: Statement) -> Iterator[Fit]:
        if isinstance(value, ast.Call) and self._is_statistical(value):
            self.made[name] = value
            return
        fit = self._by_call(name, value, statement)
        if fit is not None:
            self.made.pop(name, None)
            yield fit
            return
        if self._is_dataset(value):
            self.sets[name] = value  # type: ignore[assignment]
        constructor = self._constructor(value)
        if constructor is not None:
            self.made[name] = constructor
            fitted = _fit_call(value)
            if fitted is not None:
                yield self._fit(name, statement, constructor, fitted)
            return
        found = [*self._called(value, statement)]
        yield from found
        if not found and statement.names.defines & self.made.keys():
            self.made.pop(name, None)

    def _called(self, value: ast.expr, statement: Statement) -> Iterator[Fit]:
        """`model.fit(X, y)`, its result kept under another name or not."""
        fitted = _fit_call(value)
        if fitted is None or not isinstance(fitted.func, ast.Attribute):
            return
        origin = root_name(fitted.func.value)
        if origin in self.made and not self._is_statistical(self.made[origin]):
            yield self._fit(origin, statement, self.made[origin], fitted)

    # Blocks: what stands in a loop or a `with` runs there, as written.

    def _block(self, statement: Statement, block: ast.stmt) -> Iterator[Fit]:
        inner = [each for each in ast.walk(block) if isinstance(each, ast.stmt) and each is not block]
        inner.sort(key=lambda each: (each.lineno, each.col_offset))
        bound = _bindings(block)
        for loop in (each for each in ast.walk(block) if isinstance(each, ast.For)):
            self.bound |= last_turn(loop, self.bound)
        for node in inner:
            for fit in self._simple(statement, node):
                data, target = _outside(fit.data, bound), fit.target and _outside(fit.target, bound)
                if data is not None:
                    loops = isinstance(block, ast.For | ast.While)
                    yield replace(fit, data=data, target=target, is_passing=loops)

    # scikit-learn, and what imitates it.

    def _fit(self, name: str, statement: Statement, constructor: ast.Call, call: ast.Call) -> Fit:
        data, target = argument(call, 0, "X", "x", "data"), argument(call, 1, "y")
        dataset = self._dataset(data)
        if dataset is not None:
            data, target = argument(dataset, 0, "data"), argument(dataset, 1, "label")
        estimator = qualified_name(constructor.func, self.imports)
        return Fit(
            name=name,
            statement=statement.index,
            estimator=estimator,
            constructor=constructor,
            held=held_by(constructor, estimator.rpartition(".")[2], self.bound),
            data=data or _NOTHING,
            target=target,
            asks=f"{MODEL}.predict({INPUT}, verbose=0)" if self._is_network(constructor) else ASKED,
        )

    def _is_network(self, constructor: ast.Call) -> bool:
        return qualified_name(constructor.func, self.imports).rpartition(".")[0] in estimators.NETWORK_MODULES

    def _constructor(self, node: ast.expr) -> ast.Call | None:
        """Find the call that makes an estimator, also under a chained `.fit(…)`; `clone(model)` is made as `model` was."""
        if isinstance(node, ast.Name):
            return self.made.get(node.id)
        while isinstance(node, ast.Call):
            name = qualified_name(node.func, self.imports)
            if name in {"sklearn.base.clone", "copy.deepcopy", "copy.copy"} and node.args:
                return self._constructor(node.args[0])
            if name.endswith("LocalOutlierFactor") and argument(node, 99, "novelty") is None:
                # As it comes, it only says something of the rows that it has seen.
                return None
            if is_predictor(name) and (name.rpartition(".")[2] not in estimators.PIPELINES or self._predicts(node)):
                return node
            if not isinstance(node.func, ast.Attribute):
                return None
            node = node.func.value
        return None

    def _predicts(self, pipeline: ast.Call) -> bool:
        """Whether a pipeline ends in something that predicts, as far as its own text tells: a name may."""
        last = pipeline.args[-1] if pipeline.args else argument(pipeline, 0, "steps")
        if isinstance(last, ast.List | ast.Tuple) and last.elts:
            last = last.elts[-1]
        if isinstance(last, ast.Tuple) and last.elts:
            last = last.elts[-1]
        return not isinstance(last, ast.Call) or is_predictor(qualified_name(last.func, self.imports))

    # Functions and formulas.

    def _by_call(self, name: str, value: ast.expr, statement: Statement) -> Fit | None:
        """A model that is there, fitted, when a call returns."""
        if not isinstance(value, ast.Call):
            return None
        called = qualified_name(value.func, self.imports)
        if called in trainers.TRAINERS:
            return self._trained(name, value, called, statement)
        if isinstance(value.func, ast.Attribute) and value.func.attr in {"fit", "fit_regularized"}:
            maker = value.func.value
            if isinstance(maker, ast.Name):
                maker = self.made.get(maker.id, maker)
            if isinstance(maker, ast.Call) and self._is_statistical(maker):
                return self._statistical(name, maker, statement)
        return None

    def _trained(self, name: str, call: ast.Call, called: str, statement: Statement) -> Fit | None:
        given = [*call.args, *(each.value for each in call.keywords if each.arg in trainers.NAMED_DATASETS)]
        dataset = next((found for each in given if (found := self._dataset(each)) is not None), None)
        if dataset is None:
            return None
        estimator = trainers.TRAINERS[called]
        asks = ASKED
        if estimator in trainers.ANSWERS_ON_DATASETS:
            rest = [f"{each.arg}={ast.unparse(each.value)}" for each in dataset.keywords if _is_of_features(each)]
            asks = f"{MODEL}.predict({ast.unparse(dataset.func)}({', '.join([INPUT, *rest])}))"
        return Fit(
            name=name,
            statement=statement.index,
            estimator=estimator,
            constructor=call,
            data=argument(dataset, 0, "data") or _NOTHING,
            target=argument(dataset, 1, "label"),
            asks=asks,
        )

    def _dataset(self, node: ast.expr | None) -> ast.Call | None:
        if isinstance(node, ast.Name):
            return self.sets.get(node.id)
        return node if isinstance(node, ast.Call) and self._is_dataset(node) else None

    def _is_dataset(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Call) and qualified_name(node.func, self.imports) in trainers.DATASETS

    def _is_statistical(self, call: ast.Call) -> bool:
        name = qualified_name(call.func, self.imports)
        last = name.rpartition(".")[2]
        known = last in trainers.STATISTICAL_MODELS or last in trainers.FORMULA_MODELS
        return known and name.startswith("statsmodels.") and ".tsa." not in name

    def _statistical(self, name: str, maker: ast.Call, statement: Statement) -> Fit | None:
        last = qualified_name(maker.func, self.imports).rpartition(".")[2]
        if last in trainers.FORMULA_MODELS:
            if self._is_dictionary(argument(maker, 1, "data")):
                return None  # it has no rows that a caller could send
            data, target = read_formula(maker)
        else:
            data, target = argument(maker, 1, "exog"), argument(maker, 0, "endog")
        if data is None:
            return None
        return Fit(
            name=name,
            statement=statement.index,
            estimator=qualified_name(maker.func, self.imports),
            constructor=maker,
            data=data,
            target=target,
            asks=f"{MODEL}.predict({INPUT})",
        )

    def _is_dictionary(self, node: ast.expr | None) -> bool:
        value = self.bound.get(node.id) if isinstance(node, ast.Name) else node
        return isinstance(value, ast.Dict | ast.DictComp)


def _fit_call(node: ast.expr) -> ast.Call | None:
    """Find `x.fit(data, …)`; with a call behind it (`x.fit(…).predict(…)`) it is no fit to keep."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FITS:
        return node if node.args or node.keywords else None
    return None


def _is_of_features(keyword: ast.keyword) -> bool:
    return keyword.arg is not None and keyword.arg not in {*trainers.ONLY_FOR_TRAINING, "data"}


def _bindings(block: ast.stmt) -> dict[str, list[ast.expr | None]]:
    """Names that a block binds, with what each is bound to: nothing where that is not an expression of its own."""
    found: dict[str, list[ast.expr | None]] = {}
    for node in ast.walk(block):
        if not isinstance(node, ast.stmt):
            continue
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                for target, value in zip(names, values, strict=True):
                    for name in names_of(ast.Assign(targets=[target], value=value)).defines:
                        found.setdefault(name, []).append(value if isinstance(target, ast.Name) else None)
            case ast.For(target=target):
                for name in names_of(target).defines:
                    found.setdefault(name, []).append(None)
            case ast.Assign() | ast.AugAssign() | ast.AnnAssign():
                for name in names_of(node).defines:
                    found.setdefault(name, []).append(None)
            case _:
                pass
    return found


def _outside(node: ast.expr, bound: dict[str, list[ast.expr | None]], depth: int = 0) -> ast.expr | None:
    """Say in names of before a block what rows an expression inside it is made of: `X.iloc[train_index]` are rows of `X`."""
    match node:
        case ast.Name(id=name) if name in bound:
            values = bound[name]
            value = values[0] if len(values) == 1 else None
            return _outside(value, bound, depth + 1) if value is not None and depth < len(bound) else None
        case ast.Subscript(value=ast.Attribute(value=inner, attr="iloc" | "loc"), slice=index) if names_of(
            index
        ).uses & bound.keys() and not isinstance(index, ast.Tuple):
            return _outside(inner, bound, depth)
        case ast.Subscript(value=inner, slice=index) if names_of(index).uses & bound.keys() and not isinstance(
            index, ast.Tuple
        ):
            return _outside(inner, bound, depth)
        case _:
            return None if names_of(node).uses & bound.keys() else node


def mentions_fit(node: ast.AST) -> bool:
    """Whether something is fitted anywhere in a node."""
    return any(isinstance(call.func, ast.Attribute) and call.func.attr in _FITS for call in calls(node))
