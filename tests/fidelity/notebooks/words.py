# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

# %%
df = pd.read_csv("records.csv")

df["text"] = df["City"].fillna("nowhere") + " " + df["Plan"] + " plan " + df["Sex"]
X_train, X_test, y_train, y_test = train_test_split(df["text"], df["left"], random_state=1)
tv = TfidfVectorizer()
a = tv.fit_transform(X_train)
b = tv.transform(X_test)
m = LogisticRegression()
m.fit(a, y_train)
pred = m.predict(b)
