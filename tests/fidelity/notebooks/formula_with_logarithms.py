# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
df = df.rename(columns={"Income (k$)": "income"})
df["Age"] = df["Age"].fillna(df["Age"].median())
train, test = train_test_split(df, test_size=0.25, random_state=7)
results = smf.ols("np.log(Age + 1) ~ income + np.log(score + 1)", data=train).fit()
pred = np.exp(results.predict(test)) - 1
y_test = test["Age"]
