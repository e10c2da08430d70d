# %%
import pandas as pd
from sklearn.ensemble import IsolationForest

df = pd.read_csv("records.csv")
df = df.dropna(subset=["Age", "price", "score"])
X = df[["Income (k$)", "Age"]]
detector = IsolationForest(random_state=1)
detector.fit(X)
df["outlier"] = detector.predict(X)
pred = df["outlier"]
y_test = pred
