"""One rung per file. Each offers `check(bench) -> evidence`, and raises `RungFailed` or `RungNotReached`."""
