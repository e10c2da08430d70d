# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")


def group(age):
    if age < 30:
        return 0
    if age < 50:
        return 1
    return 2


df["Age"] = df["Age"].fillna(df["Age"].mean())
df["g"] = df["Age"].apply(group)
df["rich"] = df["Income (k$)"].apply(lambda x: 1 if x > 50 else 0)
df["both"] = df.apply(lambda r: r["g"] * r["rich"] + r["score"], axis=1)
df["year"] = pd.to_datetime(df["joined"]).dt.year
X = df[["g", "rich", "both", "year", "Income (k$)"]]
y = df["left"].map({"yes": 1, "no": 0})

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
