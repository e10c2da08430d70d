# %%
import pandas as pd, numpy as np
from sklearn.tree import DecisionTreeClassifier

# %%
df = pd.read_csv("records.csv")

df["Age"] = df["Age"].fillna(df["Age"].mean()).astype(int)
df["adult"] = df["Age"] > 30
df["level"] = (
    df["score"].apply(lambda s: "low" if s < 3 else ("mid" if s < 7 else "high")).map({"low": 0, "mid": 1, "high": 2})
)
df["above"] = (df["Income (k$)"] > df["Income (k$)"].mean()).astype(int)
X = df[["Age", "adult", "level", "above"]]
y = df["left"]
m = DecisionTreeClassifier(max_depth=3, random_state=0)
m.fit(X, y)
pred = m.predict(X)
y_test = y
