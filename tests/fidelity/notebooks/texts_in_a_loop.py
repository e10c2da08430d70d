# %
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.feature_extraction.text import CountVectorizer
import re

# %
df = pd.read_csv("records.csv")

df["City"] = df["City"].fillna("nowhere")
corpus = []
for i in range(0, 400):
    text = re.sub("[^a-zA-Z]", " ", df["City"][i] + " " + df["joined"][i] + " plan" + df["Plan"][i])
    text = text.lower()
    words = text.split()
    words = [word for word in words if not word in set(["oslo"])]
    text = " ".join(words)
    corpus.append(text)
cv = CountVectorizer(max_features=50)
X = cv.fit_transform(corpus).toarray()
y = df.iloc[:, -1]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
