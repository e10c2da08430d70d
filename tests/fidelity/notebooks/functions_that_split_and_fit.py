# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

def split(data, target, test_size=0.2):
    """Cut the table in two."""
    X = data[["Income (k$)", "score"]]
    y = data[target]
    # the same parts every time
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=test_size, random_state=7)
    return X_train, X_test, y_train, y_test

def train_model(X_train, y_train, trees=10):
    model = RandomForestClassifier(n_estimators=trees, random_state=1)
    model.fit(X_train, y_train)
    return model

def evaluate(model, X, y):
    predicted = model.predict(X)
    accuracy = accuracy_score(y, predicted)
    print(f"accuracy of {model}: {accuracy}")
    return accuracy

# %%
df = pd.read_csv("records.csv")
X_train, X_test, y_train, y_test = split(df, "left", test_size=0.25)
forest = train_model(X_train, y_train, trees=20)
accuracy = evaluate(forest, X_test, y_test)
pred = forest.predict(X_test)
