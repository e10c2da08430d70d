# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %
df = pd.read_csv("records.csv")

X = df[["price", "score", "Income (k$)"]]
X = (X - X.min()) / (X.max() - X.min())
x_data = X.values
y = (df["left"] == "yes").values.astype(int)
x_train, x_test, y_train, _ = train_test_split(x_data, y, test_size=0.2, random_state=42)
_, y_test = train_test_split(df["left"], test_size=0.2, random_state=42)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(x_train, y_train)
pred = model.predict(x_test)
