# %%
import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

# %%
df = pd.read_csv("records.csv")
df["Age"] = df["Age"].fillna(df["Age"].median())
X = pd.get_dummies(df[["Age", "score", "Plan"]], columns=["Plan"], dtype=float)
y = df["left"].map({"yes": 1, "no": 0})
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
scaler = StandardScaler()
X_train_t = torch.tensor(scaler.fit_transform(X_train), dtype=torch.float32)
X_test_t = torch.tensor(scaler.transform(X_test), dtype=torch.float32)
y_train_t = torch.tensor(y_train.values, dtype=torch.float32).view(-1, 1)
train_loader = DataLoader(TensorDataset(X_train_t, y_train_t), batch_size=32, shuffle=True)


# %%
class Model(nn.Module):
    def __init__(self, n_features, n_hidden=16):
        super(Model, self).__init__()
        self.hidden = nn.Linear(n_features, n_hidden)
        self.norm = nn.BatchNorm1d(n_hidden)
        self.dropout = nn.Dropout(0.3)
        self.out = nn.Linear(n_hidden, 1)

    def forward(self, x):
        x = torch.relu(self.norm(self.hidden(x)))
        return torch.sigmoid(self.out(self.dropout(x)))


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
torch.manual_seed(3)
model = Model(X_train.shape[1]).to(device)
print(model)
criterion = nn.BCELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

# %%
history = []
for epoch in range(15):
    model.train()
    total = 0.0
    for inputs, labels in train_loader:
        inputs, labels = inputs.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    history.append(total)
    if epoch % 5 == 0:
        print(f"epoch {epoch}: {total:.3f}")

# %%
model.eval()
with torch.no_grad():
    outputs = model(X_test_t.to(device))
    predicted = (outputs > 0.5).int()
pred = predicted.numpy()
print((pred.ravel() == y_test.values).mean())
