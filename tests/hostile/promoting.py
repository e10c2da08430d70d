"""Promotes a notebook as the command line does, in this process, and looks at what came of it."""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from promote import cli

DATA = "a,b,y\n1,2,3\n2,3,5\n4,5,9\n3,3,3\n5,6,7\n6,1,2\n"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would act on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run said, and what it left in the folder: the notebook's folder is `folder / "in"`, the project `folder / "out"`."""

    code: int
    said: str
    project: Path

    def text(self, name: str) -> str:
        """Read a file of the project."""
        return (self.project / name).read_text(encoding="utf-8")

    def everything(self) -> str:
        """All texts of the project and their names, but for git's own files."""
        files = [path for path in sorted(self.project.rglob("*")) if path.is_file() and ".git" not in path.parts]
        return "\n".join(f"{path}\n{path.read_bytes().decode(errors='replace')}" for path in files)


def predicting(*features: str, read: str = 'df = pd.read_csv("data.csv")', inputs: str = 'df[["a", "b"]]') -> list[str]:
    """Cells that read a table, make features and predict."""
    return [
        "import pandas as pd\nfrom sklearn.linear_model import LinearRegression",
        read,
        *features,
        f'X = {inputs}\ny = df["y"]',
        "model = LinearRegression()\nmodel.fit(X, y)\nmodel.predict(X)",
    ]


def notebook(*cells: str | dict[str, object], **metadata: object) -> str:
    """Spell a notebook. A text is a code cell."""
    spelled = [
        {"cell_type": "code", "source": cell, "outputs": [], "metadata": {}} if isinstance(cell, str) else cell
        for cell in cells
    ]
    return json.dumps({"cells": spelled, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False)


def markdown(text: str) -> dict[str, object]:
    """Make a text cell."""
    return {"cell_type": "markdown", "source": text, "metadata": {}}


class Promoter:
    """Promotes notebooks in a folder of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def cells(self, *cells: str | dict[str, object], name: str = "flats.ipynb", data: str = DATA) -> Outcome:
        """Promote cells."""
        return self.raw(notebook(*cells).encode(), name=name, data=data)

    def raw(self, content: bytes, *, name: str = "flats.ipynb", data: str = DATA) -> Outcome:
        """Promote a file. Whatever is in it, nothing is written elsewhere, every module parses, and no terminal is steered."""
        home, project = self.folder / "in", self.folder / "out"
        home.mkdir()
        (home / name).write_bytes(content)
        (home / "data.csv").write_text(data, encoding="utf-8")
        before = _listing(self.folder, project)
        code = cli.run([str(home / name), str(project), "--defaults"])
        said = "".join(self.capsys.readouterr())

        assert code in {0, 1, 2}, said
        assert _listing(self.folder, project) == before
        assert not STEERING.search(said)
        if code == 0:
            _look_at(project)
        else:
            assert not project.exists()
            assert said.startswith("error: ")
        return Outcome(code=code, said=said, project=project)


def _listing(folder: Path, project: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(project))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _look_at(project: Path) -> None:
    for path in project.rglob("*"):
        name = path.relative_to(project).as_posix()
        assert not STEERING.search(name)
        if path.suffix == ".py" and not name.startswith("notebooks/"):
            ast.parse(path.read_text(encoding="utf-8"))
        if path.suffix in {".py", ".md", ".toml", ".yml"} and not name.startswith("notebooks/"):
            assert not STEERING.search(path.read_text(encoding="utf-8")), name
