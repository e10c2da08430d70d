"""A notebook that continues a series, from the first file to the same forecast."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

NOTEBOOK = """\
# %%
import pandas as pd
from statsmodels.tsa.statespace.sarimax import SARIMAX

# %%
df = pd.read_csv("sales.csv", parse_dates=["month"])
df = df.set_index("month").asfreq("MS")
train, test = df["sales"][:-12], df["sales"][-12:]

# %%
model = SARIMAX(train, order=(1, 1, 0), seasonal_order=(0, 1, 0, 12))
fitted = model.fit(disp=False)

# %%
forecast = fitted.get_forecast(steps=len(test))
print((forecast.predicted_mean - test).abs().mean())
"""


def sales() -> str:
    """Eight years of a growing business with a season."""
    lines = ["month,sales"]
    for month in range(96):
        value = 100 + 1.5 * month + 20 * math.sin(month * math.pi / 6) + month * 7919 % 13
        lines.append(f"{2010 + month // 12}-{month % 12 + 1:02d}-01,{value:.1f}")
    return "\n".join(lines) + "\n"


def promote(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run promote to its end."""
    command = [sys.executable, "-m", "promote", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)


@pytest.mark.xdist_group("climb")
def test_a_forecast_reaches_the_top(tmp_path: Path) -> None:
    """The service forecasts what the notebook forecasts, for as long as the notebook looks ahead."""
    prototype, project = tmp_path / "prototype", tmp_path / "sales"
    prototype.mkdir()
    (prototype / "sales.py").write_text(NOTEBOOK)
    (prototype / "sales.csv").write_text(sales())
    made = promote(str(prototype / "sales.py"), str(project))
    assert made.returncode == 0, made.stderr

    done = promote("verify", str(project), "--format", "json")
    rungs = json.loads(done.stdout)["rungs"]

    assert [each["status"] for each in rungs] == ["passed"] * 6, done.stdout
    assert rungs[5]["evidence"] == "a forecast of 12 steps is equal"

    # A service that forecasts something else is found out.
    predict = project / "src" / "sales" / "predict.py"
    predict.write_text(predict.read_text().replace("value=value)", "value=1.001 * value)"))
    done = promote("verify", str(project), "--format", "json")
    rungs = json.loads(done.stdout)["rungs"]

    assert [each["status"] for each in rungs] == ["passed"] * 5 + ["failed"], done.stdout
    assert rungs[5]["evidence"].startswith("the forecasts differ: the notebook gives [{'at': '2017-01-01', ")
