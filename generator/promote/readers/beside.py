"""What lies beside the notebook: the one place where the compiler looks at a folder, read-only."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from promote.model.table import Table
from promote.readers.dialect import Dialect
from promote.readers.encoding import decode
from promote.readers.requirements import REQUIREMENT_FILES, read_requirements
from promote.readers.sheet import read_sheet
from promote.readers.table import read_table

_NOTEBOOK_FOLDERS = frozenset({"code", "nb", "nbs", "notebook", "notebooks", "src"})
"""A folder of this name lies in a project, and the project lists the requirements."""
_LONGEST_LIST = 200_000
"""Bytes above which a file lists no requirements."""
_LONGEST_MODULE = 1_000_000
"""Bytes above which nobody has written a module."""


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

    def sources(self) -> tuple[str, ...]:
        """Folders around the notebook in which the modules of a project lie."""
        return ("src/", "../", "../src/") if self._is_in_project() else ("src/",)

    def module(self, name: str, folders: Iterable[str]) -> tuple[str, str] | None:
        """Find a module or a package by its name: the path under which it is imported, and its text."""
        path = name.replace(".", "/")
        for folder in folders:
            for file in (f"{path}/__init__.py", f"{path}.py"):
                text = self._module_text(str(PurePosixPath(folder) / file))
                if text is not None:
                    return file, text
        return None

    def requirements(self) -> tuple[tuple[str, str], ...]:
        """Return what a file beside the notebook asks to install: the file's name, and each specifier."""
        places = ["", "../"] if self._is_in_project() else [""]
        for name in [f"{place}{each}" for place in places for each in REQUIREMENT_FILES]:
            listed = read_requirements(name, self._text(name)) if self._is_file(name) else ()
            if listed:
                return tuple((name, each) for each in listed)
        return ()

    def table(self, found: str, dialect: Dialect) -> Table | None:
        """Scan a file that `find` found: a sheet of a workbook, else delimited text."""
        if not found:
            return None
        read = read_sheet if dialect.sheet is not None else read_table
        return read(self.folder / found, dialect)

    def size(self, found: str) -> int:
        """Size of a file in bytes."""
        try:
            return (self.folder / found).stat().st_size
        except OSError:
            return 0

    def _is_in_project(self) -> bool:
        return self.folder.resolve().name.lower() in _NOTEBOOK_FOLDERS

    def _module_text(self, place: str) -> str | None:
        """The text of a module, if there is one that a person may have written."""
        try:
            path = self.folder / place
            is_sound = path.is_file() and path.stat().st_size <= _LONGEST_MODULE
            return decode(path.read_bytes(), is_json=False) if is_sound else None
        except (OSError, UnicodeError, LookupError):
            return None

    def _text(self, name: str) -> str:
        try:
            text = (self.folder / name).read_bytes()[: _LONGEST_LIST + 1]
        except OSError:
            return ""
        # Windows writes such files in UTF-16 (`pip freeze > requirements.txt`).
        encoding = "utf-16" if text[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        return text.decode(encoding, errors="replace") if len(text) <= _LONGEST_LIST else ""

    def _is_file(self, place: str) -> bool:
        try:
            return (self.folder / place).is_file()
        except OSError:
            return False
