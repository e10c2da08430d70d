# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

for col in df:
    if df[col].dtype in ("float64", "int64"):
        df[col] = df[col].fillna(df[col].median())
for i in df.columns:
    if df[i].dtypes in ("float64", "int64"):
        q1 = df[i].quantile(0.25)
        q3 = df[i].quantile(0.75)
        iqr = q3 - q1
        upper = q3 + 0.2 * iqr
        lower = q1 - 0.2 * iqr
        df[i] = df[i].clip(lower, upper)
X = df[["Age", "price", "score", "Income (k$)"]]
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
