# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

# %%
df = pd.read_csv("records.csv")

le = LabelEncoder()
y = le.fit_transform(df["left"])
X = df[["Income (k$)", "score"]].values
X_train, X_test, y_train, y_test, i_train, i_test = train_test_split(X, y, df.index, test_size=0.25, random_state=7)
model = LogisticRegression()
model.fit(X_train, y_train)
pred = model.predict(X_test)
y_test = pd.Series(y_test, index=i_test)
