"""The notebooks of a folder, and what of them can change."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """One notebook: `name` is its path below the folder, `digest` tells whether it has changed."""

    name: str
    path: Path
    digest: str


def find_notebooks(folder: Path) -> tuple[Notebook, ...]:
    """Find every notebook below a folder, but for hidden folders and Jupyter's own copies."""
    return tuple(
        Notebook(name=name, path=folder / name, digest=hashlib.sha256((folder / name).read_bytes()).hexdigest())
        for name in sorted(_names(folder))
    )


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.ipynb"):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()
