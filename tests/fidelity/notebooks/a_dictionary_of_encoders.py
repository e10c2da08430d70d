# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from collections import defaultdict

# %
df = pd.read_csv("records.csv")

encoders = {}
for col in ["Sex", "Plan"]:
    encoders[col] = LabelEncoder()
    df[col] = encoders[col].fit_transform(df[col])
d = defaultdict(LabelEncoder)
text = df[["City"]].fillna("?")
text = text.apply(lambda x: d[x.name].fit_transform(x))
df["City"] = text["City"]
mapping = {}
for n, value in enumerate(sorted(df["left"].unique())):
    mapping[value] = n
X = df[["Sex", "Plan", "City"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
