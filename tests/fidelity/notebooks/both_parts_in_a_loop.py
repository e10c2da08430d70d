# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

df["Age"] = df["Age"].fillna(40)
train, test = train_test_split(df, test_size=0.25, random_state=3)
for part in [train, test]:
    part["male"] = part["Sex"].map({"M": 1, "F": 0})
    part.loc[part["Age"] > 60, "Age"] = 60
    part["rich"] = part["Income (k$)"] > 50
features = ["male", "Age", "rich", "score"]
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(train[features], train["left"])
y_test = test["left"]
pred = model.predict(test[features])
