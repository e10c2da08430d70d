# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
y = np.log1p(df["price"])
X = df[["Income (k$)", "score"]]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestRegressor(random_state=1, n_estimators=10)
model.fit(X_train, y_train)
y_pred = model.predict(X_test)
print(mean_squared_error(np.expm1(y_test), np.expm1(y_pred)))
pred = np.expm1(y_pred)
