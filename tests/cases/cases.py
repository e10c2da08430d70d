"""Text cases: Markdown files with notebooks and what the compiler makes of them.

    File = title prose? file* Case+
    Case = "## title" prose? source file* text

The source is a fenced block `python` or `json`, with a file name and `model=NAME` behind it where they matter. Other fenced
blocks with a name (`csv churn.csv`) are files beside the notebook, a workbook where the name is that of one (`csv churn.xlsx`);
those above the first case are beside all of them. What is expected stands in a block `text`, or in a block `text xfail: reason`
where the compiler does not do so yet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TITLE = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>.*)\n(?P<text>(?:.*\n)*?)(?P=fence)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One notebook, the files beside it, and the text that is expected of its room's view."""

    file: Path
    title: str
    name: str
    source: str
    model: str | None
    files: dict[str, str]
    expected: str
    span: tuple[int, int]
    """Where the expected text stands in the file."""
    xfail: str

    @property
    def room(self) -> str:
        """Folder of the case: it says which view is compared."""
        return self.file.parent.name

    @property
    def topic(self) -> str:
        """File of the case, without its ending."""
        return self.file.stem

    def rewrite(self, text: str) -> None:
        """Put another expectation into the file. The cases of a file are rewritten from the last to the first."""
        before = self.file.read_text(encoding="utf-8")
        start, end = self.span
        self.file.write_text(before[:start] + text + before[end:], encoding="utf-8")


def read_cases(file: Path) -> Iterator[Case]:
    """Read the cases of a file. A heading inside a block is text."""
    text = file.read_text(encoding="utf-8")
    blocks = [*_BLOCK.finditer(text)]
    titles = [
        title
        for title in _TITLE.finditer(text)
        if not any(block.start() < title.start() < block.end() for block in blocks)
    ]
    shared = [block for block in blocks if block.start() < titles[0].start()]
    for title, following in zip(titles, [*titles[1:], None], strict=True):
        end = following.start() if following is not None else len(text)
        yield _case(file, title[1], shared, [block for block in blocks if title.start() < block.start() < end])


def _case(file: Path, title: str, shared: list[re.Match[str]], blocks: list[re.Match[str]]) -> Case:
    source, expected = blocks[0], blocks[-1]
    language, *words = source["info"].split()
    kind, _, xfail = expected["info"].partition(" xfail: ")
    if language not in {"python", "json"} or kind != "text":
        raise ValueError(f"{file.name}: `{title}` is not a case")
    name = next((word for word in words if "=" not in word), "")
    return Case(
        file=file,
        title=title,
        name=name or {"python": "notebook.py", "json": "notebook.ipynb"}[language],
        source=source["text"],
        model=next((word.removeprefix("model=") for word in words if word.startswith("model=")), None),
        files={block["info"].split()[-1]: block["text"] for block in [*shared, *blocks[1:-1]]},
        expected=expected["text"],
        span=expected.span("text"),
        xfail=xfail,
    )
