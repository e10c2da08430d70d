"""Unpinned dependency.

The notebook installs a package without saying which version.

**Why it matters.** The same notebook gets other versions tomorrow, and may do something else or nothing at all.

**What to do.** Write the version: `%pip install xgboost==3.1.1`. The project itself is pinned by its lock file.
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.model.program import DirectiveKind
from promote.planners.sentences import listed


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report the installations without a version, all at once."""
    found: dict[str, Place] = {}
    for each in facts.program.directives:
        if each.kind is DirectiveKind.INSTALL and not any(sign in each.text for sign in "=<>~@"):
            found.setdefault(each.text, Place(each.cell, each.line))
    packages = list(found)
    if packages:
        verb = "is" if len(packages) == 1 else "are"
        yield Diagnostic(
            code="PN106",
            name="unpinned-dependency",
            severity=Severity.NOTE,
            message=f"{listed([f'`{each}`' for each in packages])} {verb} installed in whatever version is newest",
            hint=f"write `{packages[0]}==…`; the project's lock file pins what it uses",
            place=found[packages[0]],
        )
