"""Notebooks in as few words as possible."""

import json
from pathlib import Path

from promote.compiler import compile_notebook
from promote.model.promotion import Promotion
from promote.model.source import Source

DATA = "age,plan,score\n" + "".join(f"{20 + n},{'ab'[n % 2]},{n % 7}\n" for n in range(30))

NOTEBOOK = (
    "import pandas as pd\nfrom sklearn.linear_model import LinearRegression",
    'df = pd.read_csv("data.csv")',
    'df["age"] = df["age"].fillna(df["age"].median())\ndf = pd.get_dummies(df, columns=["plan"])',
    'X = df.drop(columns="score")\ny = df["score"]',
    "model = LinearRegression()\nmodel.fit(X, y)\nprint(model.score(X, y))",
)
"""A notebook that has a bit of everything."""


def ipynb(*cells: str) -> str:
    """Write code cells as Jupyter does."""
    return json.dumps(
        {
            "cells": [{"cell_type": "code", "source": cell, "outputs": [], "metadata": {}} for cell in cells],
            "metadata": {"language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def compile_cells(folder: Path, *cells: str, name: str = "churn.ipynb", model: str | None = None) -> Promotion:
    """Compile code cells, as a notebook that lies in a folder."""
    source = Source(name=name, text=ipynb(*cells), folder=folder, tool_version="1.2.3")
    return compile_notebook(source, model=model)
