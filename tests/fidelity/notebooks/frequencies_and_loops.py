# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")

freq = df["City"].value_counts().to_dict()
df["City"] = df["City"].map(freq).fillna(0)
cats = df["Plan"].unique()
mapping = {c: i for i, c in enumerate(sorted(cats))}
df["Plan"] = df["Plan"].map(mapping)
df["Age"] = df["Age"].fillna(df["Age"].mode()[0])
for c in ["Age", "Income (k$)"]:
    df[c] = (df[c] - df[c].min()) / (df[c].max() - df[c].min())
X = df[["City", "Plan", "Age", "Income (k$)"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
