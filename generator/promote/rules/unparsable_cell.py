"""Cell that is not Python.

A cell does not parse, not even with the syntax of IPython taken out. A notebook in Python 2 has one finding for all of them.

**Why it matters.** What it does is lost to the service. The rest of the notebook is promoted without it. Python 2 also means
something else by some of what parses: `1 / 2` is `0` there.

**What to do.** Mend the cell, or delete it, and promote again. Convert a notebook in Python 2, run it, and look whether the
results are still the same.
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.model.notebook import CellKind
from promote.model.program import Program, Unparsable
from promote.planners.sentences import listed

_PYTHON_2 = (
    "Missing parentheses in call to",
    "multiple exception types must be parenthesized",
    "leading zeros in decimal integer literals",
    "parameters cannot be parenthesized",
)
"""What the parser says of statements that Python 2 has."""


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each cell that was kept as text, or all at once where the notebook is in Python 2."""
    unparsable = facts.program.unparsable
    if unparsable and _is_python_2(facts.program):
        yield _finding(
            unparsable[0],
            f"the notebook is in Python 2: {_how_many(facts.program)} not valid Python 3",
            "convert it (`print x` is `print(x)`), run it, and promote it again; the rest was promoted without these cells",
        )
        return
    for cell in unparsable:
        yield _finding(
            cell,
            f"the cell is not valid Python: {cell.message}",
            "mend or delete the cell; the rest was promoted without it",
        )


def _is_python_2(program: Program) -> bool:
    """Whether the notebook says so, or says nothing and more than one cell looks like it."""
    version = program.notebook.python_version
    alike = sum(any(words in cell.message for words in _PYTHON_2) for cell in program.unparsable)
    return version.startswith("2.") or (not version.startswith("3") and alike > 1)


def _how_many(program: Program) -> str:
    numbers = [str(each.cell) for each in program.unparsable]
    code = sum(cell.kind is CellKind.CODE for cell in program.notebook.cells)
    verb = "is" if len(numbers) == 1 else "are"
    return f"{len(numbers)} of {code} code cells ({listed(numbers)}) {verb}"


def _finding(cell: Unparsable, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="PN107",
        name="unparsable-cell",
        severity=Severity.WARNING,
        message=message,
        hint=hint,
        place=Place(cell.cell, cell.line),
    )
