# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.neighbors import KNeighborsClassifier

# %%
df = pd.read_csv("records.csv")

df = df.dropna(subset=["Age"])
X = df.drop(columns=["id", "City", "joined", "Plan", "Sex", "left", "price"]).values
y = df["left"].values
idx = df.index
X_train, X_test, y_train, y_test, i1, i2 = train_test_split(X, y, idx, test_size=0.3, random_state=1)
sc = MinMaxScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)
knn = KNeighborsClassifier(n_neighbors=5)
knn.fit(X_train, y_train)
pred = knn.predict(X_test)
y_test = pd.Series(y_test, index=i2)
