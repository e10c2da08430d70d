# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# %%
def load_data(path):
    df = pd.read_csv(path)
    df["Sex"] = df["Sex"].map({"M": 1, "F": 0})
    df = pd.get_dummies(df, columns=["Plan"])
    return df

# %%
data = load_data("records.csv")
X = data[["Sex", "score", "Plan_a", "Plan_b"]]
y = data["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
clf = LogisticRegression()
clf.fit(X_train, y_train)
pred = clf.predict(X_test)
