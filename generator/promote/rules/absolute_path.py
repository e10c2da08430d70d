"""Absolute path.

The notebook names a file by a path that exists on one machine only.

**Why it matters.** Nobody else can run it. Where the path leads to the data, promote makes it a setting.

**What to do.** Keep the data beside the notebook and name it by a relative path.
"""

import ast
import re
from collections.abc import Iterator

from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.facts import Facts
from promote.planners.sentences import listed

_ABSOLUTE = re.compile(
    r"^(?:/(?:home|Users|content|kaggle|mnt|root|tmp|var|opt|data|media|Volumes|workspace)\b[/\w]|[A-Za-z]:[\\/]{1,2}\w|~[/\\]|\\\\\w)"
)


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each absolute path where it stands first, and how many more cells have it."""
    found: dict[str, dict[Place, None]] = {}
    for statement in facts.program.statements:
        for node in ast.walk(statement.node):
            match node:
                case ast.Constant(value=str(text)) if "\n" not in text and _ABSOLUTE.match(text):
                    found.setdefault(text, {})[statement.place_of(node)] = None
                case _:
                    pass
    told: set[Place] = set()
    for places in found.values():
        first, *_ = places
        if first not in told:
            told.add(first)
            others = sorted({each.cell for each in places} - {first.cell})
            also = (
                f"; it is in cell{'s' if len(others) > 1 else ''} {listed([str(each) for each in others])} too"
                if others
                else ""
            )
            yield Diagnostic(
                code="PN102",
                name="absolute-path",
                severity=Severity.WARNING,
                message=f"the path exists on one machine only{also}",
                hint="name the file relative to the notebook",
                place=first,
            )
