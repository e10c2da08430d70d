# %%
import lightgbm as lgb
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

df = pd.read_csv("records.csv")
X = df[["Income (k$)", "score"]]
y = LabelEncoder().fit_transform(df["left"])
y = pd.Series(y, index=df.index)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
params = {"objective": "binary", "verbosity": -1, "seed": 1, "num_threads": 1}
d_train = lgb.Dataset(X_train, y_train)
d_val = lgb.Dataset(X_test, label=y_test)
clf = lgb.train(params, d_train, 20, valid_sets=[d_val])
pred = clf.predict(X_test)
pred = (pred >= 0.5).astype(int)
print(accuracy_score(y_test, pred))
