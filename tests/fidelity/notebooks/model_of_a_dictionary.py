# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("records.csv")
X = df[["Income (k$)", "score"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
# the candidates
models = {
    "Decision Tree": DecisionTreeClassifier(max_depth=3, random_state=1),  # small
    "Logistic": LogisticRegression(),
}
results = {}
for name, model in models.items():
    # fit, then look
    model.fit(X_train, y_train)
    y_pred = model.predict(X_test)
    results[name] = accuracy_score(y_test, y_pred)
    print(f"{name}: {accuracy_score(y_test, model.predict(X_test)):.3f}")
best = models["Decision Tree"]
pred = best.predict(X_test)
