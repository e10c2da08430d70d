# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")


def grade(data):
    grades = []
    for row in data["price"]:
        if row >= 0.9 * 300:
            grades.append(2)
        elif row >= 0.5 * 300:
            grades.append(1)
        else:
            grades.append(0)
    data["grade"] = grades
    return data


graded = grade(df)
X = graded[["grade", "score"]]
y = graded["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
