# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
df["left"] = df["left"].map({"yes": 1, "no": 0})
threshold = 0.3
X = df[["Income (k$)", "score"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = LogisticRegression()
model.fit(X_train, y_train)
proba = model.predict_proba(X_test)[:, 1]
pred = (proba > threshold).astype(int)
