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

_ABSOLUTE = re.compile(
    r"^(?:/(?:home|Users|content|kaggle|mnt|root|tmp|var|opt|data|media|Volumes|workspace)\b[/\w]|[A-Za-z]:[\\/]{1,2}\w|~[/\\]|\\\\\w)"
)


def check(facts: Facts) -> Iterator[Diagnostic]:
    """Report each literal that is an absolute path, once for each line."""
    seen: set[tuple[int, int]] = set()
    for statement in facts.program.statements:
        for node in ast.walk(statement.node):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value):
                continue
            place = (statement.cell, node.lineno)
            if _ABSOLUTE.match(node.value) and place not in seen:
                seen.add(place)
                yield Diagnostic(
                    code="PN102",
                    name="absolute-path",
                    severity=Severity.WARNING,
                    message="the path exists on one machine only",
                    hint="name the file relative to the notebook",
                    place=Place(*place),
                )
