"""A notebook that does not come to its prediction: the project is sound, and the fault is named."""

import json
from pathlib import Path

import pytest

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
