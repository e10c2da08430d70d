# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier

# %%
df = pd.read_csv("records.csv")

X = df[["Age", "Income (k$)", "score"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
X_train = X_train.copy()
X_test = X_test.copy()
X_train.fillna(X_train.mean(), inplace=True)
X_test.fillna(X_train.mean(), inplace=True)
m = RandomForestClassifier(random_state=0, n_estimators=15)
m.fit(X_train, y_train)
pred = m.predict(X_test)
