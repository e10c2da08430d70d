"""What every rule has: a page, and words that a person can act on. What each finds stands in the cases of `rules`."""

import inspect
import re
from pathlib import Path

import pytest

from promote.model.diagnostic import Diagnostic, Severity
from promote.rules import RULES, Rule
from tests.compiler.notebooks import compile_cells

BAD = (
    "%pip install xgboost",
    'password = "tr0ub4dor-and-3"',
    "this is no python",
    "import pandas as pd\nfrom sklearn.ensemble import RandomForestRegressor\nfrom sklearn.preprocessing import StandardScaler",
    "from sklearn.model_selection import train_test_split",
    'df = pd.read_csv("/home/somebody/data.csv")\ndf["a"] = df["a"].shift(offset)',
    'df[["a"]] = StandardScaler().fit_transform(df[["a"]])',
    'X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["b"])',
    "model = RandomForestRegressor()\nmodel.fit(X_train, y_train)\nmodel.predict(X_test)",
)
"""A notebook in which nearly everything is wrong."""


@pytest.fixture(name="findings")
def _findings(tmp_path: Path) -> tuple[Diagnostic, ...]:
    return compile_cells(tmp_path, *BAD).findings


def page(rule: Rule) -> str:
    """Return the page of a rule: the docstring of its module."""
    return inspect.getdoc(inspect.getmodule(rule)) or ""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__module__.rpartition(".")[2])
def test_pages(rule: Rule) -> None:
    """The page of a rule has a title, says what is found, why that matters and what to do."""
    title, *rest = page(rule).split("\n\n")

    assert re.fullmatch(r"[A-Z][^\n]*\.", title)
    assert rest[0]
    assert any(part.startswith("**Why it matters.** ") for part in rest)
    assert any(part.startswith("**What to do.** ") for part in rest)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__module__.rpartition(".")[2])
def test_cases(rule: Rule, root: Path) -> None:
    """Every rule has its cases, and the first of them is one in which it finds nothing."""
    text = (root / "tests" / "cases" / "rules" / f"{rule.__module__.rpartition('.')[2]}.md").read_text(encoding="utf-8")
    expectations = re.findall(r"^```text.*\n((?:.*\n)*?)```$", text, re.MULTILINE)

    assert expectations[0] == ""
    assert any(expectations)


def test_a_bad_notebook_has_many_findings(findings: tuple[Diagnostic, ...]) -> None:
    """Findings do not stop the compiler, nor hide one another."""
    assert {each.code for each in findings} >= {
        *("PN101", "PN102", "PN103", "PN104", "PN106", "PN107", "PN108", "PN109"),
    }


def test_errors_come_first(findings: tuple[Diagnostic, ...]) -> None:
    """What matters most is read first."""
    severities = [list(Severity).index(each.severity) for each in findings]

    assert severities == sorted(severities)
    assert len(set(severities)) > 1


def test_a_code_has_few_names(findings: tuple[Diagnostic, ...]) -> None:
    """A code is of one group, and its names are words."""
    for each in findings:
        assert re.fullmatch(r"PN\d{3}", each.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", each.name)


def test_messages_are_calm(findings: tuple[Diagnostic, ...]) -> None:
    """A message is one sentence without a full stop, and the hint says what to do."""
    for each in findings:
        assert each.message
        assert each.hint
        for text in (each.message, each.hint):
            assert "\n" not in text
            assert not text.endswith((".", "!"))


def test_places_are_in_the_notebook(findings: tuple[Diagnostic, ...]) -> None:
    """A finding has a place that a reader can go to."""
    for each in findings:
        if each.place is not None:
            assert 1 <= each.place.cell <= len(BAD)
            assert 1 <= each.place.line <= len(BAD[each.place.cell - 1].split("\n"))
