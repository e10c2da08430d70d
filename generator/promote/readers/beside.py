"""What lies beside the notebook: the one place where the compiler looks at a folder, read-only."""

from dataclasses import dataclass
from pathlib import Path

from promote.model.table import Table
from promote.readers.table import Dialect, read_table


@dataclass(frozen=True, slots=True)
class Beside:
    """The folder of a notebook."""

    folder: Path

    def find(self, literal: str) -> str:
        """Find the file that a literal means: at its own path, else under its base name nearby. Empty if nowhere.

        The answer is a path relative to the folder.
        """
        if "\0" in literal or len(literal) > 1000:
            return ""
        base = literal.replace("\\", "/").rstrip("/").rpartition("/")[2].split("?")[0]
        places = (
            []
            if "://" in literal or literal.startswith(("/", "~")) or ":" in literal[:3]
            else [literal.replace("\\", "/")]
        )
        for folder in ("", "data/", "dataset/", "input/", "../data/", "../input/", "../"):
            places.append(f"{folder}{base}")
        return next((place for place in places if base and self._is_file(place)), "")

    def modules(self) -> frozenset[str]:
        """Names of the modules and packages that the notebook can import from its own folder."""
        try:
            entries = list(self.folder.iterdir())
        except OSError:
            return frozenset()
        return frozenset(
            entry.stem
            for entry in entries
            if entry.suffix == ".py" or (entry.is_dir() and (entry / "__init__.py").is_file())
        )

    def table(self, found: str, dialect: Dialect) -> Table | None:
        """Scan a delimited file that `find` found."""
        return read_table(self.folder / found, dialect) if found else None

    def size(self, found: str) -> int:
        """Size of a file in bytes."""
        try:
            return (self.folder / found).stat().st_size
        except OSError:
            return 0

    def _is_file(self, place: str) -> bool:
        try:
            return (self.folder / place).is_file()
        except OSError:
            return False
