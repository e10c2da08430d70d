# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

sizes = []
for index, row in df.iterrows():
    if row["price"] > 300:
        sizes.append("big")
    elif row["price"] > 150:
        sizes.append("middle")
    else:
        sizes.append("small")
df["size"] = sizes
plans = []
for plan in df["Plan"]:
    plans.append({"a": 1, "b": 2, "c": 3}[plan])
df["plan"] = plans
lengths = []
for plan, joined in zip(df["Plan"], df["joined"]):
    lengths.append(int(joined[:4]) + len(plan))
df["length"] = pd.Series(lengths)
df["size"] = df["size"].map({"big": 2, "middle": 1, "small": 0})
X = df[["size", "plan", "length", "score"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
