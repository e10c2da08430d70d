# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# %%
df = pd.read_csv("records.csv").copy()
df["Age"] = df["Age"].fillna(df["Age"].mean())


# %%
def remove_outliers(df):
    df_out = pd.DataFrame()
    for key, subdf in df.groupby("City"):
        m = np.mean(subdf["Income (k$)"])
        st = np.std(subdf["Income (k$)"])
        reduced = subdf[(subdf["Income (k$)"] > (m - st)) & (subdf["Income (k$)"] <= (m + st))]
        df_out = pd.concat([df_out, reduced])
    return df_out


df2 = remove_outliers(df)


def remove_ages(df):
    exclude_indices = np.array([])
    for city, city_df in df.groupby("City"):
        stats = {}
        for sex, sex_df in city_df.groupby("Sex"):
            stats[sex] = {"mean": np.mean(sex_df["Age"]), "count": sex_df.shape[0]}
        for sex, sex_df in city_df.groupby("Sex"):
            other = stats.get("M")
            if other and other["count"] > 3:
                exclude_indices = np.append(exclude_indices, sex_df[sex_df["Age"] < other["mean"] - 15].index.values)
    return df.drop(exclude_indices, axis="index")


df3 = remove_ages(df2)

# %%
dummies = pd.get_dummies(df3["City"])
df4 = pd.concat([df3, dummies], axis="columns")
df5 = df4.drop("City", axis="columns")
X = df5.drop(["left", "Sex", "Plan", "joined"], axis="columns").select_dtypes(include="number")
y = df5["left"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=10)
model = LogisticRegression(max_iter=2000)
model.fit(X_train, y_train)
pred = model.predict(X_test)
