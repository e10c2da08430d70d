# %%
import pandas as pd, numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression

# %%
df = pd.read_csv("records.csv")

df.columns = [c.lower().replace(" ", "_") for c in df.columns]
df_full, df_test = train_test_split(df, test_size=0.2, random_state=1)
df_train, df_val = train_test_split(df_full, test_size=0.25, random_state=1)
df_train = df_train.reset_index(drop=True)
y_train = (df_train.left == "yes").astype(int).values
y_test = (df_test.left == "yes").astype(int)
pipe = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression())
pipe.fit(df_train[["age", "score", "price"]], y_train)
pred = pipe.predict(df_test[["age", "score", "price"]])
