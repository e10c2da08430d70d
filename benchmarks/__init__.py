"""How fast promote is, against budgets that are ratios: a slow machine is slow on both sides."""
