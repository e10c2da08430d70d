"""The answer of the service: the last thing that the notebook makes of the chosen model's predictions."""

import ast
import re

from promote.model.answer import ANY, LABEL, Answer
from promote.model.program import Program
from promote.model.table import Table
from promote.planners.answers.follow import follow
from promote.planners.answers.names import names_in
from promote.planners.answers.plain import plain_answer
from promote.planners.answers.reported import Turn
from promote.planners.answers.setting import Setting
from promote.planners.models import Choice
from promote.planners.predictions import aliases_of
from promote.planners.values import Value

_SHAPED = re.compile(r"(\.(cpu|detach|flatten|numpy|ravel|squeeze|tolist)\(\))+$")
"""What the notebook does last, to look at an answer; the service makes a list of it."""

_LITERAL = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Load, ast.UnaryOp, ast.USub)


def output_of(answer: Answer, table: Table | None, target: str) -> str:
    """Python type of one answer."""
    column = table.column(target) if table is not None else None
    if answer.output != LABEL:
        return answer.output
    return column.type.python if column is not None else ANY


def plan_answer(program: Program, choice: Choice, imports: dict[str, Value]) -> Answer:
    """Find what the notebook reports of the chosen model's predictions."""
    plain = plain_answer(program, choice, imports)
    setting = Setting(program=program, choice=choice, imports=imports, aliases=aliases_of(program))
    meant = [each for each in follow(setting) if each.turn is not Turn.NOTHING]
    if not meant:
        return plain
    last = meant[-1]
    names = names_in(last.text, imports)
    late = {name: text for name in sorted(names) if (text := _bound_late(program, choice, name)) is not None}
    return Answer(
        written=last.text.replace(plain.asks, plain.written) if plain.is_network else last.text,
        asks=_SHAPED.sub("", last.text) if plain.is_network else last.text,
        written_classes=last.of_classes(),
        classes=last.of_classes(),
        output=last.output or (plain.output if plain.is_network else LABEL),
        has_probabilities=plain.has_probabilities,
        is_network=plain.is_network,
        is_single=plain.is_single,
        is_column=plain.is_column or ("inverse_transform(" in last.text and last.output == "float"),
        names=names - late.keys(),
        constants=tuple(late.values()),
    )


def _bound_late(program: Program, choice: Choice, name: str) -> str | None:
    """The statement that binds a name to a literal, once and for all, behind the fit: its text."""
    binding = [each for each in program.statements if name in each.names.defines | each.names.mutates]
    if len(binding) != 1 or binding[0].index < choice.fit.statement or not isinstance(binding[0].node, ast.Assign):
        return None
    literal = all(isinstance(each, _LITERAL) for each in ast.walk(binding[0].node.value))
    return binding[0].text if literal else None
