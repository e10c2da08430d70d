# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

train = df.sample(frac=0.8, random_state=1)
test = df.drop(train.index)
combine = [train, test]
for dataset in combine:
    dataset["plan"] = dataset["Plan"].map({"a": 1, "b": 2, "c": 3}).astype(int)
    dataset["Age"] = dataset["Age"].fillna(dataset["Age"].mean())
X_train = train[["plan", "Age", "score"]]
y_train = train["left"]
X_test = test[["plan", "Age", "score"]]
y_test = test["left"]
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
