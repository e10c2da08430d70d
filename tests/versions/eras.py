"""Environments of an era, made by uv without a project."""

import json
import os
import subprocess
from collections.abc import Sequence
from typing import Any

from promote.environment.uv import surroundings, uv_binary
from promote.knowledge.eras import ERAS

DISTRIBUTIONS = (
    *("pandas", "scikit-learn", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn"),
    *("xgboost", "lightgbm", "imbalanced-learn"),
)


def run(era: int, code: str, distributions: Sequence[str] = DISTRIBUTIONS) -> Any:  # noqa: ANN401
    """Run a program in an era, and return what it printed last, which is JSON."""
    wanted = [f"{name}<{ERAS[era].below[name]}" if name in ERAS[era].below else name for name in distributions]
    # Some wheels of the oldest era still import what setuptools had.
    command = [uv_binary(), "run", "--quiet", "--no-project", "--python=3.11", "--with=setuptools<70"]
    command += [f"--with={each}" for each in wanted] + ["python", "-W", "ignore", "-c", code]
    done = subprocess.run(
        command,
        env={**surroundings(), "MPLBACKEND": "Agg", "HOME": os.environ["HOME"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])
