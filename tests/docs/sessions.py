"""The commands of a page, run one after the other in one shell, as a reader would.

A block of `console` holds commands after `$ `, and below a command lines that it prints, among others and in this order. A
command succeeds, unless a comment says otherwise: `# ends with 2`.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```console\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ENDS = re.compile(r"# ends with (?P<code>\d+)$")
MARK = "::command-ended-with"


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a page."""

    text: str
    code: int
    shown: tuple[str, ...]


def commands(page: str) -> Iterator[Command]:
    """Every command of a page, in its order."""
    for block in BLOCK.finditer(page):
        for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
            text, *shown = part.splitlines()
            ends = ENDS.search(text)
            yield Command(text, int(ends["code"]) if ends else 0, tuple(line for line in shown if line))


def play(page: str, folder: Path, surroundings: Mapping[str, str]) -> None:
    """Run the commands of a page in a folder, and compare how they end and what they print."""
    asked = list(commands(page))
    script = "\n".join(f"{each.text}\necho {MARK} $?" for each in asked)
    done = subprocess.run(
        ["bash"], input=script, cwd=folder, env=dict(surroundings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    *parts, rest = re.split(rf"^{MARK} (\d+)\n", done.stdout, flags=re.MULTILINE)
    assert (len(parts), rest) == (2 * len(asked), ""), done.stdout
    for each, said, code in zip(asked, parts[::2], parts[1::2], strict=True):
        assert int(code) == each.code, f"`{each.text}` ended with {code}:\n{said}"
        lines = iter(said.splitlines())
        missing = [line for line in each.shown if line not in lines]
        assert missing == [], f"`{each.text}` does not print {missing}:\n{said}"
