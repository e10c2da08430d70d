"""The derived code predicts what the notebook predicts, for the notebook's own test rows, from the raw records.

Each notebook is a way to get from a table to a model that people really write. Both sides run for real.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import uv

from promote.compiler import compile_notebook
from promote.model.promotion import Promotion
from promote.model.source import Source

HERE = Path(__file__).parent
NOTEBOOKS = sorted((HERE / "notebooks").glob("*.py"))
LIBRARIES = ("pandas==3.*", "scikit-learn==1.9.*", "pydantic-settings==2.*", "lightgbm==4.*", "statsmodels==0.15.*")
ALONE = 25

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("fidelity")]


def promotion(path: Path) -> Promotion:
    """Compile one notebook."""
    return compile_notebook(Source(name=path.name, text=path.read_text(), folder=HERE / "notebooks", tool_version="0"))


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Run every notebook beside its derived code, all in one process."""
    folder = tmp_path_factory.mktemp("fidelity")
    for path in NOTEBOOKS:
        compiled = promotion(path)
        laid_out(compiled, path, folder / path.stem)
        # The artefact is the template's; nothing is saved here.
        stub = folder / path.stem / "src" / compiled.answers.package_name / "artefact.py"
        stub.write_text("def save(*_: object, **__: object) -> None: ...\n")
    with_libraries = [word for library in LIBRARIES for word in ("--with", library)]
    command = [uv.find_uv_bin(), "run", "--no-project", "--quiet", *with_libraries, "python", str(HERE / "oracle.py")]
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return {answer.pop("notebook"): answer for answer in map(json.loads, done.stdout.splitlines())}


def laid_out(compiled: Promotion, notebook: Path, folder: Path) -> None:
    """Lay out a notebook with the modules beside it, its data and its derived code."""
    package = compiled.answers.package_name
    files = {name: text for name, text in compiled.files.items() if name.startswith("src/")}
    files |= {name: text for name, text in compiled.files.items() if re.fullmatch(r"notebooks/.+\.py", name)}
    files |= {
        f"src/{package}/__init__.py": "",
        "notebooks/notebook.py": notebook.read_text(),
        "records.csv": (HERE / "notebooks" / "records.csv").read_text(),
        "facts.json": json.dumps({"package": package}),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS])
def test_every_row_is_equal(name: str, answers: dict[str, dict[str, object]]) -> None:
    """All rows agree, in one request and one by one, and the service takes the record as it was read."""
    answer = answers[name]
    cut = promotion(HERE / "notebooks" / f"{name}.py").overview.cut

    assert cut is not None and cut.raw  # noqa: PT018 - one statement about one thing
    assert answer == {"rows": answer.get("rows"), "together": answer.get("rows"), "alone": ALONE}
