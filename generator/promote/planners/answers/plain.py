"""What the model says itself: the width of its answers, and whether probabilities stand behind them."""

import ast

from promote.knowledge.estimators import NETWORK_MODULES, WITHOUT_TARGET
from promote.knowledge.functions import SPLITS
from promote.knowledge.trainers import MULTICLASS, TRAINERS
from promote.model.answer import ANY, Answer
from promote.model.program import Program
from promote.planners.answers.names import names_in
from promote.planners.answers.networks import network_answer
from promote.planners.calls import argument, qualified_name
from promote.planners.models import Choice
from promote.planners.predictors import is_classifier, last_estimator
from promote.planners.values import Value


def plain_answer(program: Program, choice: Choice, imports: dict[str, Value]) -> Answer:
    """What the model says itself."""
    if choice.fit.is_network:
        return network_answer(program, choice)
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
        names=names_in(asks, imports),
        output=output,
        has_probabilities=not output and not _votes_hard(choice),
        is_column=is_column,
        is_single=choice.fit.estimator.rpartition(".")[0] in NETWORK_MODULES,
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
