"""Turn a notebook prototype into a production service."""
