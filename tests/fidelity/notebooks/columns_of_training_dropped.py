# %
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")
df["Age"] = df["Age"].fillna(40)
df["half"] = df["Age"] / 2
df["man"] = (df["Sex"] == "M") * 1
df["known"] = df["half"] + 1
plans = ["basic" if plan == "a" else "other" for plan in df["Plan"].tolist()]
df["kind"] = plans
df["group"] = df["kind"].str.upper()
unused = ["City", "joined", "id", "Plan", "known"]
df = df.drop(unused, axis=1)
df.drop("kind", axis=1, inplace=True)
del df["group"]

# %
y = df["left"]
X = df.drop(["left", "Sex"], axis=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
