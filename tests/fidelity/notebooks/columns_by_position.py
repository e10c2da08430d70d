# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# %%
df = pd.read_csv("records.csv")

df["Age"] = df["Age"].fillna(0)
df["Sex"] = np.where(df["Sex"] == "M", 1, 0)
X = df.iloc[:, [1, 2, 4, 6]].values
y = df.iloc[:, -1]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)
model = LogisticRegression()
model.fit(X_train, y_train)
pred = model.predict(X_test)
