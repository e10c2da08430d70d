"""What the project is called."""

import keyword
import re
import sys
from dataclasses import dataclass

from promote.model.notebook import CellKind, Notebook

_NAMELESS = re.compile(
    r"(?i)^(untitled\d*|notebook\d*|main|index|model|models|analysis|final|code|project|readme|test|copy|new|eda)?$"
)
_LONGEST = 40
_UNSAFE = re.compile(r"\{[{%#]|[}%#]\}|`")
"""What a template or Markdown would act on in a file's name."""
_TAKEN = frozenset(["tests", "docs", "src", "deploy", "data", "models", "notebooks", "promote", "site", "setup"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Names of the project: `title` for people, `package` for Python."""

    title: str
    package: str
    description: str


def plan_identity(notebook: Notebook, folder: str, imported: frozenset[str]) -> Identity:
    """Name the project after its notebook, else after its first heading, else after its folder."""
    stem = notebook.name.rpartition(".")[0] or notebook.name
    heading, paragraph = _opening(notebook)
    candidates = [stem, heading, folder]
    words = next(
        (w for w in (_words(each) for each in candidates) if w and not _NAMELESS.match("".join(w))), ["prototype"]
    )
    package = _package(words, imported)
    title = " ".join(words)
    return Identity(
        title=title[0].upper() + title[1:],
        package=package,
        description=_line(paragraph) or f"Promoted from the notebook {_line(notebook.name)}",
    )


def plan_file_name(name: str) -> str:
    """Name the project's copy of the notebook: as it is called, without what nobody can print and what a template would read."""
    return _UNSAFE.sub("-", "".join(letter if letter.isprintable() else "-" for letter in name))


def _words(text: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    words = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", spaced)]
    while words and words[0].isdigit():
        words = words[1:]
    chosen: list[str] = []
    for word in words:
        if len("_".join([*chosen, word])) > _LONGEST - len("_service"):
            break
        chosen.append(word)
    return chosen


def _package(words: list[str], imported: frozenset[str]) -> str:
    name = re.sub(r"^[0-9_]+", "", "_".join(words)) or "prototype"
    if keyword.iskeyword(name) or name in sys.stdlib_module_names or name in imported or name in _TAKEN:
        name = f"{name}_service"
    return name


def _opening(notebook: Notebook) -> tuple[str, str]:
    """The first heading and the first sentence of text below it."""
    heading, paragraph = "", ""
    for cell in notebook.cells[:10]:
        if cell.kind is not CellKind.MARKDOWN:
            continue
        for line in cell.source.split("\n"):
            text = line.strip()
            if text.startswith("#"):
                heading = heading or text.lstrip("#").strip()
            elif len(text) > 20 and text[0].isalpha() and not paragraph:
                paragraph = re.split(r"(?<=[.!?])\s", text)[0]
    return heading, paragraph


def _line(text: str) -> str:
    """One printable line that may stand in TOML, YAML and Markdown."""
    plain = "".join(letter if letter.isprintable() else " " for letter in re.sub(r"[`*\"\\{}<>\[\]|$]", "", text))
    return " ".join(plain.split())[:200].rstrip(" .:")
