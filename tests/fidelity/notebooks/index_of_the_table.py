# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %%
columns = ["Age", "price", "score", "left"]
df = pd.read_csv("records.csv", index_col=0)
df = df.drop(columns=["City", "joined", "Age"])
more = pd.read_csv("records.csv", usecols=columns)
df["Sex"] = df["Sex"].map({"M": 1, "F": 0})
df["Plan"] = df["Plan"].map({"a": 1, "b": 2, "c": 3})
X = df.iloc[:, :-1]
y = more["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
