# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression

# %
df = pd.read_csv("records.csv")

X = df[["price", "score", "Income (k$)", "id"]]
y = df["left"]
rfe = RFE(LogisticRegression(max_iter=500), n_features_to_select=2)
rfe = rfe.fit(X, y)
cols = X.columns[rfe.support_]
X = X[cols]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
