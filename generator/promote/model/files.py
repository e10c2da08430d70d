"""Text files as values: the emitters return them, `disk` alone writes them."""

from collections.abc import Mapping

Files = Mapping[str, str]
"""Project-relative POSIX path -> text. Paths never start with `/` and never hold `..`."""
