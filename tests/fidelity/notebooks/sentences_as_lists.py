# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.feature_extraction.text import TfidfVectorizer

# %
df = pd.read_csv("records.csv")

texts = df["Plan"].astype(str).tolist()
labels = df["left"].tolist()
texts = [t.upper() + " x" for t in texts]
cities = [c if isinstance(c, str) else "none" for c in df["City"]]
df["text"] = [a + " " + b for a, b in zip(texts, cities)]
X_train, X_test, y_train, y_test = train_test_split(df["text"], df["left"], random_state=7)
vect = TfidfVectorizer(analyzer="char")
vect.fit(X_train)
a = vect.transform(X_train)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(a, y_train)
pred = model.predict(vect.transform(X_test))
