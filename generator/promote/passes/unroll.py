"""Models that are held in a list or a dictionary get names of their own, and loops over them become what they run.

    models = {"linear": LinearRegression(), "forest": RandomForestRegressor()}
    for name, model in models.items():
        model.fit(X_train, y_train)

is for the analysis what its author would have written without a loop: `linear = LinearRegression()`, `linear.fit(…)`, and so on.
The last turn comes last, so the variables have the values that they have behind the loop. How the notebook itself gets at such a
model, `models['linear']`, is kept in `Program.spelled`.
"""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from promote.model.program import Program, Statement
from promote.passes.entries import (
    Entry,
    Key,
    collections_of,
    entries_of,
    entry_of,
    literals_of,
    values_of_turns,
    variables_of,
)
from promote.passes.names import called_name, effects_of, names_of, root_name
from promote.passes.rewrite import Find, renamed, source_of, span, substituted, variable
from promote.passes.turns import MOST_TURNS, leaves_early, made, parsed, text_of

_SCORES = frozenset(["cross_val_score", "cross_validate", "cross_val_predict"])
_FITS = frozenset(["fit", "fit_predict", "partial_fit"])
_NO_MODELS = frozenset(["DataFrame", "Series", "Path", "Counter", "OrderedDict", "KFold", "StratifiedKFold", "Figure"])


def unroll(program: Program) -> Program:
    """Name the models in collections, and unroll the loops that fit one after the other."""
    unrolling = _Unrolling(program)
    statements = tuple(replace(each, index=n) for n, each in enumerate(unrolling.run()))
    return replace(program, statements=statements, spelled=program.spelled | unrolling.spelled)


@dataclass(slots=True)
class _Unrolling:
    """One walk along the program. Responsibilities: what collections hold; the names of their models; the new statements."""

    program: Program
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)
    named: dict[tuple[str, Key], str] = field(default_factory=dict)
    """Collection and key -> the variable that took the place."""
    taken: set[str] = field(default_factory=set)
    fitting: frozenset[str] = frozenset()
    """The notebook's own functions that fit something."""
    changing: frozenset[str] = frozenset()
    """Those that change variables that nobody gives them."""
    models: set[str] = field(default_factory=set)
    """Variables that hold a model."""
    unpacked: frozenset[str] = frozenset()

    def run(self) -> Iterator[Statement]:
        nodes = [each.node for each in self.program.statements]
        self.taken = {each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name)}
        self.taken |= {name for node in nodes for name in names_of(node).defines} | {*dir(builtins)}
        self.fitting = frozenset(
            node.name for node in nodes if isinstance(node, ast.FunctionDef) and calls_fit(node, frozenset())
        )
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
        self.changing = frozenset(each.name for each in functions if effects_of(each).others & self.taken)
        self.unpacked = frozenset(self._to_unpack(nodes))
        for position, statement in enumerate(self.program.statements):
            yield from self._statement(statement, nodes[position + 1 :])

    def _to_unpack(self, nodes: list[ast.stmt]) -> Iterator[str]:
        """Collections that are gone through to fit what they hold, or that are asked for one model to fit."""
        for node in nodes:
            if isinstance(node, ast.For) and self._fits(node):
                yield from collections_of(node.iter)
            for each in ast.walk(node):
                match each:
                    case ast.Attribute(value=ast.Subscript(value=ast.Name(id=name), slice=ast.Constant()), attr=method):
                        if method in _FITS:
                            yield name
                    case _:
                        pass

    def _statement(self, statement: Statement, later: list[ast.stmt]) -> Iterator[Statement]:
        node = parsed(statement.text)
        if node is None or isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield statement
            return
        if isinstance(node, ast.For):
            turns = [*self._turns(statement, node, later)] or [*self._turns_of_changes(statement, node, later)]
            yield from turns or [statement]
            return
        if self.named:
            text = substituted(statement.text, self._looked_up({}))
            statement = statement if text == statement.text else made(statement, text)
            node = parsed(statement.text) or node
        yield from [*self._collected(statement, node)] or [statement]
        if isinstance(node, ast.Assign) and makes_model(node.value, self.models):
            self.models |= names_of(node).defines

    # Collections.

    def _collected(self, statement: Statement, node: ast.stmt) -> Iterator[Statement]:
        """Note what a statement puts into a collection; models among it are made in statements of their own before."""
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if (found := entries_of(value)) is not None:
                self.entries[name] = found
                yield from self._unpack(name, found, statement)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value])) if (
                name in self.entries
            ):
                entry = entry_of(len(self.entries[name]), value)
                self.entries[name] = [*self.entries[name], entry]
                yield from self._unpack(name, [entry], statement)
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key)))], value=value
            ) if name in self.entries:
                entry = entry_of(key, value)
                self.entries[name] = [*(each for each in self.entries[name] if each.key != key), entry]
                yield from self._unpack(name, [entry], statement)
            case _:
                for name in names_of(node).defines:
                    self.entries.pop(name, None)

    def _unpack(self, name: str, entries: list[Entry], statement: Statement) -> Iterator[Statement]:
        if name not in self.unpacked:
            return
        edits: list[tuple[int, int, str]] = []
        for entry in entries:
            for number, place in enumerate(entry.places):
                spelled = f"{name}[{entry.key!r}]" + (f"[{number}]" if entry.is_tuple else "")
                own = self._name(entry, number, place, spelled)
                if own is None:
                    continue
                if isinstance(place, ast.Call):
                    yield made(statement, f"{own} = {source_of(statement.text, place)}")
                    edits.append((*span(statement.text, place), own))
                if not entry.is_tuple:
                    self.named[name, entry.key] = own
        if edits:
            text = statement.text
            for start, end, own in sorted(edits, reverse=True):
                text = text[:start] + own + text[end:]
            yield replace(made(statement, text), comments="")

    def _name(self, entry: Entry, number: int, place: ast.expr, spelled: str) -> str | None:
        """Name what stands at a place, if that is a model."""
        if isinstance(place, ast.Name):
            return place.id if place.id in self.models else None
        if not (isinstance(place, ast.Call) and makes_model(place, self.models)):
            return None
        said = [entry.key, *(each.value for each in entry.places[:number] if isinstance(each, ast.Constant))]
        words = next((each for each in reversed(said) if isinstance(each, str)), called_name(place))
        name = variable(words, self.taken)
        self.taken.add(name)
        self.models.add(name)
        self.spelled[name] = spelled
        entry.places[number] = ast.copy_location(ast.Name(id=name, ctx=ast.Load()), place)
        return name

    # Loops.

    def _turns(self, statement: Statement, loop: ast.For, later: list[ast.stmt]) -> Iterator[Statement]:
        if not self._fits(loop) or loop.orelse or leaves_early(loop):
            return
        names = variables_of(loop.target)
        before, turns = self._iterated(loop.iter, statement, names)
        if not 0 < len(turns) <= MOST_TURNS or not all(isinstance(name, ast.Name) for name in names):
            return
        if any(len(values) != len(names) for values in turns) or not self._holds_models(loop.iter, turns):
            return
        variables = [name.id for name in names if isinstance(name, ast.Name)]
        body = [text_of(statement.text, each, loop) for each in loop.body]
        yield from before
        read = _read_later(later)
        last: dict[str, str] = {}
        for values in turns:
            bound = dict(zip(variables, values, strict=True))
            last = {
                name: value.id
                for name, value in bound.items()
                if isinstance(value, ast.Name) and value.id in self.models
            }
            for name, value in bound.items():
                if name not in last:
                    yield made(statement, f"{name} = {ast.unparse(value)}")
            keys = {name: value for name, value in bound.items() if isinstance(value, ast.Constant)}
            for text in body:
                new = substituted(text, _of_turn(last, self._looked_up(keys)))
                yield from self._kept(made(statement, new), bound)
        for name, model in last.items():
            if name in read:
                yield made(statement, f"{name} = {model}")
            if self.spelled.get(model) == "":
                self.spelled[model] = name

    def _turns_of_changes(self, statement: Statement, loop: ast.For, later: list[ast.stmt]) -> Iterator[Statement]:
        """The turns of a loop over constants that has functions change the notebook's variables."""
        if loop.orelse or leaves_early(loop) or not any(self._calls_for_changes(each) for each in loop.body):
            return
        names = [each.id for each in variables_of(loop.target) if isinstance(each, ast.Name)]
        bound = {name for each in loop.body for name in names_of(each).defines}
        if not names or bound.union(_read_later(later)) & set(names):
            return
        literals = {id(each): found for each in literals_of(loop.iter) if (found := entries_of(each)) is not None}
        turns = values_of_turns(loop.iter, len(names), self.entries, literals)
        if len(turns) > MOST_TURNS or any(len(values) != len(names) for values in turns):
            return
        if not all(isinstance(value, ast.Constant) for values in turns for value in values):
            return
        for values in turns:
            spelled = dict(zip(names, map(ast.unparse, values), strict=True))
            for each in loop.body:
                text = text_of(statement.text, each, loop)
                yield made(statement, renamed(text, spelled))

    def _calls_for_changes(self, node: ast.stmt) -> bool:
        match node:
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
                return name in self.changing
            case _:
                return False

    def _kept(self, statement: Statement, bound: dict[str, ast.expr]) -> Iterator[Statement]:
        """Note `fitted[name] = model` in a turn: `fitted["forest"]` is this model from now on."""
        yield statement
        match statement.node:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=holder), slice=ast.Name(id=key))], value=ast.Name(id=model)
            ) if model in self.models:
                literal = bound.get(key)
                if isinstance(literal, ast.Constant) and isinstance(literal.value, str | int):
                    self.named[holder, literal.value] = model
            case _:
                pass

    def _looked_up(self, keys: dict[str, ast.Constant]) -> Find:
        """Find a model by its place in a collection: `models["forest"]`, or `models[name]` in a turn of a loop."""

        def find(node: ast.expr) -> str | None:
            match node:
                case ast.Subscript(value=ast.Name(id=holder), slice=ast.Constant(value=str() | int() as key)):
                    return self.named.get((holder, key))
                case ast.Subscript(value=ast.Name(id=holder), slice=ast.Name(id=name)) if name in keys:
                    literal = keys[name].value
                    return self.named.get((holder, literal)) if isinstance(literal, str | int) else None
                case _:
                    return None

        return find

    def _iterated(
        self, node: ast.expr, statement: Statement, names: list[ast.expr]
    ) -> tuple[list[Statement], list[list[ast.expr]]]:
        """The values that each turn of a loop binds, as far as the text tells, and the statements that make them."""
        literals = {id(each): found for each in literals_of(node) if (found := entries_of(each)) is not None}
        before: list[Statement] = []
        for entry in (entry for entries in literals.values() for entry in entries):
            for number, place in enumerate(entry.places):
                text = source_of(statement.text, place)
                own = self._name(entry, number, place, "")
                if own is not None and isinstance(place, ast.Call):
                    before.append(made(statement, f"{own} = {text}"))
        return before, values_of_turns(node, len(names), self.entries, literals)

    def _fits(self, loop: ast.For) -> bool:
        """Whether the loop fits something, or has one of the notebook's own functions do so."""
        return any(calls_fit(statement, self.fitting) for statement in loop.body)

    def _holds_models(self, node: ast.expr, turns: list[list[ast.expr]]) -> bool:
        """Whether the loop goes over models, and not over parameters."""
        held = [
            place for name in collections_of(node) for entry in self.entries.get(name, []) for place in entry.places
        ]
        values = [*held, *(value for turn in turns for value in turn)]
        return any(makes_model(each, self.models) for value in values for each in ast.walk(value))


def _of_turn(models: dict[str, str], find: Find) -> Find:
    """What stands for an expression in one turn: the turn's model for the loop's variable, or a model looked up."""
    return lambda node: models.get(node.id) if isinstance(node, ast.Name) else find(node)


def _read_later(statements: list[ast.stmt]) -> frozenset[str]:
    """Names that are read before they are bound anew."""
    bound: set[str] = set()
    read: set[str] = set()
    for node in statements:
        names = names_of(node)
        read |= names.uses - bound
        bound |= names.defines if isinstance(node, ast.Assign) else set()
    return frozenset(read)


def makes_model(node: ast.AST, models: set[str]) -> bool:
    """Whether an expression makes something that can be fitted, by the look of its name, or is known to hold it."""
    if isinstance(node, ast.Name):
        return node.id in models
    if not isinstance(node, ast.Call):
        return False
    name = called_name(node)
    return name == "make_pipeline" or (name[:1].isupper() and name not in _NO_MODELS)


def calls_fit(node: ast.AST, own: frozenset[str]) -> bool:
    """Whether a statement fits or scores something, or calls a function that does."""
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        called = called_name(call)
        if called in _SCORES or called in own or (called in _FITS and root_name(call.func) is not None):
            return True
    return False
