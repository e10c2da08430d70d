# %% [markdown]
# # Dummies of the first columns, and the others written back
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
df.drop("joined", axis=1, inplace=True)
new_df = df.iloc[:, 1:-2]
# %%
table = pd.get_dummies(new_df)
table["price"] = df["price"]
table["left"] = df["left"]
for column in ["Age", "Income (k$)"]:
    table[column] = table[column].fillna(table[column].median())
y = table["left"]
X = table.drop(columns=["left"])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
model = LogisticRegression(max_iter=3000).fit(X_train, y_train)
pred = model.predict(X_test)
