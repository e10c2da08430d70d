"""Text to data: notebooks and the tables beside them."""

from collections.abc import Callable, Sequence

from promote.model.notebook import Notebook
from promote.readers import ipynb, percent
from promote.readers.ipynb import read_ipynb, without_outputs
from promote.readers.percent import read_percent

READERS: dict[str, Callable[[str, str], Notebook]] = {
    ".ipynb": read_ipynb,
    ".py": read_percent,
}
"""File suffix -> `(text, name) -> Notebook`. Each raises `NotebookError` for a text that is not a notebook."""

KEPT: dict[str, Callable[[str], str]] = {".ipynb": without_outputs}
"""File suffix -> what a project keeps of a notebook's text, where that is not all of it."""

WRITERS: dict[str, Callable[[str, Sequence[str]], str]] = {".ipynb": ipynb.with_sources, ".py": percent.with_sources}
"""File suffix -> `(text, sources) -> text`: the same notebook with other sources in its cells."""
