"""`tests/test_train.py`: two trainings give one model, and it can be loaded again."""

from string import Template

from promote.emitters.draft import STANDARD, link
from promote.emitters.tests.near import near
from promote.model.plan import Plan

_REPEATABLE = Template('''

def test_training_is_repeatable(saved: Path, model: Model, records: list[dict[str, Any]]) -> None:
    """The same data and the same seeds give the same answers."""
    again, _ = load(saved, allow_pickle=True)
    instances = [PredictionInput.model_validate(record) for record in records]

    first, second = predict(model, instances), predict(again, instances)

    assert second.predictions == $expected
''')

_PROBABILITIES = """    for given, expected in zip(second.probabilities, first.probabilities, strict=True):
        assert given == pytest.approx(expected, rel=1e-9, abs=1e-9)
"""

_SAVED = Template('''

@pytest.fixture(scope="module")
def saved(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which `make train` saves a model of its own."""
    own = settings.model_copy(update={"model_dir": tmp_path_factory.mktemp("saved")})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("$package.train.Settings", lambda: own)
        main()
    return own.model_dir


def test_main_saves_the_model(saved: Path) -> None:
    """What `make train` saves is a model that can be loaded."""
    _, manifest = load(saved, allow_pickle=True)

    assert manifest.sha256.startswith(manifest.version)
''')


def training_tests(plan: Plan) -> str:
    """Write the module. What is random without a seed cannot be repeated; the report says so."""
    return training_module(plan.package, _repeatable(plan) if plan.repeatable else "")


def training_module(package: str, repeatable: str) -> str:
    """Write the module around the test that training is repeatable, if there is one."""
    body = _SAVED.substitute(package=package) + repeatable
    own = {
        "load": f"from {package}.artefact import load",
        "EXAMPLE": f"from {package}.contract import EXAMPLE",
        "PredictionInput": f"from {package}.contract import PredictionInput",
        "Model": f"from {package}.predict import Model",
        "predict": f"from {package}.predict import predict",
        "Settings": f"from {package}.settings import Settings",
        "main": f"from {package}.train import main",
        "pytest": "import pytest",
    }
    lines = "\n".join(link(body, [own, STANDARD]))
    what = "repeatable, and saved" if repeatable else "saved"
    return f'"""Training: {what} so that it can be loaded again."""\n\n{lines}\n{body}'


def _repeatable(plan: Plan) -> str:
    """Trees that are summed in parallel are summed in any order: numbers are the same but for the last digits."""
    text = _REPEATABLE.substitute(expected=near("first.predictions", plan))
    return text + (_PROBABILITIES if plan.contract.probabilities else "")
