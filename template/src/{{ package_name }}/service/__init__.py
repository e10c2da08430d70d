"""The service around the model. It reaches the model only through `contract`, `predict` and `artefact`."""
