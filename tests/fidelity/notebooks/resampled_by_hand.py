# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.utils import resample


# %%
def grade(value):
    try:
        whole, rest = str(value).split(".")
        if int(rest) > 5:
            return int(whole) + 1
        return int(whole)
    except ValueError:
        return 0


# %%
df = pd.read_csv("records.csv").dropna()
df["grade"] = df["Age"].apply(grade)
stayed = df[df["left"] == df["left"].mode()[0]]
left = df[df["left"] != df["left"].mode()[0]]
more = resample(left, replace=True, n_samples=len(stayed), random_state=42)
df = pd.concat([more, stayed])

# %%
scaler = StandardScaler()
df[["grade", "score"]] = scaler.fit_transform(X=df[["grade", "score"]])
df["band"] = pd.cut(x=df["Income (k$)"], bins=4, labels=False)
X = df[["grade", "score", "band"]]
y = df["left"]
if isinstance(X, pd.Series):
    X = X.to_frame()
elif len(X.shape) == 1:
    X = X.reshape(-1, 1)
else:
    X = X.copy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=4)
model = LogisticRegression()
model.fit(X_train, y_train)
pred = model.predict(X_test)
