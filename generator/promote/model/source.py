"""What the compiler is given: one notebook as text, and the folder that its data files are found from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One notebook, read from disk and not looked at yet."""

    name: str
    """The file name: `churn.ipynb`."""
    text: str
    folder: Path
    """The notebook's own folder. Tables are opened from here, read-only."""
    tool_version: str
    modules: Mapping[str, str] | None = None
    """Texts of the modules that it imports from beside it, by the path under which they are imported; `None` to look for them."""
    package: str = ""
    """Import name of the package, where there is a project already; empty lets the compiler choose."""
