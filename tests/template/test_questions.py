"""The questions of the template and the answers of the compiler are two spellings of one thing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from promote.model.answers import Answers, Archetype
from tests.template.rendering import stock

ANSWERS = Answers(
    project_name="Parcel Times",
    package_name="parcel_times",
    description="Tells how long a parcel takes",
    archetype=Archetype.PREDICT,
    notebook="notebooks/parcels.ipynb",
    notebook_sha256="0" * 64,
    dependencies=("pandas>=3",),
    notebook_dependencies=(),
    python_version="3.11",
    tool_version="0.1.0",
)


@pytest.fixture
def questions(root: Path) -> Mapping[str, Mapping[str, Any]]:
    """Every question, by its key."""
    document = yaml.safe_load((root / "copier.yml").read_text())
    return {name: question for name, question in document.items() if not name.startswith("_")}


def test_every_fact_is_a_question_that_nobody_is_asked(questions: Mapping[str, Mapping[str, Any]]) -> None:
    """And the other way round: the compiler answers all of them, or others do."""
    unasked = {name: question for name, question in questions.items() if question.get("ask") is False}
    computed = {name for name, question in unasked.items() if "notebook" in str(question["default"])}

    assert set(ANSWERS.facts()) == set(unasked) - computed


def test_every_suggestion_is_a_question_that_a_person_is_asked(questions: Mapping[str, Mapping[str, Any]]) -> None:
    """A suggestion that nobody sees would be an answer."""
    asked = {
        name
        for name, question in questions.items()
        if question.get("ask", True) is True and question.get("when") is not False
    }

    assert set(ANSWERS.suggestions()) - asked == set()


def test_every_question_has_a_default_and_says_what_it_means(questions: Mapping[str, Mapping[str, Any]]) -> None:
    """A question without a default would break every update that accepts the defaults."""
    without_default = [name for name, question in questions.items() if "default" not in question]
    silent = [
        name for name, question in questions.items() if question.get("when") is not False and "help" not in question
    ]

    assert (without_default, silent) == ([], [])


def test_archetypes_are_those_of_the_compiler(questions: Mapping[str, Mapping[str, Any]]) -> None:
    """A choice that the other side does not know would be reset without a word."""
    assert set(questions["archetype"]["choices"]) == {str(archetype) for archetype in Archetype}


def test_callers_are_known_in_one_way(template: Path, tmp_path: Path) -> None:
    """Keys and tokens both come as bearer tokens, and are two things to revoke."""
    with pytest.raises(ValueError, match="choose api_keys or oidc, not both"):
        stock(template, tmp_path / "project", {"capabilities": ["api_keys", "oidc"]})


def test_what_is_watched_has_metrics(template: Path, tmp_path: Path) -> None:
    """A dashboard without numbers would be empty."""
    watched = {"infrastructure": ["prometheus"]}
    with pytest.raises(ValueError, match="choose metrics, too"):
        stock(template, tmp_path / "service", watched | {"capabilities": []})
    with pytest.raises(ValueError, match="A job ends before"):
        stock(template, tmp_path / "job", watched | {"archetype": "job"})
