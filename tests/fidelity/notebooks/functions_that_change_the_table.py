# %
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")


def squared(column):
    df[column] = df[column] ** 2


def without_gaps():
    global df
    df = df.fillna({"score": 0})


def halved(frame, column):
    frame[column] = frame[column] / 2


# %
for name in ["price", "score"]:
    squared(name)
without_gaps()
halved(frame=df, column="price")

X = df[["price", "score"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
