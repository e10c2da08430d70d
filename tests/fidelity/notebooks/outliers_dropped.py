# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv")

q1 = df["Income (k$)"].quantile(0.25)
q3 = df["Income (k$)"].quantile(0.75)
iqr = q3 - q1
df = df[(df["Income (k$)"] > q1 - 0.1 * iqr) & (df["Income (k$)"] < q3 + 0.1 * iqr)]
df = df.drop_duplicates()
df["Age"] = df["Age"].fillna(df["Age"].median())
df["z"] = (df["Income (k$)"] - df["Income (k$)"].mean()) / df["Income (k$)"].std()
X = df[["Age", "z", "score"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
