# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
# %
df = pd.read_csv("records.csv")

def preprocess(data):
    """Make features."""
    data = data.drop(columns=["id", "joined"])
    data["Age"] = data["Age"].fillna(data["Age"].mean())
    data["City"] = data["City"].fillna("?")
    data = pd.get_dummies(data, columns=["City", "Plan"], drop_first=True)
    data["Sex"] = LabelEncoder().fit_transform(data["Sex"])
    return data

def split(data, target):
    X = data.drop(target, axis=1)
    y = data[target]
    return X, y

clean = preprocess(df)
X, y = split(clean, "left")

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
