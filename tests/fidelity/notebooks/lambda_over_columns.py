# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

num = ["price", "score"]
df[num] = df[num].apply(lambda x: (x - x.mean()) / x.std())
df[["Age", "Income (k$)"]] = df[["Age", "Income (k$)"]].apply(lambda c: c.fillna(c.median()))
X = df[["price", "score", "Age", "Income (k$)"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
