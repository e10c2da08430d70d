# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier

# %%
df = pd.read_csv("records.csv")

cats = sorted(df["Plan"].unique())
codes = dict(zip(cats, range(len(cats))))
df["Plan"] = df["Plan"].map(codes)
sex_map = {"M": 1, "F": 0}
df["Sex"] = df["Sex"].map(lambda s: sex_map[s])
num_cols = [c for c in df.columns if df[c].dtype != "O" and c not in ["id", "left", "price"]]
num_cols = ["Age", "Income (k$)", "score"]
for c in num_cols:
    df[c] = df[c].fillna(df[c].median())
    lo, hi = df[c].quantile(0.05), df[c].quantile(0.95)
    df[c] = df[c].clip(lo, hi)
X = df[num_cols + ["Plan", "Sex"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
m = RandomForestClassifier(random_state=0, n_estimators=15)
m.fit(X_train, y_train)
pred = m.predict(X_test)
