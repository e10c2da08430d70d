"""Hidden or out-of-order state.

The execution counts show that the cells were last run in another order than they stand in, or that a cell was run whose code
has gone; or the code reads a name that no cell binds, or `pd` and `np` that no cell imports.

**Why it matters.** What the notebook shows may not be what it computes from top to bottom. promote follows the order in
which the cells stand, and takes `pd` for pandas and `np` for NumPy. A derived module says below its docstring which of its names
nothing binds.

**What to do.** Restart the kernel, run all cells, and look whether the results are still the same.
"""

import builtins
import re
from collections.abc import Iterator, Sequence

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.model.notebook import CellKind
from promote.model.steps import StepKind
from promote.planners.sentences import listed


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report the first cell that ran before one above it, and names that nothing binds."""
    last = 0
    for cell in facts.program.notebook.cells:
        if cell.kind is not CellKind.CODE or cell.execution_count is None:
            continue
        if cell.execution_count < last:
            yield Diagnostic(
                code="PN103",
                name="out-of-order",
                severity=Severity.WARNING,
                message=f"the cell ran as number {cell.execution_count}, after a cell below it in the notebook had run",
                hint="restart the kernel and run all cells: promote follows the order in which they stand",
                place=Place(cell.number),
            )
            break
        last = cell.execution_count
    yield from _unbound(facts)


def _unbound(facts: Facts) -> Iterator[Diagnostic]:
    if facts.path is None:
        return
    bound = set(dir(builtins)) | {"display", "get_ipython", "__name__", "__file__"} | facts.names.keys()
    every = {name for statement in facts.program.statements for name in statement.names.defines}
    assumed = facts.names.keys() - every
    for step in facts.path.steps:
        own = step.statement.names
        for name in sorted(own.uses & assumed):
            yield Diagnostic(
                code="PN103",
                name="hidden-state",
                severity=Severity.WARNING,
                message=f"nothing in the notebook imports `{name}`, which is taken for {facts.names[name]}",
                hint="import it in a cell above; the notebook itself fails here when it is run from the top",
                place=step.statement.place(),
            )
        assumed -= own.uses
        missing = sorted(own.uses - bound - own.defines)
        # A function reads its names when it is called, not where it stands.
        later = [] if step.kind is StepKind.FUNCTION else [name for name in missing if name in every]
        never = [name for name in missing if name not in every]
        place = step.statement.place()
        if later:
            verb = "is used before anything binds it" if len(later) == 1 else "are used before anything binds them"
            yield _missing(f"{_listed(later)} {verb}", "bind the name in a cell above", place)
        if never:
            yield _missing(f"nothing in the notebook binds {_listed(never)}", _where(facts, never), place)
        bound |= own.defines | {*later, *never}


def _missing(message: str, hint: str, place: Place) -> Diagnostic:
    return Diagnostic(
        code="PN103",
        name="hidden-state",
        severity=Severity.ERROR,
        message=message,
        hint=f"{hint}; the notebook itself fails here when it is run from the top",
        place=place,
    )


def _where(facts: Facts, names: Sequence[str]) -> str:
    """Say where to bind names: in a cell that has them and is not Python, if there is one."""
    for each in facts.program.unparsable:
        words = set(re.findall(r"\w+", facts.program.notebook.cells[each.cell - 1].source))
        if words.issuperset(names):
            return f"mend cell {each.cell}, which has the name{'' if len(names) == 1 else 's'} and is not valid Python"
    return "bind the name in a cell above"


def _listed(names: Sequence[str]) -> str:
    return listed([f"`{name}`" for name in names])
