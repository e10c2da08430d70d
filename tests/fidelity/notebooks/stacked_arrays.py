# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler, OneHotEncoder
from sklearn.linear_model import LogisticRegression

# %%
df = pd.read_csv("records.csv")

X = df[["Plan", "Sex", "score", "Income (k$)"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
enc = OneHotEncoder(sparse_output=False, handle_unknown="ignore")
sc = StandardScaler()
A = np.hstack([enc.fit_transform(X_train[["Plan", "Sex"]]), sc.fit_transform(X_train[["score", "Income (k$)"]])])
B = np.hstack([enc.transform(X_test[["Plan", "Sex"]]), sc.transform(X_test[["score", "Income (k$)"]])])
m = LogisticRegression().fit(A, y_train)
pred = m.predict(B)
