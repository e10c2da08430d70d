"""What a notebook imports from modules beside it comes into the program, at the place of the import.

    # cleaning.py                                # the notebook
    LIMIT = 100                                  import cleaning
    def capped(values):                          df["age"] = cleaning.capped(df["age"])
        return values.clip(upper=LIMIT)

becomes

    LIMIT = 100
    def capped(values):
        return values.clip(upper=LIMIT)
    df["age"] = capped(df["age"])

Of a module come the statements that something asks for, and those that do more than bind a name. A name that means something
else elsewhere gets that of its module in front. A module that is handed about as a whole stays an import there, and is told of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from promote.model.program import Program
from promote.passes.modules.demand import Demand
from promote.passes.modules.naming import names_in_program
from promote.passes.modules.readings import Reading, readings
from promote.passes.modules.resolver import Meaning, Resolver
from promote.passes.modules.taking import Taking
from promote.passes.scopes import bound_by


def take_modules(program: Program) -> Program:
    """Let imports of modules beside the notebook give way to what they bring."""
    if not program.modules:
        return program
    resolver = Resolver.of(program.modules)
    followed = readings(program.statements, resolver)
    demand = Demand.of(followed, resolver)
    names = names_in_program(followed, demand)
    taking = Taking(resolver=resolver, demand=demand, names=names)
    statements = [each for reading in followed for each in taking.statements(reading)]
    return replace(
        program,
        statements=tuple(replace(each, index=n) for n, each in enumerate(statements)),
        untaken=tuple(taking.untaken),
        spelled=program.spelled | _spelled(names, followed),
    )


def _spelled(names: Mapping[Meaning, str], followed: Sequence[Reading]) -> dict[str, str]:
    """Say how the notebook gets at what it has no name for, or another one."""
    bound = bound_by([each.tree for each in followed if each.taken is None])
    known = {(name, meaning) for each in followed if each.taken for name, meaning in each.taken.names.items()}
    return {
        name: f'__import__("importlib").import_module("{meaning.module}").{meaning.name}'
        for meaning, name in names.items()
        if name not in bound and (name, meaning) not in known
    }
