# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")

df["City"] = df["City"].astype("category").cat.codes
df["Sex"] = (df["Sex"] == "M").astype(int)
df["bin"] = pd.cut(df["Income (k$)"], bins=4, labels=False)
df["age_bin"] = pd.cut(df["Age"], bins=[0, 30, 50, 100], labels=[0, 1, 2]).astype(float).fillna(-1)
df["log_income"] = np.log1p(df["Income (k$)"])
X = df[["City", "Sex", "bin", "age_bin", "score", "log_income"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
