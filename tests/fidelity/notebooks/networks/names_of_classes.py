# %%
import pandas as pd
import torch
import torch.nn.functional as F
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

# %%
df = pd.read_csv("records.csv")
encoder = LabelEncoder()
labels = pd.Series(encoder.fit_transform(df["Plan"]), index=df.index)
X = df[["Income (k$)", "price"]]
X_train, X_test, y_train, y_test = train_test_split(X, labels, test_size=0.3, random_state=0)
scaler = MinMaxScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
train_ds = TensorDataset(torch.from_numpy(X_train).float(), torch.from_numpy(y_train.values).long())
test_ds = TensorDataset(torch.from_numpy(X_test).float(), torch.from_numpy(y_test.values).long())
train_dl = DataLoader(train_ds, batch_size=20)
test_dl = DataLoader(test_ds, batch_size=20)


# %%
class Net(nn.Module):
    def __init__(self, sizes, n_out):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.head = nn.Linear(sizes[-1], n_out)

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        return self.head(x)


torch.manual_seed(1)
net = Net([2, 8, 8], len(encoder.classes_))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for epoch in range(20):
    for i, (xb, yb) in enumerate(train_dl):
        loss = F.cross_entropy(net(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

# %%
net.eval()
numbers = []
with torch.no_grad():
    for xb, yb in test_dl:
        _, predicted = torch.max(net(xb), 1)
        numbers.extend(predicted.tolist())
pred = encoder.inverse_transform(numbers)
