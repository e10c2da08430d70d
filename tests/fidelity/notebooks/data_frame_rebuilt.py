# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

# %
df = pd.read_csv("records.csv")

scaler = MinMaxScaler()
numbers = df[["price", "score"]]
scaled = pd.DataFrame(scaler.fit_transform(numbers), columns=numbers.columns, index=numbers.index)
dummies = pd.get_dummies(df["Plan"], prefix="plan", drop_first=True)
df2 = pd.concat([scaled, dummies, df["left"]], axis=1)
X = df2.iloc[:, :-1].values
y = df2.iloc[:, -1]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
