# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

counts = df["City"].value_counts()
rare = counts[counts < 85].index
df["City"] = df["City"].replace(rare, "other")
top = df["Plan"].value_counts().head(2).index
df["Plan"] = np.where(df["Plan"].isin(top), df["Plan"], "other")
df["City"] = df["City"].apply(lambda x: "few" if x in rare else x)
X = pd.get_dummies(df[["City", "Plan", "score"]])
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
