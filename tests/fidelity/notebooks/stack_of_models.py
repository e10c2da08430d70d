# %%
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import RandomForestClassifier, StackingClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

df = pd.read_csv("records.csv")
df = df.dropna(subset=["Age", "price", "score"])
X = df[["Income (k$)", "Age"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
base = [("rf", RandomForestClassifier(n_estimators=5, random_state=1)), ("lr", LogisticRegression())]
stack = StackingClassifier(estimators=base, final_estimator=LogisticRegression())
voting = VotingClassifier(estimators=base, voting="soft")
ovr = OneVsRestClassifier(LogisticRegression())
calibrated = CalibratedClassifierCV(LinearSVC(random_state=1), cv=3)
for each in (stack, voting, ovr, calibrated):
    each.fit(X_train, y_train)
pred = stack.predict(X_test)
