# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression

# %%
df = pd.read_csv("records.csv")

df = df.sort_values("price").reset_index(drop=True)
df["Age"] = df["Age"].fillna(df["Age"].mean())
df["Sex"] = pd.Categorical(df["Sex"], categories=["F", "M"]).codes
X = df[["Age", "Income (k$)", "score", "Sex", "price"]]
y = df["left"]
sel = SelectKBest(f_classif, k=3)
X_new = sel.fit_transform(X, y)
pca = PCA(n_components=2)
X_p = pca.fit_transform(StandardScaler().fit_transform(X_new))
X_train, X_test, y_train, y_test = train_test_split(X_p, y, random_state=1)
m = LogisticRegression()
m.fit(X_train, y_train)
pred = m.predict(X_test)
y_test.index = pd.read_csv("records.csv").sort_values("price").index[y_test.index]
