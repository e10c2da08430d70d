"""Training, for notebooks that put this folder on their path."""

from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

__all__ = ["trained"]
TREES = 12


def trained(df, columns, target="left"):
    df = df.dropna()
    X_train, X_test, y_train, y_test = train_test_split(df[columns], df[target], random_state=0)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    clf = RandomForestClassifier(n_estimators=TREES, random_state=0)
    clf.fit(X_train, y_train)
    return X_train, X_test, y_train, y_test, scaler, clf
