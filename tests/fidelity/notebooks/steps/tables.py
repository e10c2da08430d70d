"""Reading and splitting."""

import pandas as pd
from sklearn.model_selection import train_test_split as split

TABLE = "records.csv"
SHARE = 0.3


def load(path=TABLE):
    df = pd.read_csv(path)
    df["Sex"] = df["Sex"].map({"M": 1, "F": 0})
    return df


def parts(X, y):
    X_train, X_test, y_train, y_test = split(X, y, test_size=SHARE, random_state=2)
    return X_train, X_test, y_train, y_test


if __name__ == "__main__":
    print(load().head())
