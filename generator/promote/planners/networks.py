"""Networks that a loop trains, step by step: which they are, on which rows, and where they are asked.

    model = Net()
    for epoch in range(100):
        loss = criterion(model(X_train), y_train)
        loss.backward()
        optimizer.step()

There is no `fit`: the loop with `backward` in it is the fit, and the call of the network is how it is asked.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from promote.knowledge.networks import LAYERS, LOSS, MODULE, NOT_OF_TABLES, OF_CLASSES, ONE_NUMBER, TENSORS
from promote.model.answer import INPUT, MODEL
from promote.model.program import Program, Statement
from promote.planners.batches import Batches, Outside
from promote.planners.calls import calls, qualified_name
from promote.planners.fits import Fit
from promote.planners.values import Value

CALLED = f"{MODEL}({INPUT})"
"""How a network is asked."""


def find_networks(program: Program, imports: dict[str, Value]) -> tuple[Fit, ...]:
    """Find the loops that train a network, in the order of the program."""
    return tuple(_Search(imports, Batches(imports)).run(program.statements))


def trains(node: ast.AST) -> bool:
    """Whether a loop goes back from a loss to what it depends on."""
    return isinstance(node, ast.For | ast.While) and goes_back(node)


def goes_back(node: ast.AST) -> bool:
    """Whether a statement goes back from a loss, itself or in a function that it defines."""
    return any(isinstance(each.func, ast.Attribute) and each.func.attr == "backward" for each in calls(node))


def own_networks(statements: tuple[Statement, ...], imports: dict[str, Value]) -> frozenset[str]:
    """Classes of the notebook's own that are networks."""
    found: set[str] = set()
    for statement in statements:
        node = statement.node
        if isinstance(node, ast.ClassDef) and any(
            is_network_class(qualified_name(b, imports), found) for b in node.bases
        ):
            found.add(node.name)
    return frozenset(found)


def is_network_class(name: str, own: frozenset[str] | set[str]) -> bool:
    """Whether a qualified name is a network's class."""
    last = name.rpartition(".")[2]
    is_layer = name.startswith(LAYERS) and last[:1].isupper() and not last.endswith(LOSS) and last != "Parameter"
    return name == MODULE or is_layer or name in own


def asked_in(statement: Statement, name: str, aliases: dict[str, str], batches: Batches) -> Iterator[ast.Call]:
    """Calls of a network in a statement, about one thing that can be said in names of before it."""
    for call, outside in batches.calls(statement.node):
        match call:
            case ast.Call(func=ast.Name(id=called), args=[given], keywords=[]) if aliases.get(called, called) == name:
                said = outside.said(given)
                if isinstance(said, ast.expr):
                    yield ast.Call(func=call.func, args=[_anywhere(said, batches.imports)], keywords=[])
            case _:
                pass


def _anywhere(node: ast.expr, imports: dict[str, Value]) -> ast.expr:
    """Leave out that a tensor goes to a device before the network is asked about it."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr="cuda")):
            return _anywhere(inner, imports)
        case ast.Call(func=ast.Attribute(value=inner, attr="to"), args=[given]) if not qualified_name(
            given, imports
        ).startswith("torch."):
            return _anywhere(inner, imports)
        case _:
            return node


def outlives(program: Program, fit: Fit) -> int:
    """The statement at which the name of a trained network comes to stand for something else, or the number of statements."""
    return next(
        (
            each.index
            for each in program.statements[fit.statement + 1 :]
            if fit.name in each.names.defines - each.names.uses and not trains(each.node)
        ),
        len(program.statements),
    )


def rows_behind(node: ast.expr) -> str:
    """The name of the rows that `torch.tensor(y_train.values).view(-1, 1)` is made of; empty for anything else."""
    while not isinstance(node, ast.Name):
        match node:
            case ast.Call(func=ast.Attribute(attr=maker), args=[inner, *_]) if f"torch.{maker}" in TENSORS:
                node = inner
            case ast.Call(func=ast.Attribute(value=inner)) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
                node = inner
            case ast.Call(args=[inner, *_]):
                node = inner
            case _:
                return ""
    return node.id


def batches_of(program: Program, imports: dict[str, Value]) -> Batches:
    """What all data sets and loaders of a program hold."""
    batches = Batches(imports)
    for statement in program.statements:
        if isinstance(statement.node, ast.Assign):
            batches.note(statement.node)
    return batches


@dataclass(slots=True)
class _Search:
    """One walk along the program. Responsibilities: what each name was made with; the loops that train."""

    imports: dict[str, Value]
    batches: Batches
    made: dict[str, ast.Call] = field(default_factory=dict)
    losses: dict[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)

    def run(self, statements: tuple[Statement, ...]) -> Iterator[Fit]:
        self.own = own_networks(statements, self.imports)
        self.classes = {each.node.name: each.node for each in statements if isinstance(each.node, ast.ClassDef)}
        for statement in statements:
            if trains(statement.node):
                yield from self._trained(statement)
            self._note(statement)

    def _note(self, statement: Statement) -> None:
        self.batches.note(statement.node)
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                constructor, loss = self._constructor(value), self._loss(value)
                self.made.pop(name, None)
                self.losses.pop(name, None)
                if constructor is not None:
                    self.made[name] = constructor
                if loss:
                    self.losses[name] = loss
            case _:
                pass

    def _constructor(self, node: ast.expr) -> ast.Call | None:
        """Find the call that makes a network, also under `.to(device)` and its like."""
        while isinstance(node, ast.Call):
            if is_network_class(qualified_name(node.func, self.imports), self.own):
                return node
            if not isinstance(node.func, ast.Attribute):
                return None
            node = node.func.value
        return self.made.get(node.id) if isinstance(node, ast.Name) else None

    def _loss(self, node: ast.expr) -> str:
        name = qualified_name(node.func, self.imports) if isinstance(node, ast.Call) else ""
        return name.rpartition(".")[2] if name.startswith(LAYERS) and name.endswith(LOSS) else ""

    def _trained(self, statement: Statement) -> Iterator[Fit]:
        found = [*self.batches.calls(statement.node)]
        asked: dict[str, tuple[ast.Call, Outside]] = {}
        for call, outside in found:
            if isinstance(call.func, ast.Name) and call.func.id in self.made:
                asked.setdefault(call.func.id, (call, outside))
        if len(asked) != 1:
            # Networks that train each other are more than one answer.
            return
        ((name, (call, outside)),) = asked.items()
        if _is_taken_apart(statement.node, call) or not self._takes_rows(self.made[name]):
            return
        data = outside.said(call.args[0]) if len(call.args) == 1 and not call.keywords else None
        if not isinstance(data, ast.expr):
            return
        loss, target = self._measured(found)
        yield Fit(
            name=name,
            statement=statement.index,
            estimator=qualified_name(self.made[name].func, self.imports),
            constructor=self.made[name],
            data=_anywhere(data, self.imports),
            target=target and _anywhere(target, self.imports),
            asks=CALLED,
            loss=loss,
            is_network=True,
        )

    def _takes_rows(self, constructor: ast.Call) -> bool:
        """Whether nothing in a network asks for more than rows of numbers."""
        layers = [constructor, *(calls(self.classes[name]) if (name := _name(constructor)) in self.classes else ())]
        named = [_name(each) for layer in layers for each in calls(layer)]
        return not any(name.startswith(NOT_OF_TABLES) for name in named)

    def _measured(self, found: list[tuple[ast.Call, Outside]]) -> tuple[str, ast.expr | None]:
        """The loss, and what it compares answers with."""
        for call, outside in found:
            name = self.losses.get(call.func.id, "") if isinstance(call.func, ast.Name) else ""
            name = name or (self._loss(call.func) if isinstance(call.func, ast.Call) else "")
            last = qualified_name(call.func, self.imports).rpartition(".")[2]
            name = name or (last if last in ONE_NUMBER | OF_CLASSES else "")
            if name and len(call.args) > 1:
                target = outside.said(call.args[1])
                return name, target if isinstance(target, ast.expr) else None
        return "", None


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _is_taken_apart(loop: ast.AST, asked: ast.Call) -> bool:
    """Whether a network answers with several things at once."""
    return any(
        isinstance(each, ast.Assign) and each.value is asked and isinstance(each.targets[0], ast.Tuple | ast.List)
        for each in ast.walk(loop)
    )
