"""Tests made from the notebook: the sample is a part of its data, the rules are those of its contract."""

from promote.emitters.draft import STANDARD, Draft, link
from promote.emitters.literals import spelled
from promote.model.files import Files
from promote.model.plan import Contract, Field
from promote.model.steps import StepKind
from promote.planners.layout import Part, PartKind


def emit_tests(draft: Draft) -> Files:
    """Emit the tests of the derived modules, with the sample that they train on."""
    package = draft.plan.package_name
    files = {
        "tests/conftest.py": _conftest(draft),
        "tests/test_predict.py": _predictions(draft),
        "tests/test_contract.py": _contract(package, draft.plan.contract),
        "tests/test_train.py": _training(package, repeatable=draft.plan.repeatable),
    }
    features = _features(draft)
    if features:
        files["tests/test_features.py"] = features
    if draft.plan.table is not None and len(draft.plan.data) == 1:
        files[f"tests/data/{draft.plan.data[0].file_name}"] = draft.plan.table.sample
    return files


def _conftest(draft: Draft) -> str:
    plan = draft.plan
    paths = "".join(f'        {each.setting}=DATA / "{each.file_name}",\n' for each in plan.data)
    missing = "".join(
        f'    if not (DATA / "{each.file_name}").exists():\n'
        f'        pytest.skip("put a sample of the data at tests/data/{each.file_name}")\n'
        for each in plan.data
        if not each.found
    )
    if plan.contract.fields:
        fields = "[field.alias or name for name, field in PredictionInput.model_fields.items()]"
        if plan.table is not None and plan.table.numbered:
            fields = "[int(field.alias or name) for name, field in PredictionInput.model_fields.items()]"
        wanted, test, door = "the contract accepts", "_accepted(row)", _ACCEPTED
    else:
        target = spelled(plan.contract.target)
        fields = f"[name for name in model.dtypes if name != {target}]"
        wanted, test, door = "the model can answer", "_answered(model, row)", _ANSWERED
    frame = _frame(draft)
    return f'''"""A model trained on the sample beside the tests, once for all of them."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
{"from pydantic import ValidationError" if plan.contract.fields else ""}

from {plan.package_name}.artefact import save
from {plan.package_name}.contract import PredictionInput
from {plan.package_name}.dataset import load_dataset
from {plan.package_name}.predict import Model{"" if plan.contract.fields else ", predict"}
from {plan.package_name}.settings import Settings
from {plan.package_name}.train import train

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that read the sample and touch nothing outside the tests."""
{missing}    return Settings(
{paths}        model_dir=tmp_path_factory.mktemp("models"),
    )


@pytest.fixture(scope="session")
def model(settings: Settings) -> Model:
    """Return the trained model."""
    model, _ = train(settings)
    return model


@pytest.fixture(scope="session")
def model_dir(settings: Settings, model: Model) -> Path:
    """Return a folder with the trained model in it."""
    save(model, settings, name="{plan.package_name.replace("_", "-")}", scores={{}})
    return settings.model_dir


@pytest.fixture(scope="session")
def records(settings: Settings, model: Model) -> list[dict[str, Any]]:
    """Return records of the sample that {wanted}."""
    {frame}
    fields = {fields}
    rows = json.loads(df[fields].head(100).to_json(orient="records", double_precision=15, date_format="iso"))
    return [row for row in rows if {test}][:20]


@pytest.fixture(scope="session")
def example(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one record that {wanted}."""
    return records[0]

{door}'''


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


def _frame(draft: Draft) -> str:
    loaded = draft.layout.loaded
    first = "load_dataset(settings)" if len(loaded) == 1 else "load_dataset(settings)[0]"
    if draft.plan.path.cut.is_frame:
        return f"df = pd.DataFrame({first})"
    return f'df = pd.DataFrame({first}).add_prefix("x")'


def _predictions(draft: Draft) -> str:
    plan = draft.plan
    probabilities = (
        '''

def test_probabilities(model: Model, instances: list[PredictionInput]) -> None:
    """Probabilities add up to one for every record."""
    output = predict(model, instances)

    for probabilities in output.probabilities:
        assert sum(probabilities.values()) == pytest.approx(1)
'''
        if plan.contract.probabilities
        else ""
    )
    return f'''"""Predictions: the same for one record as for many."""

from typing import Any

import pytest

from {plan.package_name}.contract import PredictionInput
from {plan.package_name}.predict import Model, predict


@pytest.fixture
def instances(records: list[dict[str, Any]]) -> list[PredictionInput]:
    """Return records of the sample, as a request holds them."""
    return [PredictionInput.model_validate(record) for record in records]


def test_every_record_is_answered(model: Model, instances: list[PredictionInput]) -> None:
    """There is one prediction for each record."""
    assert len(predict(model, instances).predictions) == len(instances)


def test_one_record_alone(model: Model, instances: list[PredictionInput]) -> None:
    """A record gets the same answer alone and among others."""
    among = predict(model, instances).predictions
    alone = [predict(model, [instance]).predictions[0] for instance in instances]

    assert alone == {"among" if plan.contract.output != "float" else "pytest.approx(among, rel=1e-9)"}
{probabilities}'''


def _contract(package: str, contract: Contract) -> str:
    if not contract.fields:
        return _open_contract(package)
    refused = "".join(f"        ({spelled(f.column)}, {value}),\n" for f in contract.fields for value in _refused(f))
    allowed = [f.column for f in contract.fields if f.nullable]
    nullable = (
        f'''

@pytest.mark.parametrize("field", {spelled(allowed)})
def test_missing_value(field: str) -> None:
    """A value that is missing in the training data may be missing."""
    record = PredictionInput.model_validate(EXAMPLE | {{field: None}})

    assert record.model_dump(by_alias=True)[field] is None
'''
        if allowed
        else ""
    )
    return f'''"""The contract: what is taken, and what is refused with its field named."""

import pytest
from pydantic import ValidationError

from {package}.contract import EXAMPLE, PredictionInput


def test_example_is_valid() -> None:
    """The example comes back as it went in."""
    assert PredictionInput.model_validate(EXAMPLE).model_dump(by_alias=True) == EXAMPLE


@pytest.mark.parametrize(
    ("field", "value"),
    [
{refused}        ("a field that nobody knows", 1),
    ],
)
def test_refused(field: str, value: object) -> None:
    """The error names the field as the caller knows it."""
    with pytest.raises(ValidationError) as refusal:
        PredictionInput.model_validate(EXAMPLE | {{field: value}})

    assert {{error["loc"][0] for error in refusal.value.errors()}} == {{field}}


def test_missing_fields() -> None:
    """Every field must be there, even if its value is missing."""
    with pytest.raises(ValidationError) as refusal:
        PredictionInput.model_validate({{}})

    assert {{error["loc"][0] for error in refusal.value.errors()}} == set(EXAMPLE)
{nullable}'''


def _open_contract(package: str) -> str:
    """Tests where the fields are those of the trained model."""
    return f'''"""The contract: a record of the training data is taken, and what is refused has its field named."""

from typing import Any

import pytest
from pydantic import ValidationError

from {package}.contract import PredictionInput
from {package}.predict import Model, predict


def test_example_is_valid(model: Model, example: dict[str, Any]) -> None:
    """A record of the sample is answered."""
    assert len(predict(model, [PredictionInput.model_validate(example)]).predictions) == 1


@pytest.mark.parametrize("value", [[], {{}}, float("nan"), float("inf")])
def test_no_cell(example: dict[str, Any], value: object) -> None:
    """A value that no table can hold is refused, whatever the model is."""
    field = next(iter(example))

    with pytest.raises(ValidationError) as refusal:
        PredictionInput.model_validate(example | {{field: value}})

    assert [error["loc"] for error in refusal.value.errors()] == [(field,)]


def test_unknown_field(model: Model, example: dict[str, Any]) -> None:
    """A field that the model does not know is named."""
    assert refused(model, example, example | {{"nobody knows": 1}}) == "instances[1].nobody knows"


def test_missing_field(model: Model, example: dict[str, Any]) -> None:
    """A field that is missing is named."""
    missing = next(iter(example))
    record = {{name: value for name, value in example.items() if name != missing}}

    assert refused(model, record) == f"instances[0].{{missing}}"


def test_wrong_type(model: Model, example: dict[str, Any]) -> None:
    """A text in the place of a number is refused, and its field is named."""
    numbers = [name for name in example if model.dtypes[name] in {{"bool", "int64", "float64"}}]

    for name in numbers:
        assert refused(model, example | {{name: "a word"}}) == f"instances[0].{{name}}"


def refused(model: Model, *records: dict[str, Any]) -> str:
    """Return the field because of which records are refused."""
    with pytest.raises(ValueError, match="instances") as refusal:
        predict(model, [PredictionInput.model_validate(record) for record in records])
    _, field = refusal.value.args
    return str(field)
'''


def _refused(field: Field) -> list[str]:
    """Values that break one rule of a field each."""
    values = []
    if field.values:
        values.append('"something else"')
    elif field.type in {"int", "float"}:
        values.append('"a word"')
    else:
        values.append("[]")
    if field.minimum is not None:
        values.append(f"{field.minimum - 1:g}" if field.type == "int" else f"{field.minimum - 1:.1f}")
    if not field.nullable:
        values.append("None")
    return values


_REPEATABLE = '''

def test_training_is_repeatable(
    settings: Settings, model: Model, records: list[dict[str, Any]]
) -> None:
    """The same data and the same seeds give the same answers."""
    again, _ = train(settings)
    instances = [PredictionInput.model_validate(record) for record in records]

    assert predict(again, instances) == predict(model, instances)
'''

_SAVED = '''

def test_main_saves_the_model(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `make train` saves is a model that can be loaded."""
    own = settings.model_copy(update={"model_dir": tmp_path})
    monkeypatch.setattr("PACKAGE.train.Settings", lambda: own)

    main()

    _, manifest = load(tmp_path, allow_pickle=True)
    assert manifest.sha256.startswith(manifest.version)
'''


def _training(package: str, *, repeatable: bool) -> str:
    """What is random without a seed cannot be repeated; the report says so."""
    body = (_REPEATABLE if repeatable else "") + _SAVED.replace("PACKAGE", package)
    own = {
        "load": f"from {package}.artefact import load",
        "PredictionInput": f"from {package}.contract import PredictionInput",
        "Model": f"from {package}.predict import Model",
        "predict": f"from {package}.predict import predict",
        "Settings": f"from {package}.settings import Settings",
        "main": f"from {package}.train import main",
        "train": f"from {package}.train import train",
        "pytest": "import pytest",
    }
    lines = "\n".join(link(body, [own, STANDARD]))
    what = "repeatable, and saved" if repeatable else "saved"
    return f'"""Training: {what} so that it can be loaded again."""\n\n{lines}\n{body}'


def _features(draft: Draft) -> str:
    """Tests of what training and serving share, where it takes the record as it is."""
    if not draft.layout.parts or len(draft.layout.loaded) != 1:
        return ""
    part = draft.layout.parts[0]
    package = draft.plan.package_name
    if (
        part.inputs != (draft.plan.path.cut.frame,)
        or not draft.plan.path.cut.is_frame
        or len(part.outputs) != 1
        or part.served_outputs not in {(), part.outputs}
        or part.served_inputs not in {(), part.inputs}
    ):
        return ""
    if draft.plan.path.kind_of(part.outputs[0], part.steps[-1]) != "frame":
        return ""
    if part.kind is PartKind.FUNCTION:
        return _function_tests(package, part)
    if part.kind is PartKind.FEATURES and not any(draft.steps[p].kind is StepKind.ROWS for p in part.steps):
        return _class_tests(package, draft.plan.contract.target)
    return ""


_FEATURES_HEAD = '''"""Features: the same in training and in serving, for one record and for many."""

import pandas as pd
import pytest

from {package}.dataset import load_dataset
from {package}.features import {name}
from {package}.settings import Settings


@pytest.fixture
def df(settings: Settings) -> pd.DataFrame:
    """Return the records of the sample."""
    return load_dataset(settings)

'''


def _function_tests(package: str, part: Part) -> str:
    return (
        _FEATURES_HEAD.format(package=package, name=part.name)
        + f'''
def test_one_record_alone(df: pd.DataFrame) -> None:
    """A record comes out the same alone and among others."""
    expected = {part.name}(df)

    pd.testing.assert_frame_equal(expected.iloc[[0]], {part.name}(df.iloc[[0]]), check_dtype=False)


def test_records_are_left_alone(df: pd.DataFrame) -> None:
    """What is given is not changed."""
    before = df.copy()

    {part.name}(df)

    pd.testing.assert_frame_equal(df, before)
'''
    )


def _class_tests(package: str, target: str) -> str:
    inputs = f'.drop(columns={spelled(target)}, errors="ignore")' if target else ""
    return (
        _FEATURES_HEAD.format(package=package, name="Features")
        + '''
def test_training_and_serving_agree(df: pd.DataFrame) -> None:
    """The records of the training come out the same when they come in later."""
    features = Features()
    expected = features.fit_transform(df)INPUTS

    pd.testing.assert_frame_equal(expected, features.transform(df)INPUTS)


def test_one_record_alone(df: pd.DataFrame) -> None:
    """A record comes out the same alone and among others."""
    features = Features()
    expected = features.fit_transform(df)INPUTS

    pd.testing.assert_frame_equal(
        expected.iloc[[0]], features.transform(df.iloc[[0]])INPUTS, check_dtype=False
    )


def test_transform_learns_nothing(df: pd.DataFrame) -> None:
    """What was learned stays, whatever comes in."""
    features = Features()
    features.fit_transform(df)
    learned = vars(features).copy()

    features.transform(df.head(3))

    assert vars(features).keys() == learned.keys()
    assert all(vars(features)[name] is value for name, value in learned.items())
'''.replace("INPUTS", inputs)
    )
