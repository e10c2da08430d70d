"""Plan to files: each emitter returns `{path: text}`, and writes nothing."""

from collections.abc import Callable

from promote.emitters.contract import emit_contract
from promote.emitters.dataset import emit_dataset
from promote.emitters.draft import Draft
from promote.emitters.features import emit_features
from promote.emitters.forecast import emit_forecast
from promote.emitters.predict import emit_predict
from promote.emitters.settings import emit_settings
from promote.emitters.tests import emit_forecast_tests, emit_tests
from promote.emitters.train import emit_train
from promote.model.files import Files

EMITTERS: tuple[Callable[[Draft], Files], ...] = (
    emit_settings,
    emit_dataset,
    emit_features,
    emit_predict,
    emit_contract,
    emit_train,
    emit_tests,
)
"""The derived files of a notebook that predicts."""

FORECAST_EMITTERS: tuple[Callable[[Draft], Files], ...] = (
    emit_settings,
    emit_dataset,
    emit_forecast,
    emit_train,
    emit_forecast_tests,
)
"""Those of a notebook that continues a series."""


def emit(draft: Draft) -> dict[str, str]:
    """Run every emitter, and put the files in path order."""
    files: dict[str, str] = {}
    for each in EMITTERS if draft.plan.horizon is None else FORECAST_EMITTERS:
        files |= each(draft)
    return dict(sorted(files.items()))
