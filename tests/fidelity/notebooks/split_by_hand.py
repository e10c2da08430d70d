# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# %
df = pd.read_csv("records.csv")

np.random.seed(3)
mask = np.random.rand(len(df)) < 0.8
train = df[mask]
test = df[~mask]
scaler = StandardScaler()
X_train = scaler.fit_transform(train[["price", "score"]])
X_test = scaler.transform(test[["price", "score"]])
y_test = test["left"]
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, train["left"])
pred = model.predict(X_test)
