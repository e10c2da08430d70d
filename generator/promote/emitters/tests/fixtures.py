"""`tests/conftest.py`: the model, trained on the sample once for all tests, and the records that it can answer."""

from string import Template

from promote.emitters.draft import Draft
from promote.emitters.literals import spelled
from promote.emitters.tests.trained import trained
from promote.model.steps import StepKind, as_array

_CONFTEST = Template('''"""A model trained on the sample beside the tests, once for all of them."""

$standard
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
$imports

from $package.artefact import save
from $package.contract import PredictionInput
from $package.dataset import load_dataset
from $package.predict import Model
from $package.settings import Settings
from $package.train import train
$answers

DATA = Path(__file__).parent / "data"
$folder

$trained

@pytest.fixture(scope="session")
def records(settings: Settings, model: Model) -> list[dict[str, Any]]:
    """Return records of the sample that $wanted."""
    $frame
    fields = $fields
    rows = json.loads(df[fields].head(100).to_json(orient="records", double_precision=15, date_format="iso"))
    return [row for row in rows if $test][:20]


@pytest.fixture(scope="session")
def example(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one record that $wanted."""
    return records[0]

$golden$door''')

_FOLDER = '''GOLDEN = Path(__file__).parent / "golden"
"""What was recorded, one file for each result."""
'''

_GOLDEN = '''
@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Callable[[str, object], None]:
    """Return a comparison of a result with the one that was recorded under the same name."""

    def compare(name: str, result: object) -> None:
        path = GOLDEN / f"{name}.csv"
        text = as_table(result).to_csv(index=False)
        if request.config.getoption("record"):
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if not path.exists():
            pytest.skip(f"nothing is recorded in {path.name}: `pytest --record` records it")
        given, recorded = pd.read_csv(io.StringIO(text)), pd.read_csv(path)
        pd.testing.assert_frame_equal(given, recorded, rtol=1e-6, atol=1e-9, obj=name)

    return compare


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a person record results anew who changed them on purpose."""
    parser.addoption("--record", action="store_true", help="write results to tests/golden")


def as_table(result: Any) -> pd.DataFrame:
    """Lay out any result as a table: one row for each record, and the first columns of very many."""
    return pd.DataFrame(result.toarray() if hasattr(result, "toarray") else result).iloc[:, :300]

'''

_ACCEPTED = """
def _accepted(record: dict[str, Any]) -> bool:
    try:
        PredictionInput.model_validate(record)
    except ValidationError:
        return False
    return True
"""

_ANSWERED = """
def _answered(model: Model, record: dict[str, Any]) -> bool:
    try:
        predict(model, [PredictionInput.model_validate(record)])
    except ValueError:
        return False
    return True
"""


def fixtures(draft: Draft, *, is_golden: bool) -> str:
    """Write the module. `is_golden` says that results are compared with recorded ones."""
    plan = draft.plan
    if plan.contract.fields:
        number = "int(field.alias or name)" if _is_numbered(draft) else "field.alias or name"
        fields = f"[{number} for name, field in PredictionInput.model_fields.items()]"
    else:
        target = spelled(plan.contract.target)
        fields = f"[name for name in model.dtypes if name != {target}]"
    # What training leaves out, the model need not be able to answer.
    leaves_out = any(step.kind is StepKind.ROWS for step in draft.steps)
    if is_accepted := bool(plan.contract.fields) and not leaves_out:
        wanted, test, door = "the contract accepts", "_accepted(row)", _ACCEPTED
    else:
        wanted, test, door = "the model can answer", "_answered(model, row)", _ANSWERED
    return _CONFTEST.substitute(
        standard="import io\nimport json\nfrom collections.abc import Callable" if is_golden else "import json",
        folder=_FOLDER if is_golden else "",
        golden=_GOLDEN if is_golden else "",
        imports="from pydantic import ValidationError" if is_accepted else "",
        answers="" if is_accepted else f"from {plan.package}.predict import predict",
        trained=trained(draft, "read the sample and touch nothing outside the tests"),
        frame=_frame(draft),
        fields=fields,
        wanted=wanted,
        test=test,
        door=door,
        package=plan.package,
    )


def _is_numbered(draft: Draft) -> bool:
    return draft.plan.table is not None and draft.plan.table.numbered


def _frame(draft: Draft) -> str:
    loaded = draft.layout.loaded
    first = "load_dataset(settings)" if len(loaded) == 1 else "load_dataset(settings)[0]"
    if draft.plan.path.cut.is_frame:
        return f"df = pd.DataFrame({first})"
    return f'df = pd.DataFrame({as_array(first, draft.plan.path.cut)}).add_prefix("x")'
