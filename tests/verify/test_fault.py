"""A notebook that does not come to its prediction: the project is sound, and the fault is named."""

import json
from pathlib import Path

import pytest

from promote.environment.processes import Finished
from promote.verify.run import Failure
from promote.verify.rungs import green
from tests.verify.test_climb import verify
from tests.verify.test_versions import promoted

CELLS = """\
# %%
import pandas as pd
from sklearn.linear_model import LinearRegression

# %%
df = pd.read_csv("shop.csv")
df["rate"] = df["orders"] / df["visits"]

# %%
model = LinearRegression()
model.fit(df[["visits", "rate"]], df["spent"])
model.predict(df[["visits", "rate"]])
"""


@pytest.mark.slow
@pytest.mark.xdist_group("climb")
def test_a_fault_of_the_notebook_is_named_at_its_cell(tmp_path: Path) -> None:
    """What needs no trained model is green, and training fails as the notebook does."""
    rows = [f"{n},{n * 2.5}" for n in range(1, 60)]
    (tmp_path / "shop.csv").write_text("visits,spent\n" + "\n".join(rows) + "\n")
    (tmp_path / "shop.py").write_text(CELLS)
    promoted(tmp_path / "shop.py", tmp_path / "shop")
    report = json.loads(verify(tmp_path / "shop", "--format", "json", "--timeout", "300").stdout)
    green, trained = report["rungs"][2], report["rungs"][3]

    assert green["status"] == "passed", green
    assert green["evidence"].endswith("more tests fail as cell 2 of the notebook does: KeyError: 'orders'")
    assert trained["status"] == "failed"
    assert trained["cause"] == "notebook"


FAULT = Failure(
    cell=7, needed=True, name="LookupError", message="\n*****\n  Resource \x1b[93mstopwords\x1b[0m not found.\n"
)
REFUSED = """\
ImportError while loading conftest '/tmp/tests/conftest.py'.
tests/conftest.py:12: in <module>
    from shop.dataset import load_dataset
E   {error}: {message}
E   *****
"""
RED = """\
FAILED tests/test_train.py::test_main - LookupError:
ERROR tests/test_predict.py::test_order - {error}
1 failed, 8 passed, 1 error in 7.20s
"""


def said_by_tests(text: str) -> Finished:
    """A run of the project's tests that failed."""
    return Finished(command=("pytest", "-q"), returncode=1, stdout=text, stderr="", seconds=7.2)


def test_a_message_in_a_frame_is_said_in_one_line() -> None:
    """Without its colours."""
    assert str(FAULT) == "LookupError: Resource stopwords not found."


def test_tests_that_cannot_begin_fail_as_the_notebook_does() -> None:
    """What a module needs when it is imported stops all of them at once."""
    words = green.all_but(said_by_tests(REFUSED.format(error="LookupError", message="")), FAULT)

    assert (
        words == "the tests cannot begin, as cell 7 of the notebook fails: LookupError: Resource stopwords not found."
    )
    assert green.all_but(said_by_tests(REFUSED.format(error="NameError", message="x")), FAULT) is None


def test_other_errors_are_the_projects_own() -> None:
    """One of them is enough."""
    assert green.all_but(said_by_tests(RED.format(error="LookupError: Resource sto...")), FAULT) is not None
    assert green.all_but(said_by_tests(RED.format(error="KeyError: 'orders'")), FAULT) is None
