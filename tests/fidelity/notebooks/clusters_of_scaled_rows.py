# %%
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("records.csv")
X = df[["Income (k$)", "score"]]
scaler = StandardScaler()
scaled = scaler.fit_transform(X)
kmeans = KMeans(n_clusters=3, random_state=1, n_init=10)
df["cluster"] = kmeans.fit_predict(scaled)
pred = kmeans.labels_
y_test = df["cluster"]
