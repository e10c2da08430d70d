"""The fixtures of every `tests/conftest.py`: the settings, the trained model, and a folder that it is saved in."""

from string import Template

from promote.emitters.draft import Draft

_FIXTURES = Template('''@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that $what."""
${missing}    return Settings(
${paths}        model_dir=tmp_path_factory.mktemp("models"),
    )


@pytest.fixture(scope="session")
def model(settings: Settings) -> Model:
    """Return the trained model."""
    model, _ = train(settings)
    return model


@pytest.fixture(scope="session")
def model_dir(settings: Settings, model: Model) -> Path:
    """Return a folder with the trained model in it."""
    save(model, settings, name="$name", scores={})
    return settings.model_dir
''')


def trained(draft: Draft, what: str) -> str:
    """Write the fixtures. `what` says what the settings do."""
    plan = draft.plan
    return _FIXTURES.substitute(
        what=what,
        missing=_skips(draft),
        paths="".join(f'        {each.setting}=DATA / "{each.file_name}",\n' for each in plan.data),
        name=plan.package.replace("_", "-"),
    )


def _skips(draft: Draft) -> str:
    """Leave the tests out where a file is not there: what could not be sampled is not in the repository."""
    return "".join(
        f'    if not (DATA / "{each.file_name}").exists():\n'
        f'        pytest.skip("put a sample of the data at tests/data/{each.file_name}")\n'
        for each in draft.plan.data
        if each.file_name not in draft.plan.samples
    )
