# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

df["band"] = pd.qcut(df["price"], 4, labels=False)
df["decile"] = pd.qcut(df["Income (k$)"], q=5, labels=["a", "b", "c", "d", "e"]).cat.codes
df["Plan"] = pd.factorize(df["Plan"])[0]
codes, uniques = pd.factorize(df["Sex"])
df["Sex"] = codes
df["City"] = df["City"].astype("category").cat.codes
X = df[["band", "decile", "Plan", "Sex", "City"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
