# %%
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PolynomialFeatures

# %%
df = pd.read_csv("records.csv")

X = df[["Income (k$)", "score"]]
y = df[["price"]]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
poly = PolynomialFeatures(degree=2)
X_train_p = poly.fit_transform(X_train)
X_test_p = poly.transform(X_test)
lr = LinearRegression().fit(X_train_p, y_train)
pred = lr.predict(X_test_p)
