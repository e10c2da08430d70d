# %%
import numpy as np
import pandas as pd
from sklearn.svm import SVR
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("records.csv")
df["price"] = df["price"].fillna(0)
X = df[["Income (k$)", "score"]].values
y = df["price"].values
y = y.reshape(len(y), 1)
sc_X = StandardScaler()
sc_y = StandardScaler()
X = sc_X.fit_transform(X)
y = sc_y.fit_transform(y)
regressor = SVR(kernel="rbf")
regressor.fit(X, y.ravel())
pred = sc_y.inverse_transform(regressor.predict(X).reshape(-1, 1))
print(sc_y.inverse_transform(regressor.predict(sc_X.transform([[6.5, 3]])).reshape(-1, 1)))
y_test = df["price"]
