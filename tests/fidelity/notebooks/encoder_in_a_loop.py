# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

# %%
df = pd.read_csv("records.csv")

med = df["Age"].median()
df["Age"] = df["Age"].fillna(med)
df["City"] = df["City"].fillna(df["City"].mode()[0])
le = LabelEncoder()
for col in ["City", "Sex", "Plan", "left"]:
    df[col] = le.fit_transform(df[col])
X = df.drop(["left", "id", "joined"], axis=1)
y = df.left

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
