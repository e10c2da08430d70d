"""Objects of the notebook's own classes, which only keep things together, give way to what they keep and do.

    class Trainer:
        def __init__(self, depth=3):
            self.model = DecisionTreeClassifier(max_depth=depth)
        def train(self, X, y):
            self.model.fit(X, y)

    trainer = Trainer()
    trainer.train(X, y)
    trainer.model.predict(X)

becomes `trainer_model = DecisionTreeClassifier(max_depth=3)`, `trainer_model.fit(X, y)` and `trainer_model.predict(X)`:
attributes become variables (scalar replacement of aggregates, as compilers call it), and methods functions, which `inline` then
puts into the places of their calls. An object that is handed to anything else stays whole, as does one whose methods do more than
can be inlined, and one that is a model itself.
"""

import ast
from dataclasses import replace

from promote.model.program import Program, Statement
from promote.passes.inline import inline
from promote.passes.names import effects_of, names_of
from promote.passes.objects.dissolving import dissolved
from promote.passes.objects.finding import objects_in
from promote.passes.objects.naming import with_names
from promote.passes.unroll import unroll


def dissolve(program: Program) -> Program:
    """Put variables and functions into the places of objects, one object after the other."""
    program = with_names(program)
    whole: set[str] = set()
    while (found := next((each for each in objects_in(program) if each.name not in whole), None)) is not None:
        without = dissolved(program, found)
        if _is_inlined(without):
            program = without
        else:
            whole.add(found.name)
    return program


def drop_methods(program: Program) -> Program:
    """Leave out functions that were methods, once all of their calls have given way."""
    left = _asked_for(program)
    kept = [each for each in program.statements if _function(each) not in program.methods - left]
    return replace(program, statements=tuple(replace(each, index=n) for n, each in enumerate(kept)))


def _is_inlined(program: Program) -> bool:
    """Whether no call is left of a method that changes what its object keeps: a function could not."""
    left = _asked_for(inline(unroll(program)))
    return not any(
        isinstance(each.node, ast.FunctionDef) and effects_of(each.node).others
        for each in program.statements
        if _function(each) in left
    )


def _asked_for(program: Program) -> frozenset[str]:
    """Functions that were methods, and that something still asks for."""
    uses = {_function(each): names_of(each.node).uses for each in program.statements if _function(each)}
    own = program.methods & uses.keys()
    wanted = {name for each in program.statements if _function(each) not in own for name in names_of(each.node).uses}
    found: set[str] = set()
    while more := (wanted & own) - found:
        found |= more
        wanted |= {name for each in more for name in uses[each]}
    return frozenset(found)


def _function(statement: Statement) -> str:
    return statement.node.name if isinstance(statement.node, ast.FunctionDef) else ""
