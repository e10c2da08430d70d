# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

train, test = train_test_split(df, random_state=5)
X_train = pd.get_dummies(train[["Plan", "City", "score"]])
X_test = pd.get_dummies(test[["Plan", "City", "score"]])
X_test = X_test.reindex(columns=X_train.columns, fill_value=0)
y_test = test["left"]
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, train["left"])
pred = model.predict(X_test)
