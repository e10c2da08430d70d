"""Module not taken.

A module beside the notebook could not come into the project: it is handed about as a whole (`run(cleaning)`), it is imported
inside a function, it does not parse, or it lacks what is asked of it.

**Why it matters.** The project has the notebook's own code, and of modules beside it what the notebook uses. This one is missing,
so what needs it fails.

**What to do.** Import what is used by name, at the top of the notebook: `from cleaning import scaled`. Mend a module that does
not parse. Then promote again.
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report what of the project asks for a module that it does not have."""
    every = facts.program.statements
    needed = [step.statement for step in facts.path.steps] if facts.path is not None else every
    used = frozenset[str]().union(*(each.names.uses for each in needed))
    asking = {(each.cell, each.line) for each in [*needed, *(one for one in every if one.names.defines & used)]}
    for each in facts.program.untaken:
        if (each.cell, each.line) not in asking:
            continue
        yield Diagnostic(
            code="PN116",
            name="module-not-taken",
            severity=Severity.ERROR,
            message=f"the module `{each.module}` beside the notebook is not in the project: {each.reason}",
            hint=f"write `from {each.module} import …` at the top of the notebook, with the names that it uses",
            place=Place(each.cell, each.line),
        )
