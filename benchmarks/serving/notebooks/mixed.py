# %% [markdown]
# # Mixed columns
# Twelve columns, numbers and texts, with gaps: the model that services are measured with.

# %%
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

# %%
df = pd.read_csv("mixed.csv")
X = df.drop(columns=["left"])
y = df["left"]

# %%
numbers = ["age", "income", "balance", "tenure", "score", "visits", "distance"]
texts = ["city", "plan", "channel", "device", "segment"]
preparation = ColumnTransformer(
    [
        ("numbers", Pipeline([("gaps", SimpleImputer(strategy="median")), ("scale", StandardScaler())]), numbers),
        (
            "texts",
            Pipeline(
                [
                    ("gaps", SimpleImputer(strategy="most_frequent")),
                    ("one_hot", OneHotEncoder(handle_unknown="ignore")),
                ]
            ),
            texts,
        ),
    ]
)
model = Pipeline([("preparation", preparation), ("forest", RandomForestClassifier(100, random_state=0))])

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
predictions = model.predict(X_test)
