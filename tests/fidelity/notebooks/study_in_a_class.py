# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split


# %%
class Study:
    """From the file to the model."""

    COLUMNS = ["Age", "ratio", "score"]

    def __init__(self, path, trees=15):
        self.path = path
        self.model = RandomForestClassifier(n_estimators=trees, random_state=0)

    def load(self):
        self.df = pd.read_csv(self.path)
        self.df = self.df.dropna(subset=["Age", "price"])

    def features(self):
        self.df["ratio"] = self.df["price"] / self.df["Age"]
        X, y = self.df[self.COLUMNS], self.df["left"]
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(X, y, random_state=1)

    def run(self):
        self.load()
        self.features()
        self.model.fit(self.X_train, self.y_train)
        return self.model.score(self.X_test, self.y_test)


# %%
study = Study("records.csv")
print(study.run())
X_test, y_test = study.X_test, study.y_test
pred = study.model.predict(X_test)
