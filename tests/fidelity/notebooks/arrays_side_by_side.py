# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from scipy.sparse import hstack

# %
df = pd.read_csv("records.csv")

onehot = OneHotEncoder(handle_unknown="ignore")
plans = onehot.fit_transform(df[["Plan"]]).toarray()
numbers = StandardScaler().fit_transform(df[["price", "score"]])
X = np.concatenate((numbers, plans), axis=1)
X = np.hstack([X, df[["Income (k$)"]].values])
X = hstack((X, onehot.transform(df[["Plan"]]))).tocsr()
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
