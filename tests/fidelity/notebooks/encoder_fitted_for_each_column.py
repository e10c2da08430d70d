# %%
import pandas as pd
from sklearn import preprocessing
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

# %%
df = pd.read_csv("records.csv").dropna()

# %%
le = preprocessing.LabelEncoder()
le_count = 0
for col in df:
    if df[col].dtype == "object" or str(df[col].dtype) in ("str", "string"):
        if len(list(df[col].unique())) <= 2:
            le.fit(df[col])
            df[col] = le.transform(df[col])
            le_count += 1
print("%d columns were label encoded." % le_count)

# %%
encoder = preprocessing.LabelEncoder()
encoder.fit(df["City"])
df["City"] = encoder.transform(df["City"])
encoder.fit(df["score"] // 2)
df["half"] = encoder.transform(df["score"] // 2)
columns = []
for name in ["Age", "score"]:
    df[name + "_squared"] = df[name] ** 2
    columns.append(name)
df = df.drop(columns, axis=1)

# %%
X = df[["Sex", "City", "half", "Age_squared", "score_squared"]]
y = df["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=4)
model = DecisionTreeClassifier(random_state=2)
model.fit(X_train, y_train)
pred = model.predict(X_test)
