# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

train = df.iloc[:300]
test = df.iloc[300:]
full = pd.concat([train, test], ignore_index=True)
full["City"] = full["City"].fillna(full["City"].mode()[0])
full = pd.get_dummies(full, columns=["City", "Plan"])
full["Sex"] = full["Sex"].map({"M": 0, "F": 1})
full = full.drop(["id", "joined", "Age"], axis=1)
train = full[:300]
test = full[300:]
X_train = train.drop("left", axis=1)
X_test = test.drop("left", axis=1)
y_test = test["left"]
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, train["left"])
pred = model.predict(X_test)
