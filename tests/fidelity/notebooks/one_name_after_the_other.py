# %% [markdown]
# # One name for one value after the other, and constants that are computed
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")
middle = df["Income (k$)"].median()
df["Income (k$)"] = df["Income (k$)"].fillna(middle)
middle = df["Age"].mean()
df["Age"] = df["Age"].fillna(middle) - middle
# %%
edges = [-np.inf, 0, 10, np.inf]
codes = dict(zip(sorted(["yes", "no"]), range(2)))
df["group"] = pd.cut(df["Age"], edges, labels=False)
columns = ["Income (k$)", "group"]
columns.append("Age")
# %%
X_train, X_test, y_train, y_test = train_test_split(df[columns], df["left"].map(codes), random_state=0)
model = LogisticRegression(max_iter=1000)
model.fit(X_train, y_train)
pred = model.predict(X_test)
