# %%
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv").dropna()
df["later"] = df["score"].shift(-1)
df["place"] = df["Age"].rank()
high = [value for value in df["later"] if value > 5]
df["later"] = df["later"].where(~df["later"].isin(high), 5)

# %%
kmeans = KMeans(n_clusters=4, n_init=5, random_state=0)
kmeans.fit(df[["Age", "Income (k$)"]])
df["cluster"] = kmeans.labels_
other = KMeans(n_clusters=3, n_init=5, random_state=1).fit(df[["score"]])
df["kind"] = other.predict(df[["score"]])
df = df.merge(pd.get_dummies(df["Sex"], prefix="Sex"), left_index=True, right_index=True)

# %%
X = df[["Age", "cluster", "kind", "Sex_F", "Sex_M"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=4)
model = RandomForestClassifier(n_estimators=20, random_state=2)
model.fit(X_train, y_train)
pred = model.predict(X_test)
