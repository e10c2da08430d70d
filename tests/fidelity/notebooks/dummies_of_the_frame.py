# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")

df.drop(columns=["id", "joined"], inplace=True)
df["left"] = df["left"].map({"yes": 1, "no": 0})
df = df.fillna({"Age": 40, "City": "none"})
df = pd.get_dummies(df)
X = df.drop(columns="left")
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
