"""What a network says itself: a number for each record, or several; its loss tells, or the width of its last layer."""

import ast
from collections.abc import Iterator

from promote.knowledge.networks import OF_CLASSES, ONE_NUMBER
from promote.model.answer import Answer
from promote.model.program import Program
from promote.planners.calls import argument, calls
from promote.planners.models import Choice


def network_answer(program: Program, choice: Choice) -> Answer:
    """What the network says itself."""
    width = _width(program, choice)
    is_column = width == 1 or (width == 0 and choice.fit.loss in ONE_NUMBER and choice.fit.loss not in OF_CLASSES)
    asks = choice.prediction.asks
    return Answer(
        written=f"{asks}.detach()",
        asks=asks,
        output="float" if is_column else "list[float]",
        has_probabilities=False,
        is_column=is_column,
        is_network=True,
        is_single=True,
    )


def _width(program: Program, choice: Choice) -> int:
    """Width of the last linear layer, as the text has it; 0 where it does not tell."""
    constructor = choice.fit.constructor
    if constructor is None:
        return 0
    made = _class_of(program, constructor)
    layers = [each for each in calls(made or constructor) if ast.unparse(each.func).rpartition(".")[2] == "Linear"]
    layers.sort(key=lambda each: (each.lineno, each.col_offset))
    width = argument(layers[-1], 1, "out_features") if layers else None
    if made is not None and isinstance(width, ast.Name):
        width = _given(made, constructor, width.id)
    if isinstance(width, ast.Name):
        width = _literal(program, width.id)
    return width.value if isinstance(width, ast.Constant) and isinstance(width.value, int) else 0


def _class_of(program: Program, constructor: ast.Call) -> ast.ClassDef | None:
    name = ast.unparse(constructor.func)
    found = [each.node for each in program.statements if isinstance(each.node, ast.ClassDef) and each.node.name == name]
    return found[-1] if found else None


def _given(made: ast.ClassDef, constructor: ast.Call, name: str) -> ast.expr | None:
    """What the notebook gives for a parameter of its own class, or the class itself if nobody gives anything."""
    for function in made.body:
        if isinstance(function, ast.FunctionDef) and function.name == "__init__":
            parameters = [each.arg for each in [*function.args.posonlyargs, *function.args.args]][1:]
            defaults = dict(zip(reversed(parameters), reversed(function.args.defaults), strict=False))
            if name in parameters:
                return argument(constructor, parameters.index(name), name) or defaults.get(name)
    return None


def _literal(program: Program, name: str) -> ast.expr | None:
    values = [*_bound(program, name)]
    return values[0] if len(values) == 1 else None


def _bound(program: Program, name: str) -> Iterator[ast.expr]:
    for statement in program.statements:
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                yield value
            case _:
                pass
