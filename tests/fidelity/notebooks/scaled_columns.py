# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# %%
df = pd.read_csv("records.csv")

df["Age"] = df["Age"].fillna(df["Age"].median())
df = df.rename(columns={"Income (k$)": "income"})
num = ["Age", "income", "score"]
sc = StandardScaler()
df[num] = sc.fit_transform(df[num])
df["Sex"] = df["Sex"].replace({"M": 1, "F": 0}).astype(int)
X = df[num + ["Sex"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
