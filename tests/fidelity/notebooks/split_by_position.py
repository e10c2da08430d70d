# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

n = int(0.8 * len(df))
X = df[["price", "score", "Income (k$)"]]
y = df["left"]
X_train, X_test = X[:n], X[n:]
y_train, y_test = y[:n], y[n:]
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
