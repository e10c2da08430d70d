# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")

df = df.drop(["id", "joined", "price"], axis=1)
df["Age"] = df["Age"].fillna(df["Age"].mean())
df["City"] = df["City"].fillna("unknown")
df = pd.get_dummies(df, columns=["City", "Sex", "Plan"], drop_first=True)
X = df.drop("left", axis=1)
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
