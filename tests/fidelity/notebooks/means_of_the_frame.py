# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

# %%
df = pd.read_csv("records.csv")

df = df.drop(["id", "joined", "City", "Plan", "Sex"], axis=1)
X = df.drop("left", axis=1)
y = df["left"]
X = X.fillna(X.mean())
mm = MinMaxScaler()
X = pd.DataFrame(mm.fit_transform(X), columns=X.columns)

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
