# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.feature_selection import SelectKBest, f_classif

# %
df = pd.read_csv("records.csv")

X = df[["price", "score", "Income (k$)", "id"]]
y = df["left"]
selector = SelectKBest(f_classif, k=2)
selector.fit(X, y)
chosen = X.columns[selector.get_support()]
X = X[chosen]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
