# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

sex = df["Sex"].astype(object)
for i in range(sex.shape[0]):
    if sex[i] == "M":
        sex[i] = 1
    else:
        sex[i] = 0
df["Sex"] = sex.astype(int)
for i in range(len(df)):
    if df.loc[i, "score"] > 5 and df.at[i, "price"] > 200:
        df.loc[i, "good"] = 1
    else:
        df.loc[i, "good"] = 0
X = df[["Sex", "good", "score", "price"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
