# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")

X = df[["Age", "Income (k$)", "score"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
X_train = X_train.copy()
X_test = X_test.copy()
m = X_train["Age"].mean()
X_train["Age"] = X_train["Age"].fillna(m)
X_test["Age"] = X_test["Age"].fillna(m)
X_test["Income (k$)"] = (X_test["Income (k$)"] - X_train["Income (k$)"].mean()) / X_train["Income (k$)"].std()
X_train["Income (k$)"] = (X_train["Income (k$)"] - X_train["Income (k$)"].mean()) / X_train["Income (k$)"].std()
model = LogisticRegression()
model.fit(X_train, y_train)
pred = model.predict(X_test)
