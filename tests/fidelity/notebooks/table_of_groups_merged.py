# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

means = df.groupby("Plan")["price"].mean().reset_index()
means.columns = ["Plan", "plan_price"]
df = df.merge(means, on="Plan", how="left")
per_city = df.groupby("City").agg({"score": "mean", "Age": "max"}).reset_index()
per_city = per_city.rename(columns={"score": "city_score", "Age": "city_age"})
df = pd.merge(df, per_city, on="City", how="left")
df["city_score"] = df["city_score"].fillna(0)
df["city_age"] = df["city_age"].fillna(0)
X = df[["plan_price", "city_score", "city_age", "price"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
