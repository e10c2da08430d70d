# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")


def clean(d):
    d = d.copy()
    d["Age"] = d["Age"].fillna(30)
    d["Sex"] = d["Sex"].map({"M": 1, "F": 0})
    return d


df = clean(df)
cols = [c for c in df.columns if df[c].dtype != "object" and c not in ("id", "price")]
cols = ["Age", "Sex", "score"]
X = df[cols]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
