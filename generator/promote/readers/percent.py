"""Python scripts in percent format: cells begin with `# %%`, text cells with `# %% [markdown]`.

What only IPython understands stands in comments, as Jupytext writes it: `# %run prepare.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from promote.model.notebook import Cell, CellKind, Notebook

_MARKER = re.compile(r"^# ?%%(?P<rest>|[\s\[].*)$")
_COMMENTED = re.compile(r"^# ?(?=%{1,2}[A-Za-z]\w|!\w)", re.MULTILINE)
_MAGIC = re.compile(r"^(?=%{1,2}[A-Za-z]\w|!\w)", re.MULTILINE)
_COMMENT = re.compile(r"^# ?", re.MULTILINE)
_QUOTES = re.compile(r'^("""|\'\'\')\n?(?P<text>.*?)\n?\1$', re.DOTALL)


def read_percent(text: str, name: str) -> Notebook:
    """Read a script; one without any marker is a single code cell."""
    cells = tuple(
        replace(cell, source=_COMMENTED.sub("", cell.source)) if cell.kind is CellKind.CODE else cell
        for cell in _cells(text)
    )
    return Notebook(name=name, language="python", python_version="", cells=cells)


def _cells(text: str) -> tuple[Cell, ...]:
    """Part a script into cells; their code is as it stands there."""
    blocks: list[tuple[CellKind, list[str]]] = []
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if marker := _MARKER.match(line):
            kind = CellKind.MARKDOWN if "[markdown]" in marker["rest"] or "[md]" in marker["rest"] else CellKind.CODE
            blocks.append((kind, []))
        else:
            if not blocks:
                blocks.append((CellKind.CODE, []))
            blocks[-1][1].append(line)
    kept = [(kind, "\n".join(lines).strip("\n")) for kind, lines in blocks]
    return tuple(
        Cell(number=number, kind=kind, source=_text(source) if kind is CellKind.MARKDOWN else source)
        for number, (kind, source) in enumerate(((k, s) for k, s in kept if s.strip()), start=1)
    )


def with_sources(text: str, sources: Sequence[str]) -> str:
    """Return a script with other sources in its cells, one for each. Markers and text cells stay."""
    text, position = text.replace("\r\n", "\n"), 0
    for cell, code in zip(_cells(text), sources, strict=True):
        if cell.kind is CellKind.CODE:
            source = cell.source if code == _COMMENTED.sub("", cell.source) else _MAGIC.sub("# ", code)
            start = text.index(cell.source, position)
            text = text[:start] + source + text[start + len(cell.source) :]
            position = start + len(source)
    return text


def _text(source: str) -> str:
    """Text stands in comments, or in a string."""
    quoted = _QUOTES.match(source)
    return quoted["text"] if quoted else _COMMENT.sub("", source)
