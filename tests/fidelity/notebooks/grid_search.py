# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split, GridSearchCV
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import f1_score

# %%
df = pd.read_csv("records.csv")

X = df[["Income (k$)", "score"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
g = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [2, 3]}, cv=3)
g.fit(X_train, y_train)
best = g.best_estimator_
pred = best.predict(X_test)
print(f1_score(y_test, pred, pos_label="yes"))
