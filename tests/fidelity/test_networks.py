"""A network's service predicts what the notebook predicts, with a model that was saved as data and read again.

PyTorch for machines without a graphics card is a tenth of the size of the one on PyPI: `PIP_FIND_LINKS` names a place that
has it.
"""

import json
import os
import subprocess

import pytest
import uv

from tests.fidelity.test_fidelity import ALONE, HERE, laid_out, promotion
from tests.template.rendering import export, stock

NOTEBOOKS = sorted((HERE / "notebooks" / "networks").glob("*.py"))
LIBRARIES = (
    "torch==2.13.*",
    "pandas==3.*",
    "scikit-learn==1.9.*",
    "pydantic-settings==2.*",
    "skops>=0.14",
    "joblib>=1.4",
)
NEARBY = os.environ.get("PIP_FIND_LINKS")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("networks")]


@pytest.fixture(scope="module")
def python() -> list[str]:
    """The start of a command in an environment with PyTorch. Without one, there is nothing to test."""
    with_libraries = [word for library in LIBRARIES for word in ("--with", library)]
    found = ["--find-links", NEARBY] if NEARBY else []
    command = [
        uv.find_uv_bin(),
        "run",
        "--no-project",
        "--quiet",
        "--python",
        "3.11",
        *found,
        *with_libraries,
        "python",
    ]
    done = subprocess.run([*command, "-c", "import torch"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"PyTorch cannot be had: {done.stderr}")
    return command


@pytest.fixture(scope="module")
def answers(python: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Run every notebook beside its derived code, in one process, with the template's own door to the disk."""
    folder = tmp_path_factory.mktemp("networks")
    template = export(tmp_path_factory.mktemp("template"))
    for path in NOTEBOOKS:
        compiled = promotion(path)
        package, requirements = compiled.answers.package_name, list(compiled.answers.dependencies)
        stock(template, folder / path.stem, {"package_name": package, "dependencies": requirements})
        laid_out(compiled, path, folder / path.stem)
    command = [*python, str(HERE / "oracle.py"), str(folder)]
    # Small layers gain nothing from several threads, which wait for each other where others work.
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return {answer.pop("notebook"): answer for answer in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS])
def test_every_row_is_equal(name: str, answers: dict[str, dict[str, object]]) -> None:
    """All rows agree, the record is taken as it was read, and the file holds nothing that runs."""
    answer = answers[name]
    cut = promotion(HERE / "notebooks" / "networks" / f"{name}.py").overview.cut

    assert cut is not None and cut.raw  # noqa: PT018 - one statement about one thing
    rows = answer.get("rows")
    assert answer == {"rows": rows, "together": rows, "alone": ALONE, "format": "skops"}
