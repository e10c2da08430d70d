# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

df["Age"] = df["Age"].fillna(df.groupby("Plan")["Age"].transform("median"))
df["plan_price"] = df.groupby("Plan")["price"].transform("mean")
df["over"] = df["price"] - df.groupby(["Plan", "Sex"])["price"].transform("mean")
df["Age2"] = df.groupby("Sex")["Age"].transform(lambda x: x.fillna(x.mean()))
X = df[["Age", "plan_price", "over", "Age2"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
