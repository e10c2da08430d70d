"""A promotion made by hand, for tests of what happens around the compiler."""

import subprocess
from pathlib import Path

from promote.model.answers import Answers, Archetype
from promote.model.diagnostic import Diagnostic, Place, Severity
from promote.model.parity import CutAnchor, Input, Parity, PredictAnchor
from promote.model.promotion import (
    CellSummary,
    CutSummary,
    DataCopy,
    FieldSummary,
    ModelSummary,
    Overview,
    Promotion,
    Stage,
)
from promote.model.source import Source

NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'

FILES = {
    "notebooks/churn.ipynb": NOTEBOOK,
    "src/customer_churn/predict.py": 'import os\nimport json\n\ndef  predict( x ):\n  """Predict."""\n  return json.dumps(x)\n',
    "PROMOTION.md": "# Where every cell went\n",
}


def promotion(source: Source) -> Promotion:
    """Promote whatever is given to the same small project."""
    return Promotion(
        answers=Answers(
            project_name="Customer churn",
            package_name="customer_churn",
            description="Predicts churn",
            archetype=Archetype.PREDICT,
            notebook=source.name,
            notebook_sha256="0" * 64,
            dependencies=("pandas>=2",),
            notebook_dependencies=("matplotlib",),
            python_version="3.11",
            tool_version=source.tool_version,
        ),
        files=FILES,
        data=(DataCopy(source="churn.csv", destination="data/churn.csv"),),
        findings=(
            Diagnostic(
                code="PN101",
                name="hardcoded-secret",
                severity=Severity.WARNING,
                message="the cell holds a secret",
                hint="set it in the environment",
                place=Place(cell=2, line=1),
            ),
        ),
        overview=Overview(
            cells=(
                CellSummary(cell=1, stage=Stage.TEXT, title="Customer churn", destination="", reason="text"),
                CellSummary(
                    cell=2, stage=Stage.TRAIN, title="Fit", destination="src/customer_churn/train.py", reason=""
                ),
            ),
            models=(
                ModelSummary(name="model", estimator="LogisticRegression", cell=2, chosen=True, reason="the only"),
            ),
            cut=CutSummary(cell=2, frame="df", raw=True, reason="every step is row-wise"),
            inputs=(FieldSummary(name="tenure", type="int", nullable=True, constraint="0 to 72"),),
            output="a class: yes or no",
        ),
        parity=Parity(
            notebook="notebooks/churn.ipynb",
            inputs=(Input(literal="churn.csv", path="data/churn.csv"),),
            cut=CutAnchor(cell=2, line=1, frame="df"),
            predict=PredictAnchor(cell=2, line=3, model="model", inputs="X_test"),
        ),
    )


QUESTIONS = """\
_subdirectory: template
_envops: {undefined: jinja2.StrictUndefined}
project_name: {type: str, default: none}
description: {type: str, default: none}
ci: {type: str, choices: [github, gitlab], default: github}
package_name: {type: str, default: none, ask: false}
archetype: {type: str, default: predict, ask: false}
notebook: {type: str, default: "", ask: false}
notebook_sha256: {type: str, default: "", ask: false}
dependencies: {type: yaml, default: [], ask: false}
notebook_dependencies: {type: yaml, default: [], ask: false}
python_below: {type: str, default: "", ask: false}
tool_version: {type: str, default: "", ask: false}
"""

PYPROJECT = """\
[project]
name = "{{ package_name }}"
version = "0"

[tool.ruff.lint]
select = ["ANN", "D", "E", "F", "I"]
"""


def write_template(folder: Path) -> None:
    """Write a small template that asks what a promotion answers."""
    (folder / "template").mkdir(parents=True)
    (folder / "copier.yml").write_text(QUESTIONS)
    (folder / "template" / "README.md.jinja").write_text("# {{ project_name }} on {{ ci }}\n")
    (folder / "template" / "pyproject.toml.jinja").write_text(PYPROJECT)
    _record_answers(folder)


def write_overlay(folder: Path) -> None:
    """Release a small overlay that asks for a team."""
    (folder / "template").mkdir(parents=True)
    (folder / "copier.yml").write_text(
        "_subdirectory: template\n_answers_file: .copier-answers.acme.yml\nteam: {type: str, default: platform}\n"
    )
    (folder / "template" / "TEAM.jinja").write_text("{{ team }}\n")
    _record_answers(folder)
    for command in ("init --quiet", "add --all", "commit --quiet --message First", "tag v1.0.0"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)


def _record_answers(folder: Path) -> None:
    answers = folder / "template" / "{{ _copier_conf.answers_file }}.jinja"
    answers.write_text("{{ _copier_answers | to_nice_yaml -}}\n")


def write_notebook(folder: Path) -> None:
    """Write a notebook and its data."""
    (folder / "churn.ipynb").write_text(NOTEBOOK)
    (folder / "churn.csv").write_text("tenure,churn\n1,no\n")
