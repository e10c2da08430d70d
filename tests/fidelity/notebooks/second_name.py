# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier

# %%
df = pd.read_csv("records.csv")

same = df
same["Sex"] = same["Sex"].replace("M", 1)
same["Sex"] = same["Sex"].replace("F", 0).astype(int)
X = df[["Sex", "score"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
models = {
    "few": RandomForestClassifier(n_estimators=5, random_state=1),
    "many": RandomForestClassifier(n_estimators=20, random_state=1),
}
for name, model in models.items():
    model.fit(X_train, y_train)
    print(name, model.score(X_test, y_test))
pred = model.predict(X_test)
