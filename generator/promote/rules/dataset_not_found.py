"""Dataset not found.

The notebook reads a file that lies neither at the path in its code nor near the notebook.

**Why it matters.** Without the data nobody can tell the types and values of a record, and the model cannot be trained.

**What to do.** Put the file beside the notebook and promote again, or put it into the project's `data/` before `make train`.
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each file on the path that was not found."""
    for each in facts.data:
        if not each.found:
            yield Diagnostic(
                code="PN108",
                name="dataset-not-found",
                severity=Severity.ERROR,
                message=f"`{each.literal}` was not found",
                hint=f"put the file beside the notebook and promote again, or into the project as `data/{each.file_name}`",
                place=Place(each.cell, each.line),
            )
