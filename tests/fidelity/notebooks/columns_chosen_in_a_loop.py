# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")
y = df["left"]
X = df.drop(columns=["left", "id", "joined", "Age"])
two_values = []
for col in X.columns:
    if X[col].nunique() == 2:
        two_values.append(col)
X = pd.get_dummies(X, columns=two_values, drop_first=True)
others = list(set(X.select_dtypes(include=["object", "string"]).columns) - set(two_values))
X = pd.get_dummies(X, columns=sorted(others))
best = SelectKBest(score_func=f_classif, k=4)
fit = best.fit(X, y)
scores = pd.concat([pd.DataFrame(X.columns), pd.DataFrame(fit.scores_)], axis=1)
scores.columns = ["name", "score"]
chosen = [name for name in scores.nlargest(4, "score").name]
X = X[chosen]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
