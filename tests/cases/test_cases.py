"""Every text case below this folder.

`PROMOTE_UPDATE_CASES=1` rewrites what is expected, in one process (`pytest tests/cases`): the diff is the review.
"""

import os
import re
from pathlib import Path

import pytest

from tests.cases.cases import Case, read_cases
from tests.cases.views import view

FOLDER = Path(__file__).parent
UPDATE = os.environ.get("PROMOTE_UPDATE_CASES") == "1"

# From the last case of a file to the first, so that rewriting one does not move those that come later.
CASES = [case for file in sorted(FOLDER.glob("*/*.md")) for case in reversed([*read_cases(file)])]


def name_of(case: Case) -> str:
    """Name a case by folder, file and title."""
    return f"{case.room}/{case.topic}-{re.sub(r'[^a-z0-9]+', '-', case.title.lower()).strip('-')}"


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=name_of(case), marks=[pytest.mark.xfail(reason=case.xfail)] if case.xfail else [])
        for case in CASES
    ],
)
def test_case(case: Case, tmp_path: Path) -> None:
    """The compiler makes of the notebook what the case says."""
    printed = view(case, tmp_path / "prototype").rstrip("\n")
    actual = "\n".join(line.rstrip() for line in printed.split("\n")) + "\n" if printed else ""

    if UPDATE and not case.xfail and actual != case.expected:
        case.rewrite(actual)
        pytest.fail("the expectation was rewritten")
    assert actual == case.expected


def test_titles_are_unique() -> None:
    """No case hides another one of the same name."""
    names = [name_of(case) for case in CASES]

    assert sorted(set(names)) == sorted(names)
