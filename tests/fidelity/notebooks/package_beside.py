# %%
import importlib

import pandas as pd
import steps.features
import steps.tables as tables
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from steps import with_bands
from steps.limits import *

importlib.reload(tables)

# %%
score = 0.5
data = with_bands(tables.load())
data = data[data["price"] > LOW]
steps.features.COLUMNS.remove("Sex")
X, y = data[steps.features.COLUMNS], data["left"]
X_train, X_test, y_train, y_test = tables.parts(X, y)

# %%
model = make_pipeline(steps.features.Logarithm(), LogisticRegression(max_iter=1000))
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(score, (pred == y_test).mean())
