"""`tests/test_train.py`: two trainings give one model, and it can be loaded again."""

from string import Template

from promote.emitters.draft import STANDARD, link

_REPEATABLE = '''

def test_training_is_repeatable(
    settings: Settings, model: Model, records: list[dict[str, Any]]
) -> None:
    """The same data and the same seeds give the same answers."""
    again, _ = train(settings)
    instances = [PredictionInput.model_validate(record) for record in records]

    assert predict(again, instances) == predict(model, instances)
'''

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


def training_tests(package: str, *, repeatable: bool) -> str:
    """Write the module. What is random without a seed cannot be repeated; the report says so."""
    body = (_REPEATABLE if repeatable else "") + _SAVED.substitute(package=package)
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
