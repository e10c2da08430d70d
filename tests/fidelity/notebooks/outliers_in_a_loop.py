# %%
import warnings

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# %%
try:
    df = pd.read_csv("/kaggle/input/records.csv")
except FileNotFoundError:
    df = pd.read_csv("records.csv")

# %%
q1, q3 = df["price"].quantile([0.25, 0.75])
iqr = q3 - q1
df = df[(df["price"] >= q1 - 1.5 * iqr) & (df["price"] <= q3 + 1.5 * iqr)]
df["Age"] = df["Age"].fillna(df["Age"].median())
for name in ["Age", "Income (k$)"]:
    low = df[name].quantile(0.02)
    high = df[name].quantile(0.98)
    df = df[(df[name] >= low) & (df[name] <= high)]
df["City"] = df["City"].astype("category").cat.codes

# %%
X = df[["Age", "Income (k$)", "City", "score"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=4)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    model = LogisticRegression(max_iter=500)
    model.fit(X_train, y_train)
pred = model.predict(X_test)
