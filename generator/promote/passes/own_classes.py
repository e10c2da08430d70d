"""The notebook's networks make room for the classes of the project: `class Model(nn.Module)` is a `Network` there.

The project has a `Model` of its own, which holds the network and all else that a prediction needs.
"""

import ast
from dataclasses import replace

from promote.model.program import Program
from promote.passes.names import find_names, names_of
from promote.passes.rewrite import renamed
from promote.passes.turns import made, parsed

_TAKEN = frozenset(["Features", "Model", "PredictionInput", "PredictionOutput", "Settings"])


def make_room(program: Program) -> Program:
    """Give the notebook's networks other names where the project has these."""
    classes = [each.node.name for each in program.statements if isinstance(each.node, ast.ClassDef)]
    known = {name for each in program.statements for name in names_of(each.node).defines}
    names = {name: "Network" if "Network" not in known else f"{name}Network" for name in classes if name in _TAKEN}
    if not names:
        return program
    statements = [
        replace(made(each, _renamed(each.text, names)), comments=each.comments, index=each.index)
        if (names_of(each.node).uses | names_of(each.node).defines) & names.keys()
        else each
        for each in program.statements
    ]
    return find_names(replace(program, statements=tuple(statements)))


def _renamed(text: str, names: dict[str, str]) -> str:
    text = renamed(text, names)
    node = parsed(text)
    if isinstance(node, ast.ClassDef) and node.name in names:
        return text.replace(f"class {node.name}", f"class {names[node.name]}", 1)
    return text
