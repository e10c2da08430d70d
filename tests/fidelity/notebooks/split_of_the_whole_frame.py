# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.impute import SimpleImputer
from sklearn.ensemble import RandomForestClassifier

# %%
df = pd.read_csv("records.csv")

train, test = train_test_split(df, test_size=0.25, random_state=3)
cols = ["Age", "Income (k$)", "score"]
imp = SimpleImputer(strategy="median")
X_train = imp.fit_transform(train[cols])
X_test = imp.transform(test[cols])
y_train = train["left"]
y_test = test["left"]
m = RandomForestClassifier(random_state=0, n_estimators=15)
m.fit(X_train, y_train)
pred = m.predict(X_test)
