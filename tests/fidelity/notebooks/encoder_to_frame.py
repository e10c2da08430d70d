# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder

# %%
df = pd.read_csv("records.csv")

imp = SimpleImputer(strategy="mean")
df[["Age"]] = imp.fit_transform(df[["Age"]])
ohe = OneHotEncoder(sparse_output=False)
enc = ohe.fit_transform(df[["Plan"]])
enc_df = pd.DataFrame(enc, columns=ohe.get_feature_names_out(["Plan"]))
X = pd.concat([df[["Age", "score"]], enc_df], axis=1)
y = df["left"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(n_estimators=20, random_state=1)
model.fit(X_train, y_train)
pred = model.predict(X_test)
print(accuracy_score(y_test, pred))
