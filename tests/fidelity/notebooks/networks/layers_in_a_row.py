# %%
import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from torch import nn, optim

# %%
df = pd.read_csv("records.csv")
df["Age"] = df["Age"].fillna(df["Age"].mean())
features = ["Age", "Income (k$)", "score"]
df_train, df_test = train_test_split(df, test_size=0.2, random_state=1)
y_test = df_test["price"]
X_train = torch.tensor(df_train[features].values, dtype=torch.float)
X_test = torch.tensor(df_test[features].values, dtype=torch.float)
y_train = torch.tensor(df_train["price"].values, dtype=torch.float).unsqueeze(1)
mean, std = X_train.mean(dim=0), X_train.std(dim=0)
X_train = (X_train - mean) / std
X_test = (X_test - mean) / std

# %%
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 1))
loss_fn = nn.MSELoss()
optimizer = optim.Adam(model.parameters(), lr=0.05)
for epoch in range(60):
    loss = loss_fn(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())

pred = model(X_test).detach().numpy()
