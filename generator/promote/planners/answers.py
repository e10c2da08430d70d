"""What the notebook finally reports of a prediction: the price and not its logarithm, the label and not its number.

The predictions of the chosen model are followed through the statements behind its fit. What turns them back (`np.expm1`,
`encoder.inverse_transform`), names them (`class_names[predicted]`) or decides (`probability > 0.3`) belongs to the answer; what
only shows or measures them does not.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from promote.knowledge import answers as known
from promote.knowledge.estimators import NETWORK_MODULES, WITHOUT_TARGET
from promote.knowledge.functions import SPLITS
from promote.knowledge.trainers import MULTICLASS, TRAINERS
from promote.model.answer import ANY, ASKED, INPUT, LABEL, MODEL, Answer
from promote.model.program import Program, Statement
from promote.model.steps import Path, StepKind
from promote.model.table import ColumnType, Table
from promote.passes.names import names_of, root_name
from promote.planners.calls import argument, qualified_name
from promote.planners.contract import is_classifier, last_estimator
from promote.planners.models import Choice, aliases_of
from promote.planners.values import Value

_SAID = "_said"
_Wrapped = Callable[[str], str]
_BOTH_SIDES = 2
_LITERAL = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Load, ast.UnaryOp, ast.USub)
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
TYPES = {
    ColumnType.INTEGER: "int",
    ColumnType.NUMBER: "float",
    ColumnType.BOOLEAN: "bool",
    ColumnType.TEXT: "str",
    ColumnType.EMPTY: "float",
}
"""Python types of columns."""


class Turn(StrEnum):
    """What an expression does to predictions."""

    NOTHING = "nothing"
    """Only their shape or their type changes."""
    INVERSE = "inverse"
    NAMED = "named"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """An expression made of predictions. `wrap` has the name `_said` where the model's own words stand."""

    asks: str
    wrap: str = _SAID
    turn: Turn = Turn.NOTHING
    output: str = ""
    """Python type of one answer, where the expression tells."""

    @property
    def text(self) -> str:
        """The whole asking."""
        return self.wrap.replace(_SAID, self.asks)

    def of_classes(self) -> str:
        """The same turn for the model's classes; empty where an answer is no longer one of them."""
        if self.turn in {Turn.INVERSE, Turn.NAMED} and self.asks == ASKED:
            return self.wrap.replace(_SAID, f"{MODEL}.classes_")
        return ""


def output_of(answer: Answer, table: Table | None, target: str) -> str:
    """Python type of one answer."""
    column = table.column(target) if table is not None else None
    if answer.output != LABEL:
        return answer.output
    return TYPES[column.type] if column is not None else ANY


def plan_answer(program: Program, choice: Choice, imports: dict[str, Value]) -> Answer:
    """Find what the notebook reports of the chosen model's predictions."""
    plain = plain_answer(program, choice, imports)
    follow = _Follow(program=program, choice=choice, imports=imports)
    follow.run()
    meant = [each for each in follow.seen if each.turn is not Turn.NOTHING]
    if not meant:
        return plain
    last = meant[-1]
    names = _names(last.text, imports)
    late = {name: text for name in sorted(names) if (text := _bound_late(program, choice, name)) is not None}
    return Answer(
        written=last.text,
        asks=last.text,
        written_classes=last.of_classes(),
        classes=last.of_classes(),
        output=last.output or LABEL,
        has_probabilities=plain.has_probabilities,
        is_column=plain.is_column or ("inverse_transform(" in last.text and last.output == "float"),
        names=names - late.keys(),
        constants=tuple(late.values()),
    )


def _names(asks: str, imports: dict[str, Value]) -> frozenset[str]:
    """Names of the notebook in an asking, imports aside."""
    return names_of(ast.parse(asks, mode="eval")).uses - imports.keys() - {MODEL, INPUT} - known.BUILTINS


def _bound_late(program: Program, choice: Choice, name: str) -> str | None:
    """The statement that binds a name to a literal, once and for all, behind the fit: its text."""
    binding = [each for each in program.statements if name in each.names.defines | each.names.mutates]
    if len(binding) != 1 or binding[0].index < choice.fit.statement or not isinstance(binding[0].node, ast.Assign):
        return None
    literal = all(isinstance(each, _LITERAL) for each in ast.walk(binding[0].node.value))
    return binding[0].text if literal else None


def held_in(path: Path, *answers: Answer) -> Answer:
    """Put states into the first asking that serving can repeat; the last one is taken as it is."""
    for answer in answers[:-1]:
        held = {name: _held(path, name) for name in answer.names}
        if all(held.values()):
            return replace(answer, asks=_renamed(answer.asks, held), classes=_renamed(answer.classes, held))
    return answers[-1]


def _held(path: Path, name: str) -> str:
    """What stands for a name while serving: a state, or a constant of its own name; empty if nothing does."""
    numbered = re.compile(rf"{re.escape(name)}(_\d+)?")
    states = {state.name for step in path.steps for state in step.states if numbered.fullmatch(state.name)}
    if states:
        # Fitted once more for something else, it has a number, and which one is meant is not known.
        return f"⟦{name}⟧" if states == {name} else ""
    binding = [step for step in path.steps if name in step.statement.names.defines | step.statement.names.mutates]
    is_constant = len(binding) == 1 and binding[0].kind in {StepKind.CONSTANT, StepKind.FUNCTION}
    return name if is_constant else ""


def plain_answer(program: Program, choice: Choice, imports: dict[str, Value]) -> Answer:
    """What the model says itself."""
    asks = choice.prediction.asks
    given = choice.fit.constructor
    texts = {each.value for each in ast.walk(given) if isinstance(each, ast.Constant)} if given is not None else set()
    name = last_estimator(choice, imports)[0]
    output = ""
    is_column = False
    if choice.fit.estimator.rpartition(".")[0] in NETWORK_MODULES:
        is_column = _units(program, choice) == 1
        output = "float" if is_column else "list[float]"
    elif (choice.fit.estimator in TRAINERS.values() and texts & MULTICLASS) or name in {"MNLogit", "mnlogit"}:
        output = "list[float]"
    elif name in WITHOUT_TARGET:
        output = "int"
    elif _columns_of_target(program, choice, imports) > 1:
        output = f"list[{ANY}]" if is_classifier(name) else "list[float]"
    return Answer(
        written=asks,
        asks=asks,
        names=_names(asks, imports),
        output=output,
        has_probabilities=not output and not _votes_hard(choice),
        is_column=is_column,
    )


def _units(program: Program, choice: Choice) -> int:
    """Width of a network's last layer, as the text has it; 0 where it does not tell."""
    layers = [
        each
        for statement in program.statements[: choice.fit.statement]
        for each in ast.walk(statement.node)
        if isinstance(each, ast.Call) and ast.unparse(each.func).rpartition(".")[2] == "Dense"
    ]
    width = argument(layers[-1], 0, "units") if layers else None
    return width.value if isinstance(width, ast.Constant) and isinstance(width.value, int) else 0


def _votes_hard(choice: Choice) -> bool:
    """Whether labels are counted, and no probabilities averaged."""
    call = choice.fit.constructor
    if call is None or not choice.fit.estimator.endswith("VotingClassifier"):
        return False
    voting = argument(call, 2, "voting")
    return not (isinstance(voting, ast.Constant) and voting.value == "soft")


def _columns_of_target(program: Program, choice: Choice, imports: dict[str, Value]) -> int:
    """How many columns the target has, as far as the text tells."""
    node = choice.fit.target
    for statement in reversed(program.statements[: choice.fit.statement]):
        match statement.node, node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value), ast.Name(id=name) if bound == name:
                node = value
            case ast.Assign(targets=[ast.Tuple(elts=parts)], value=ast.Call() as call), ast.Name(id=name) if (
                qualified_name(call.func, imports) in SPLITS
            ):
                names = [each.id if isinstance(each, ast.Name) else "" for each in parts]
                if name in names and names.index(name) // 2 < len(call.args):
                    node = call.args[names.index(name) // 2]
            case _:
                pass
    return len(node.slice.elts) if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.List) else 1


def _renamed(text: str, held: dict[str, str]) -> str:
    if not text or not held:
        return text
    return re.sub(rf"(?<![\w.'\"])({'|'.join(map(re.escape, held))})(?![\w'\"])", lambda match: held[match[1]], text)


@dataclass(slots=True)
class _Follow:
    """A walk along the statements behind the fit. Responsibilities: which names hold predictions; what was seen of them."""

    program: Program
    choice: Choice
    imports: dict[str, Value]
    held: dict[str, Reported] = field(default_factory=dict)
    seen: list[Reported] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        fit = self.choice.fit
        self.aliases = aliases_of(self.program)
        for statement in self.program.statements[fit.statement :]:
            if statement.index > fit.statement and statement.index in self.choice.refits:
                return
            if not isinstance(statement.node, ast.Assign | ast.AnnAssign | ast.Expr | ast.AugAssign | ast.With):
                for name in statement.names.defines:
                    self.held.pop(name, None)
                continue
            self._statement(statement)

    def _statement(self, statement: Statement) -> None:
        node = statement.node
        found = self._largest(node)
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.held.pop(name, None)
                if (reported := self._reported(value)) is not None:
                    self.held[name] = reported
            case _:
                for name in statement.names.defines:
                    self.held.pop(name, None)
        self.seen += found

    def _largest(self, node: ast.AST) -> list[Reported]:
        """The largest expressions inside a node that are made of predictions."""
        if isinstance(node, ast.expr) and (found := self._reported(node)) is not None:
            return [found]
        return [each for child in ast.iter_child_nodes(node) for each in self._largest(child)]

    def _reported(self, node: ast.expr) -> Reported | None:
        match node:
            case ast.Name(id=name):
                return self.held.get(name)
            case ast.Call():
                return self._call(node)
            case ast.Subscript(value=inner, slice=key):
                return self._subscript(inner, key)
            case ast.Compare(left=left, ops=[ast.Gt() | ast.GtE()], comparators=[bound]):
                return self._decided(left, node.ops[0], bound)
            case ast.BinOp(left=base, op=ast.Pow(), right=right) if _is_number(base):
                return self._turned(right, lambda said: f"{ast.unparse(base)} ** {said}", Turn.INVERSE, "float")
            case ast.BinOp(left=left, op=ast.Mult(), right=ast.Constant(value=1)):
                return self._turned(left, lambda said: f"{said} * 1", Turn.NOTHING, "int")
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right) if _is_number(
                right
            ):
                said = self._reported(left)
                if said is None or said.turn is not Turn.INVERSE:
                    return None
                sign = _SIGNS[type(node.op)]
                return replace(said, wrap=f"({said.wrap} {sign} {ast.unparse(right)})")
            case ast.ListComp(elt=element, generators=[ast.comprehension(target=ast.Name(id=name), iter=over, ifs=[])]):
                return self._listed(element, name, over)
            case _:
                return None

    def _call(self, node: ast.Call) -> Reported | None:
        if self._is_prediction(node):
            return self._asked(node)
        called = qualified_name(node.func, self.imports)
        if called in known.INVERSES and len(node.args) == 1:
            return self._argument(node, node.args[0], Turn.INVERSE, "float")
        if called in known.SHAPES and node.args:
            return self._argument(node, node.args[0], Turn.NOTHING, "")
        if called in known.LARGEST and node.args:
            return self._argument(node, node.args[0], Turn.DECIDED, "int")
        if called == "numpy.where" and len(node.args) == _BOTH_SIDES + 1:
            kinds = {type(each.value).__name__ for each in node.args[1:] if isinstance(each, ast.Constant)}
            return self._argument(node, node.args[0], Turn.NOTHING, kinds.pop() if len(kinds) == 1 else "")
        if not isinstance(node.func, ast.Attribute):
            return None
        receiver, method = node.func.value, node.func.attr
        if method == "inverse_transform" and len(node.args) == 1 and self._knows_target(receiver):
            classifies = is_classifier(last_estimator(self.choice, self.imports)[0])
            return self._argument(node, node.args[0], Turn.INVERSE, "" if classifies else "float")
        if method in known.SHAPING_METHODS:
            kind = "int" if method == "astype" and "int" in ast.unparse(node) else ""
            return self._receiver(node, receiver, Turn.NOTHING, kind)
        if method == "argmax":
            return self._receiver(node, receiver, Turn.DECIDED, "int")
        if method == "map" and len(node.args) == 1 and not isinstance(node.args[0], ast.Lambda):
            return self._receiver(node, receiver, Turn.NAMED, self._type_of_names(node.args[0]))
        return None

    def _subscript(self, inner: ast.expr, key: ast.expr) -> Reported | None:
        match key:
            case ast.Tuple(elts=[ast.Slice(lower=None, upper=None), ast.Constant(value=int(column))]):
                return self._turned(inner, lambda said: f"{said}[:, {column}]", Turn.NOTHING, "float")
            case _:
                named = self._reported(key) if isinstance(key, ast.Name | ast.Call | ast.Subscript) else None
                if named is None or named.output == "float":
                    return None
                return replace(
                    named,
                    wrap=f"{ast.unparse(inner)}[{named.wrap}]",
                    turn=_stronger(named.turn, Turn.NAMED),
                    output=self._type_of_names(inner),
                )

    def _decided(self, left: ast.expr, operator: ast.cmpop, bound: ast.expr) -> Reported | None:
        """`probability > 0.3`; at one half it says what the model says itself."""
        said = self._reported(left)
        if said is None or not self._is_graded(said) or not (_is_number(bound) or isinstance(bound, ast.Name)):
            return None
        halves = isinstance(bound, ast.Constant) and bound.value == known.HALF
        turn = Turn.NOTHING if halves and "predict_proba" in said.asks else Turn.DECIDED
        sign = ">" if isinstance(operator, ast.Gt) else ">="
        return replace(
            said, wrap=f"({said.wrap} {sign} {ast.unparse(bound)})", turn=_stronger(said.turn, turn), output="bool"
        )

    def _listed(self, element: ast.expr, name: str, over: ast.expr) -> Reported | None:
        """`[names[each] for each in predicted]`, `[1 if p > 0.3 else 0 for p in probabilities]`."""
        said = self._reported(over)
        if said is None:
            return None
        wrap = f"[{ast.unparse(element)} for {name} in {said.wrap}]"
        match element:
            case ast.Subscript(slice=ast.Name(id=key)) if key == name and said.output != "float":
                output = self._type_of_names(element.value)
                return replace(said, wrap=wrap, turn=_stronger(said.turn, Turn.NAMED), output=output)
            case ast.IfExp(
                test=ast.Compare(
                    left=ast.Name(id=key), ops=[ast.Gt() | ast.GtE()], comparators=[ast.Constant(value=t)]
                ),
                body=ast.Constant(value=yes),
                orelse=ast.Constant(value=no),
            ) if key == name and self._is_graded(said):
                turn = Turn.NOTHING if t == known.HALF and "predict_proba" in said.asks else Turn.DECIDED
                kinds = {type(yes).__name__, type(no).__name__}
                return replace(
                    said, wrap=wrap, turn=_stronger(said.turn, turn), output=kinds.pop() if len(kinds) == 1 else ""
                )
            case _:
                return None

    def _type_of_names(self, node: ast.expr) -> str:
        """The type of what names are looked up in, where its own text tells."""
        if isinstance(node, ast.Name):
            bound = [each.node for each in self.program.statements if node.id in each.names.defines]
            node = bound[0].value if len(bound) == 1 and isinstance(bound[0], ast.Assign) else node
        if isinstance(node, ast.Dict):
            node = ast.List(elts=node.values)
        kinds = {type(each.value).__name__ for each in ast.walk(node) if isinstance(each, ast.Constant)}
        return "str" if kinds == {"str"} else ANY

    def _argument(self, node: ast.Call, inner: ast.expr, turn: Turn, output: str) -> Reported | None:
        rest = [*map(ast.unparse, node.args[1:]), *(ast.unparse(each) for each in node.keywords)]
        function = ast.unparse(node.func)
        return self._turned(inner, lambda said: f"{function}({', '.join([said, *rest])})", turn, output)

    def _receiver(self, node: ast.Call, receiver: ast.expr, turn: Turn, output: str) -> Reported | None:
        rest = [*map(ast.unparse, node.args), *(ast.unparse(each) for each in node.keywords)]
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return self._turned(receiver, lambda said: f"{said}.{method}({', '.join(rest)})", turn, output)

    def _turned(self, inner: ast.expr, wrapped: _Wrapped, turn: Turn, output: str) -> Reported | None:
        said = self._reported(inner)
        if said is None:
            return None
        return replace(said, wrap=wrapped(said.wrap), turn=_stronger(said.turn, turn), output=output or said.output)

    def _is_prediction(self, node: ast.Call) -> bool:
        if not (isinstance(node.func, ast.Attribute) and node.func.attr in {"predict", "predict_proba"}):
            return False
        name = root_name(node.func.value) or ""
        return self.aliases.get(name, name) == self.choice.fit.name

    def _asked(self, node: ast.Call) -> Reported:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "predict_proba":
            return Reported(asks=f"{MODEL}.predict_proba({INPUT})", output="")
        return Reported(asks=self.choice.prediction.asks)

    def _is_graded(self, said: Reported) -> bool:
        """Whether these are probabilities, and no labels or amounts."""
        if said.turn is Turn.INVERSE:
            return False
        if said.asks != ASKED or "predict_proba" in said.asks:
            return True
        return self.choice.fit.estimator.rpartition(".")[2] in known.GRADED

    def _knows_target(self, receiver: ast.expr) -> bool:
        """Whether something was fitted on the target, and can turn it back."""
        target = self.choice.fit.target
        name = root_name(receiver)
        if name is None or target is None or name == self.choice.fit.name:
            return False
        wanted = names_of(target).uses
        for statement in reversed(self.program.statements[: self.choice.fit.statement]):
            if not statement.names.defines & wanted and not statement.names.mutates & wanted:
                continue
            if name in statement.names.uses:
                return True
            wanted = wanted | statement.names.uses - self.imports.keys()
        return False


def _stronger(first: Turn, second: Turn) -> Turn:
    order = list(Turn)
    return max(first, second, key=order.index)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)
