# %%
import sys

sys.path.append("lib")

from sklearn.metrics import accuracy_score
from steps.tables import load as read
from training import *

# %%
frame = read()
X_train, X_test, y_train, y_test, scaler, clf = trained(frame, ["Age", "score", "price"])
pred = clf.predict(scaler.transform(X_test))
accuracy_score(y_test, pred)
