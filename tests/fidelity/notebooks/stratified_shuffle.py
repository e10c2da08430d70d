# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.model_selection import StratifiedShuffleSplit

# %
df = pd.read_csv("records.csv")

split = StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=42)
for train_index, test_index in split.split(df, df["Plan"]):
    strat_train_set = df.loc[train_index]
    strat_test_set = df.loc[test_index]
X_train = strat_train_set[["price", "score"]].copy()
y_train = strat_train_set["left"].copy()
X_test = strat_test_set[["price", "score"]]
y_test = strat_test_set["left"]
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
