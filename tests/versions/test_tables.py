"""The table of what libraries changed, tried in their oldest and their newest versions."""

import ast
import json

import pytest
from packaging.version import Version

from promote.knowledge.apis import APIS
from promote.knowledge.eras import ERAS, OLDEST
from promote.model.api import Api
from promote.passes.uses import Names, uses
from tests.versions import eras
from tests.versions.probes import PRELUDE, PROBES

_DRIVER = """\
import contextlib, importlib.metadata, io, json
answers = {}
for probe in json.loads(%r):
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            names = {}
            exec(%r, names)
            exec(probe, names)
        answers[probe] = ""
    except BaseException as error:
        answers[probe] = f"{type(error).__name__}: {error}"
versions = {each: importlib.metadata.version(each) for each in json.loads(%r)}
print(json.dumps([versions, answers]))
"""


def row_of(probe: str) -> Api:
    """Return the row that speaks for a probe."""
    tree = ast.parse(f"import pandas as pd, numpy as np\n{probe}")
    names = Names.of(tree.body)
    return next(use.api for statement in tree.body for use in uses(statement, names))


def has(row: Api, version: str) -> bool:
    """Whether a version has what a row is about."""
    return not (row.below and Version(version) >= Version(row.below)) and not (
        row.since and Version(version) < Version(row.since)
    )


def test_every_row_that_can_be_tried_is_tried() -> None:
    """A row without a probe is a claim."""
    tried = {row_of(probe) for probe in PROBES}
    # What binds nothing names data to fetch, and no version of a library runs or refuses it.
    rows = [row for row in APIS if row.binding]
    gone = {row for row in rows if row.below and Version(row.below) <= Version(OLDEST[row.distribution])}
    never = {row.what for row in rows} - {row.what for row in tried | gone}

    # Gone from seaborn 0.12 on, and the oldest era has 0.12.
    assert never == {"seaborn.factorplot"}


@pytest.mark.slow
@pytest.mark.xdist_group("eras")
@pytest.mark.parametrize("era", [0, len(ERAS) - 1])
def test_versions_have_what_the_table_says(era: int) -> None:
    """A probe runs where its row says so, and raises elsewhere."""
    code = _DRIVER % (json.dumps(PROBES), PRELUDE, json.dumps(eras.DISTRIBUTIONS))
    versions, answers = eras.run(era, code)
    wrong = [
        f"{probe}: {error or 'runs'} in {row.distribution} {versions[row.distribution]}"
        for probe, error in answers.items()
        for row in [row_of(probe)]
        if has(row, versions[row.distribution]) != (not error)
    ]

    assert not wrong
