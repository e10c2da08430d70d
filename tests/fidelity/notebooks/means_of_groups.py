# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier

# %%
df = pd.read_csv("records.csv")

df["plan_mean"] = df["Plan"].map(df.groupby("Plan")["price"].mean())
df["n_city"] = df["City"].map(df["City"].value_counts())
df["n_city"].fillna(0)
df["n_city"] = df["n_city"].fillna(0)
df["rank"] = np.where(df["price"] > df["price"].median(), 1, 0)
X = df[["plan_mean", "n_city", "rank"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
m = RandomForestClassifier(random_state=0, n_estimators=15)
m.fit(X_train, y_train)
pred = m.predict(X_test)
