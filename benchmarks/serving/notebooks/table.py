"""Makes the table of `mixed.py`, always the same: `python table.py FILE`."""

import sys

import numpy as np
import pandas as pd

ROWS = 4000
TEXTS = {
    "city": ["Oslo", "Rome", "Lima", "Kyiv", "Bonn"],
    "plan": ["a", "b", "c"],
    "channel": ["web", "shop", "phone"],
    "device": ["ios", "android", "desktop"],
    "segment": ["x", "y", "z", "w"],
}

random = np.random.default_rng(0)
df = pd.DataFrame({
    "age": random.integers(18, 90, ROWS).astype(float),
    "income": random.normal(60, 15, ROWS).round(2),
    "balance": random.normal(1000, 400, ROWS).round(2),
    "tenure": random.integers(0, 72, ROWS),
    "score": random.random(ROWS).round(4),
    "visits": random.integers(0, 40, ROWS),
    "distance": random.exponential(10, ROWS).round(3),
    **{name: random.choice(values, ROWS) for name, values in TEXTS.items()},
})  # fmt: skip
noise = random.normal(0, 0.4, ROWS)
leaves = df["income"] / 60 + df["score"] + (df["plan"] == "a") * 0.5 - df["tenure"] / 100 + noise > 1.6
for name in ("age", "income", "balance", "city", "plan", "device"):
    df.loc[random.random(ROWS) < 0.08, name] = None
df["left"] = np.where(leaves, "yes", "no")
df.to_csv(sys.argv[1], index=False)
