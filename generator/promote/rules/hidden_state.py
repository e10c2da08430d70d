"""Hidden or out-of-order state.

The execution counts show that the cells were last run in another order than they stand in, or that a cell was run whose code
has gone; or the code reads a name that no cell binds, or `pd` and `np` that no cell imports.

**Why it matters.** What the notebook shows may not be what it computes from top to bottom. promote follows the order in
which the cells stand, and takes `pd` for pandas and `np` for NumPy. A derived module says below its docstring which of its names
nothing binds.

**What to do.** Restart the kernel, run all cells, and look whether the results are still the same.
"""

import builtins
from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.model.notebook import CellKind
from promote.model.steps import StepKind


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
                place=Place(step.statement.cell, step.statement.line),
            )
        assumed -= own.uses
        for name in sorted(own.uses - bound - own.defines):
            known = name in every
            if known and step.kind is StepKind.FUNCTION:
                # A function reads its names when it is called, not where it stands.
                continue
            yield Diagnostic(
                code="PN103",
                name="hidden-state",
                severity=Severity.ERROR,
                message=f"`{name}` is used before anything binds it"
                if known
                else f"nothing in the notebook binds `{name}`",
                hint="bind the name in a cell above; the notebook itself fails here when it is run from the top",
                place=Place(step.statement.cell, step.statement.line),
            )
            bound.add(name)
        bound |= own.defines
