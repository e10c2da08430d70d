"""Unpinned dependency.

The notebook installs a package without saying which version.

**Why it matters.** The same notebook gets other versions tomorrow, and may do something else or nothing at all.

**What to do.** Write the version: `%pip install xgboost==3.1.1`. The project itself is pinned by its lock file.
"""

from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.model.program import DirectiveKind


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each installation without a version."""
    for directive in facts.program.directives:
        if directive.kind is DirectiveKind.INSTALL and not any(sign in directive.text for sign in "=<>~@"):
            yield Diagnostic(
                code="PN106",
                name="unpinned-dependency",
                severity=Severity.NOTE,
                message=f"`{directive.text}` is installed in whatever version is newest",
                hint=f"write `{directive.text}==…`; the project's lock file pins what it uses",
                place=Place(directive.cell, directive.line),
            )
