# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("records.csv")

def train(df, C=1.0):
    df = df.dropna(subset=["Income (k$)"])
    X = df[["Income (k$)", "score"]]
    y = df["left"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    model = LogisticRegression(C=C)
    model.fit(X_train, y_train)
    print(model.score(scaler.transform(X_test), y_test))
    return scaler, model

def predict(df, scaler, model):
    X = scaler.transform(df[["Income (k$)", "score"]])
    return model.predict(X)

scaler, model = train(df, C=0.5)
y_test = df["left"]
pred = predict(df, scaler, model)
