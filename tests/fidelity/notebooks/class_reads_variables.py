# %% [markdown]
# # Income for each year of age, where the places of the columns are looked up
# %%
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

df = pd.read_csv("records.csv")
numbers = df[["Income (k$)", "Age", "score"]]
age_at, income_at = 0, 1


# %%
class Rates(BaseEstimator, TransformerMixin):
    def __init__(self, with_rate=True):  # no *args
        self.with_rate = with_rate

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        if not self.with_rate:
            return X
        return np.c_[X, X[:, income_at] / X[:, age_at]]


# %%
Rates().transform(numbers.to_numpy())[:3]
# %%
income_at, age_at = [list(numbers.columns).index(name) for name in ("Income (k$)", "Age")]
steps = Pipeline([("fill", SimpleImputer(strategy="median")), ("rates", Rates()), ("scale", StandardScaler())])
columns = ColumnTransformer([("numbers", steps, list(numbers)), ("plan", OneHotEncoder(), ["Plan"])])
model = Pipeline([("columns", columns), ("model", LogisticRegression())])
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="left"), df["left"], random_state=3)
model.fit(X_train, y_train)
pred = model.predict(X_test)
