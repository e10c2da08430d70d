# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

# %%
df = pd.read_csv("records.csv")

X = df.drop(["left", "id", "joined"], axis=1)
y = df["left"].apply(lambda v: 1 if v == "yes" else 0)
X["Age"] = X["Age"].fillna(X["Age"].median())
X["City"] = X["City"].fillna(X["City"].mode()[0])
X = pd.get_dummies(X, drop_first=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42, stratify=y)
clf = LogisticRegression(max_iter=2000)
clf.fit(X_train, y_train)
pred = clf.predict(X_test)
print("acc", accuracy_score(y_test, pred))
