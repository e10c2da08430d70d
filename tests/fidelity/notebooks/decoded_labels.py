# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

df = pd.read_csv("records.csv")
le = LabelEncoder()
df["left"] = le.fit_transform(df["left"])
X = df[["Income (k$)", "score"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = LogisticRegression()
model.fit(X_train, y_train)
pred = le.inverse_transform(model.predict(X_test))
print(pred)
