# %%
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

# %%
df = pd.read_csv("records.csv")

X = df.drop(columns=["left", "id", "joined"])
y = df["left"]
num = X.select_dtypes(include="number").columns
cat = X.select_dtypes(exclude="number").columns
pre = ColumnTransformer(
    [
        ("n", Pipeline([("i", SimpleImputer()), ("s", StandardScaler())]), num),
        (
            "c",
            Pipeline([("i", SimpleImputer(strategy="most_frequent")), ("o", OneHotEncoder(handle_unknown="ignore"))]),
            cat,
        ),
    ]
)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = Pipeline([("pre", pre), ("clf", LogisticRegression(max_iter=500))])
model.fit(X_train, y_train)
pred = model.predict(X_test)
