"""`tests/test_train.py`: two trainings give one model, and it can be loaded again."""

from string import Template

from promote.emitters.draft import STANDARD, link
from promote.emitters.tests.near import near
from promote.model.plan import Plan

_REPEATABLE = Template('''

def test_training_is_repeatable(
    settings: Settings, model: Model, records: list[dict[str, Any]]
) -> None:
    """The same data and the same seeds give the same answers."""
    again, _ = train(settings)
    instances = [PredictionInput.model_validate(record) for record in records]

    first, second = predict(model, instances), predict(again, instances)

    assert second.predictions == $expected
''')

_PROBABILITIES = """    for given, expected in zip(second.probabilities, first.probabilities, strict=True):
        assert given == pytest.approx(expected, rel=1e-9, abs=1e-9)
"""

_SAVED = Template('''

def test_main_saves_the_model(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `make train` saves is a model that can be loaded."""
    own = settings.model_copy(update={"model_dir": tmp_path})
    monkeypatch.setattr("$package.train.Settings", lambda: own)

    main()

    _, manifest = load(tmp_path, allow_pickle=True)
    assert manifest.sha256.startswith(manifest.version)
''')


def training_tests(plan: Plan) -> str:
    """Write the module. What is random without a seed cannot be repeated; the report says so."""
    return training_module(plan.package, _repeatable(plan) if plan.repeatable else "")


def training_module(package: str, repeatable: str) -> str:
    """Write the module around the test that training is repeatable, if there is one."""
    body = repeatable + _SAVED.substitute(package=package)
    own = {
        "load": f"from {package}.artefact import load",
        "EXAMPLE": f"from {package}.contract import EXAMPLE",
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


def _repeatable(plan: Plan) -> str:
    """Trees that are summed in parallel are summed in any order: numbers are the same but for the last digits."""
    text = _REPEATABLE.substitute(expected=near("first.predictions", plan))
    return text + (_PROBABILITIES if plan.contract.probabilities else "")
