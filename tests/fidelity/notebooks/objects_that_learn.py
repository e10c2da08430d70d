# %%
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


# %%
class Engineer(BaseEstimator, TransformerMixin):
    def __init__(self, columns=("Age", "price")):
        self.columns = list(columns)

    def fit(self, X, y=None):
        self.median_ = X["Age"].median()
        self.top_ = X["price"].max()
        return self

    def transform(self, X):
        X = X.copy()
        X["Age"] = X["Age"].fillna(self.median_)
        X["price"] = X["price"].fillna(self.top_) / self.top_
        return X[self.columns]


class Cleaner:
    def run(self, df):
        df = df.drop_duplicates()
        df["City"] = df["City"].str.strip()
        return df


class Classifier:
    def __init__(self, strength):
        self.inner = LogisticRegression(C=strength)

    def fit(self, X, y):
        self.inner.fit(X, y)
        return self

    def predict(self, X):
        return self.inner.predict(X)


# %%
df = Cleaner().run(pd.read_csv("records.csv"))
X, y = df.drop(columns="left"), df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
engineer = Engineer().fit(X_train)
train = engineer.transform(X_train)
clf = Classifier(0.5).fit(train, y_train)
pred = clf.predict(engineer.transform(X_test))
