"""Tests made from the notebook: the sample is a part of its data, the rules are those of its contract.

tests/conftest.py        the model, trained on the sample
tests/test_contract.py   each rule of the contract, broken once
tests/test_features.py   what the derived functions must hold to, and what they gave when it was recorded
tests/test_predict.py    one record alone and many; the notebook's own answers
tests/test_train.py      two trainings, one model
tests/data/              the sample
"""

from promote.emitters.draft import Draft
from promote.emitters.tests.contract import contract_tests
from promote.emitters.tests.features import feature_tests
from promote.emitters.tests.fixtures import fixtures
from promote.emitters.tests.forecasts import emit_forecast_tests
from promote.emitters.tests.predictions import prediction_tests
from promote.emitters.tests.training import training_tests
from promote.model.files import Files

__all__ = ["emit_forecast_tests", "emit_tests"]


def emit_tests(draft: Draft) -> Files:
    """Emit the tests of the derived modules, with the sample that they train on."""
    features = feature_tests(draft)
    files = {
        "tests/conftest.py": fixtures(draft, is_golden="golden(" in features),
        "tests/test_predict.py": prediction_tests(draft),
        "tests/test_contract.py": contract_tests(draft.plan.package, draft.plan.contract),
        "tests/test_features.py": features,
        "tests/test_train.py": training_tests(draft.plan),
    }
    samples = {f"tests/data/{name}": sample.text for name, sample in draft.plan.samples.items()}
    return {name: text for name, text in files.items() if text} | samples
