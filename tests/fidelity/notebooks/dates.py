# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier

# %%
df = pd.read_csv("records.csv")

df["joined"] = pd.to_datetime(df["joined"])
df["month"] = df["joined"].dt.month
df["days"] = (pd.Timestamp("2024-01-01") - df["joined"]).dt.days
df["rel"] = (df["joined"].max() - df["joined"]).dt.days
X = df[["month", "days", "rel", "score"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
m = RandomForestClassifier(random_state=0, n_estimators=15)
m.fit(X_train, y_train)
pred = m.predict(X_test)
