# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

df.columns = [c.lower().replace(" ", "_") for c in df.columns]
df.columns = df.columns.str.strip().str.replace("(", "", regex=False).str.replace(")", "", regex=False)
df = df.rename(columns={"income_k$": "income"})
df = df.rename(str.upper, axis=1)
X = df[["INCOME", "PRICE"]]
y = df["LEFT"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
