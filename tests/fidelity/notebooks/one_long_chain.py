# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

# %%
df = pd.read_csv("records.csv")

df = df.dropna().drop(columns=["id", "joined"]).assign(ratio=lambda d: d["price"] / d["score"].clip(lower=1))
X = df[["ratio", "Age"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
m = SVC(probability=True, random_state=0).fit(X_train, y_train)
pred = m.predict(X_test)
