"""What has no seed of its own is given one, in every process the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from promote.verify.workshop import FIXED_SEED

KERAS = """
import random


class Model:
    def fit(self):
        return random.random()


class Sequential(Model):
    def __init__(self, layers=()):
        self.weight = random.random()


class utils:
    set_random_seed = random.seed
"""
"""As much of Keras as hands out randomness."""


def drawn(code: str, folder: Path) -> str:
    """Run code in a process of its own, with the seed, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": f"{FIXED_SEED}:{folder}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import numpy as np; print(np.random.rand(3))", id="NumPy"),
        pytest.param(
            "from sklearn.model_selection import train_test_split; print(train_test_split(range(9)))", id="scikit-learn"
        ),
    ],
)
def test_two_processes_draw_alike(code: str, tmp_path: Path) -> None:
    """Whatever a notebook draws without a seed, the project draws too."""
    assert drawn(code, tmp_path) == drawn(code, tmp_path)


@pytest.mark.parametrize("before", ["", "a = keras.Sequential(); a.fit(); keras.Sequential().fit()"])
def test_models_of_keras_begin_alike(before: str, tmp_path: Path) -> None:
    """However many models a notebook makes and trains before the one that is served."""
    (tmp_path / "keras.py").write_text(KERAS)
    served = "model = keras.Sequential(); print(model.weight, model.fit(), model.fit())"

    assert drawn(f"import keras\n{before}\n{served}", tmp_path) == drawn(f"import keras\n{served}", tmp_path)


def test_a_seed_of_its_own_is_kept(tmp_path: Path) -> None:
    """Nothing is done to a notebook that sees to this itself."""
    own = drawn("import numpy as np; np.random.seed(7); print(np.random.rand())", tmp_path)

    assert own == "0.07630828937395717\n"
