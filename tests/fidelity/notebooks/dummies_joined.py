# %%
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")

df["Age"] = df["Age"].fillna(df["Age"].median())
dummies = pd.get_dummies(df["Plan"], prefix="plan")
df = pd.concat([df, dummies], axis=1)
X = df.drop(["id", "price", "left", "City", "Sex", "Plan", "joined"], axis=1)
y = df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
lr = LinearRegression()
lr.fit(X_train, y_train)
pred = lr.predict(X_test)
print(lr.score(X_test, y_test))
