"""A promotion made by hand, for tests of what happens around the compiler."""

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
