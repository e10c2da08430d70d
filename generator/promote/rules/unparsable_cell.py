"""Cell that is not Python.

A cell does not parse, not even with the syntax of IPython taken out.

**Why it matters.** What it does is lost to the service. The rest of the notebook is promoted without it.

**What to do.** Mend the cell, or delete it, and promote again.
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each cell that was kept as text."""
    for cell in facts.program.unparsable:
        yield Diagnostic(
            code="PN107",
            name="unparsable-cell",
            severity=Severity.WARNING,
            message=f"the cell is not valid Python: {cell.message}",
            hint="mend or delete the cell; the rest was promoted without it",
            place=Place(cell.cell, cell.line),
        )
