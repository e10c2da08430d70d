# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")

df.loc[df["Age"].isnull(), "Age"] = df["Age"].median()
df.loc[df["score"] > 7, "score"] = 7
df["City"] = df["City"].fillna("x").str.lower().str.strip()
df["is_rome"] = df["City"].str.contains("rome").astype(int)
df["ratio"] = df["Income (k$)"] / df["Age"]
df.columns = df.columns.str.replace(" ", "_")
X = df[["Age", "score", "is_rome", "ratio"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
