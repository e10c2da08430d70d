# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error

# %%
df = pd.read_csv("records.csv")

df = df[df["price"] > 50]
df["price"] = np.log(df["price"])
df["Sex"] = LabelEncoder().fit_transform(df["Sex"])
X = df[["Income (k$)", "score", "Sex"]]
y = df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
m = Ridge().fit(X_train, y_train)
pred = m.predict(X_test)
print(mean_squared_error(y_test, pred))
