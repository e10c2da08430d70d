"""`test_job.py`: the job runs on the sample beside the tests, or the test says why it cannot."""

import ast
import re
from collections.abc import Iterator, Sequence

from promote.emitters.literals import spelled
from promote.model.plan import DataFile
from promote.model.program import Statement
from promote.planners.sections import awaits

_WRITTEN = re.compile(r'\w+\.output_dir / "(?P<name>[^"\\]+)"')


def job_test(statements: Sequence[Statement], package: str, data: tuple[DataFile, ...], runnable: str) -> str:
    """Write the test. `runnable` is the reason why it cannot run the job, or empty."""
    paths = "".join(f'        {each.setting}=DATA / "{each.file_name}",\n' for each in data)
    names = ", ".join(f'"{each.file_name}"' for each in data)
    skip = f"""    for name in [{names}]:
        if not (DATA / name).exists():
            pytest.skip(f"put a sample of the data at tests/data/{{name}}")
"""
    constant = 'DATA = Path(__file__).parent / "data"\n\n\n' if data else "\n"
    waits = any(map(awaits, statements))
    call = "asyncio.run(run(settings))" if waits else "run(settings)"
    written = ", ".join(map(spelled, dict.fromkeys(_written(statements))))
    check = (
        f"{{{written}}} <= {{path.name for path in outputs}}" if written else "outputs == sorted(tmp_path.iterdir())"
    )
    if runnable:
        return f'''"""The job: it can be loaded and set. It is not run here: {runnable}."""

from pathlib import Path

import pytest

from {package}.settings import Settings


def test_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment says where the job writes."""
    monkeypatch.setenv("{package.upper()}_OUTPUT_DIR", str(tmp_path))

    assert Settings().output_dir == tmp_path
'''
    return f'''"""The job: it runs on the sample beside the tests."""

{"import asyncio" if waits else ""}
from pathlib import Path

import pytest

from {package}.job import run
from {package}.settings import Settings

{constant}@pytest.mark.filterwarnings("default")
def test_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job goes through, and leaves what the notebook leaves."""
{skip if data else ""}    monkeypatch.setenv("MPLBACKEND", "Agg")

    settings = Settings(
{paths}        output_dir=tmp_path,
    )

    outputs = {call}

    assert {check}
'''


def _written(statements: Sequence[Statement]) -> Iterator[str]:
    """Names of the files that the job writes in any case."""
    for each in statements:
        if isinstance(each.node, ast.Expr | ast.Assign | ast.With):
            for found in _WRITTEN.finditer(each.text):
                yield found["name"] if "." in found["name"] or "savefig(" not in each.text else f"{found['name']}.png"
