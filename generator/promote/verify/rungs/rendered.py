"""Rung 1: nothing is left unrendered, and every file parses."""

import ast
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from promote import disk
from promote.console import counted
from promote.verify.workshop import RungFailed, Workshop

BASE = ".promote/base/"
_STATEMENT = re.compile(r"\{%-?\s*(?:if|elif|else|endif|for|endfor|set|raw|endraw|include|macro|block|import|from)\b")
_NOT_OURS = ("notebooks/", "data/", ".promote/", "PROMOTION.md")


def _parse_yaml(text: str) -> None:
    import yaml

    # Events, not objects: tags such as `!Ref` belong to whoever reads the file.
    for _ in yaml.parse(text):
        pass


PARSERS: Mapping[str, Callable[[str], object]] = {
    ".py": ast.parse,
    ".json": json.loads,
    ".ipynb": json.loads,
    ".toml": tomllib.loads,
    ".yaml": _parse_yaml,
    ".yml": _parse_yaml,
}


def check(bench: Workshop) -> str:
    """Parse every file, and look for Jinja in those that came from the template."""
    names = disk.listing(bench.scratch)
    derived = {name.removeprefix(BASE).removesuffix(".txt") for name in names if name.startswith(BASE)}
    leftover = _leftover(bench.project.questions)
    parsed = 0
    for name in names:
        if PurePosixPath(name).suffix == ".jinja" or _STATEMENT.search(name) or leftover.search(name):
            raise RungFailed(f"`{name}` is an unrendered name")
        text = _text(bench, name)
        if text is None:
            continue
        parsed += _parse(name, text)
        if name not in derived and not name.startswith(_NOT_OURS):
            _check_rendered(name, text, leftover)
    return f"{counted(len(names), 'file')}, {parsed} parsed, nothing left unrendered"


def _leftover(questions: tuple[str, ...]) -> re.Pattern[str]:
    """Match an expression of the template. Other tools have braces too: `${{ github.ref }}`, `{{ $labels.job }}`."""
    names = "|".join(map(re.escape, ("_copier_answers", "_copier_conf", *questions)))
    return re.compile(rf"(?<!\$)\{{\{{-?\s*(?:{names})\b")


def _text(bench: Workshop, name: str) -> str | None:
    try:
        return (bench.scratch / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def _parse(name: str, text: str) -> bool:
    parser = PARSERS.get(PurePosixPath(name).suffix)
    # Whatever lies in `data` is data, and a script in percent format may hold what only IPython understands.
    if parser is None or name.startswith("data/") or (name.startswith("notebooks/") and name.endswith(".py")):
        return False
    try:
        parser(text)
    except Exception as error:
        raise RungFailed(
            f"`{name}` does not parse: {next(iter(str(error).splitlines()), type(error).__name__)}"
        ) from error
    return True


def _check_rendered(name: str, text: str, leftover: re.Pattern[str]) -> None:
    for number, each in enumerate(text.splitlines(), start=1):
        found = _STATEMENT.search(each) or leftover.search(each)
        if found:
            raise RungFailed(f"`{name}` line {number} is left unrendered: `{found.group()}`")
