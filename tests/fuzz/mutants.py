"""Notebooks that nobody wrote: programs put together from what notebooks hold, then damaged."""

import ast
import copy
import json
import os
import random
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.fuzz import seeds

_NAME = re.compile(r"[A-Za-z_]\w*")
_JUNK = (
    "\x00",
    "\x1b[31m",
    "\u202e",
    "\r",
    "\u2028",
    "🚀",
    "é",
    '"',
    "'''",
    "\\",
    "{{",
    "{%",
    "\t",
    "(",
    "#",
    "\ud800",
)
_VALUES: tuple[object, ...] = (None, True, 3, -1.5, "", "text", [], {}, [[]], [{}], {"a": 1}, "\ud800", ["a", None, 3])

_PROGRAMS, _SCRIPTS, _DAMAGED = 0.4, 0.1, 0.1
"""How many mutants come from programs put together, are in percent format, and have damaged JSON."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A notebook's text and file name, and what was done to it."""

    name: str
    text: str
    deeds: tuple[str, ...]


Cells = list[str]
OnCells = Callable[[Cells, random.Random], None]


def swap_cells(cells: Cells, lot: random.Random) -> None:
    """Put two cells in each other's place."""
    a, b = lot.randrange(len(cells)), lot.randrange(len(cells))
    cells[a], cells[b] = cells[b], cells[a]


def cut_cell(cells: Cells, lot: random.Random) -> None:
    """Leave a cell out."""
    if len(cells) > 1:
        del cells[lot.randrange(len(cells))]


def repeat_cell(cells: Cells, lot: random.Random) -> None:
    """Have a cell twice."""
    cells.insert(lot.randrange(len(cells) + 1), lot.choice(cells))


def join_cells(cells: Cells, lot: random.Random) -> None:
    """Make one cell of all, or one of each line."""
    cells[:] = ["\n".join(cells)] if lot.random() < 0.5 else "\n".join(cells).split("\n")


def shuffle_statements(cells: Cells, lot: random.Random) -> None:
    """Run the statements of a cell in another order."""
    at = lot.randrange(len(cells))
    nodes = _parsed(cells[at])
    lot.shuffle(nodes)
    cells[at] = "\n".join(map(ast.unparse, nodes)) or cells[at]


def swap_names(cells: Cells, lot: random.Random) -> None:
    """Call one thing like another, everywhere or in one cell."""
    names = _NAME.findall("\n".join(cells))
    if names:
        old, new = lot.choice(names), lot.choice(names)
        for at in range(len(cells)) if lot.random() < 0.5 else [lot.randrange(len(cells))]:
            cells[at] = re.sub(rf"\b{old}\b", new, cells[at])


def replace_expression(cells: Cells, lot: random.Random) -> None:
    """Put another expression in the place of one."""
    at = lot.randrange(len(cells))
    places = [
        (node.lineno - 1, node.col_offset, node.end_col_offset or 0)
        for statement in _parsed(cells[at])
        for node in ast.walk(statement)
        if isinstance(node, ast.expr) and node.end_lineno == node.lineno <= cells[at].count("\n") + 1
    ]
    if places:
        row, start, end = lot.choice(places)
        lines = [line.encode() for line in cells[at].split("\n")]
        lines[row] = lines[row][:start] + lot.choice(seeds.expressions()).encode() + lines[row][end:]
        cells[at] = b"\n".join(lines).decode(errors="replace")


def insert_statement(cells: Cells, lot: random.Random) -> None:
    """Put a statement of another notebook somewhere."""
    cells.insert(lot.randrange(len(cells) + 1), lot.choice(seeds.statements()))


def insert_line(cells: Cells, lot: random.Random) -> None:
    """Put an odd line somewhere."""
    at = lot.randrange(len(cells))
    lines = cells[at].split("\n")
    lines.insert(lot.randrange(len(lines) + 1), lot.choice(seeds.LINES))
    cells[at] = "\n".join(lines)


def cut_line(cells: Cells, lot: random.Random) -> None:
    """Leave a line out."""
    at = lot.randrange(len(cells))
    lines = cells[at].split("\n")
    del lines[lot.randrange(len(lines))]
    cells[at] = "\n".join(lines)


def wrap(cells: Cells, lot: random.Random) -> None:
    """Put a cell into a block."""
    at = lot.randrange(len(cells))
    head = lot.choice(
        ["if True:", "for _ in range(3):", "def main():", "try:", "with x as y:", "class A:", "while df:"]
    )
    body = "\n".join(f"    {line}" for line in cells[at].split("\n"))
    cells[at] = f"{head}\n{body}" + ("\nfinally:\n    pass" if head == "try:" else "")


def damage_text(cells: Cells, lot: random.Random) -> None:
    """Put something into a text, or cut its end off."""
    at = lot.randrange(len(cells))
    place = lot.randrange(len(cells[at]) + 1)
    cells[at] = cells[at][:place] + (lot.choice(_JUNK) + cells[at][place:] if lot.random() < 0.8 else "")


def nest(cells: Cells, lot: random.Random) -> None:
    """Make something deep."""
    depth = lot.choice([20, 90, 150, 300, 1000])
    cells.append(
        lot.choice(
            [
                "df['n'] = " + "(" * depth + "df['Age']" + ")" * depth,
                "df['n'] = " + " + ".join(["df['Age']"] * depth),
                "df = df" + ".copy()" * depth,
                "x = " + "-" * depth + "1",
                "df['n'] = " + "np.log(" * depth + "df['Age']" + ")" * depth,
            ]
        )
    )
    swap_cells(cells, lot)


ON_CELLS: tuple[OnCells, ...] = (
    *(swap_cells, cut_cell, repeat_cell, join_cells, shuffle_statements, swap_names, replace_expression),
    *(insert_statement, insert_line, cut_line, wrap, damage_text, nest),
)
# These leave more of a program that means something, so they are done more often.
_OFTEN: tuple[OnCells, ...] = (swap_names, replace_expression, insert_statement, shuffle_statements)


def damage_json(text: str, lot: random.Random) -> str:
    """Damage a notebook behind its cells: a value that is another, a key that is not there, a text that ends early."""
    document = json.loads(text)
    kind = lot.random()
    if kind < 0.15:
        return text[: lot.randrange(len(text) + 1)]
    if kind < 0.3:
        place = lot.randrange(len(text))
        return text[:place] + lot.choice('{}[]",:0\\ \x00') + text[place + 1 :]
    holder: object = document
    while True:
        keys = (
            list(holder) if isinstance(holder, dict) else list(range(len(holder))) if isinstance(holder, list) else []
        )
        if not keys:
            return json.dumps(document)
        key = lot.choice(keys)
        below = holder[key]  # type: ignore[index]
        if not isinstance(below, dict | list) or lot.random() < 0.3:
            if isinstance(holder, dict) and lot.random() < 0.3:
                del holder[key]
            else:
                holder[key] = copy.deepcopy(lot.choice(_VALUES))  # type: ignore[index]
            return json.dumps(document)
        holder = below


def program(lot: random.Random) -> Cells:
    """Write a notebook of the kind that most are."""
    names = seeds.column_names()

    def fill(text: str) -> str:
        a, b, n = lot.choice(names), lot.choice(names), lot.choice(("n", "ratio", *names))
        return text.format(a=a, b=b, n=n)

    features = [fill(lot.choice(seeds.FEATURES)) for _ in range(lot.randrange(6))]
    rest = [fill(lot.choice(choices)) for choices in seeds.CHOICES[1:]]
    read = lot.choice(["records.csv", "records.csv", "churn.csv", "../data/records.csv", "nowhere.csv"])
    return [seeds.IMPORTS, f'df = pd.read_csv("{read}")', *features, *rest]


def mutants(number: int, shard: int = 0, shards: int = 1) -> Iterator[Mutant]:
    """Mutants of a part of the notebooks, and of programs of the kind that most are.

    The same ones every time, whatever else a run has imported; `PROMOTE_FUZZ=explore` makes others.
    """
    first = secrets.randbelow(10**12) if os.environ.get("PROMOTE_FUZZ") == "explore" else 0
    for seed in range(first, first + number):
        yield mutate(random.Random(f"{shard} {seed}"), shard, shards)  # noqa: S311 - nothing is kept secret by it


def mutate(lot: random.Random, shard: int, shards: int) -> Mutant:
    """Make one mutant."""
    originals = seeds.notebooks()[shard::shards]
    cells = program(lot) if lot.random() < _PROGRAMS else list(lot.choice(originals)) or [""]
    deeds = [lot.choice(ON_CELLS + _OFTEN * 2) for _ in range(lot.randrange(6))]
    # What is deep comes last: the other deeds could not follow it.
    for deed in sorted(deeds, key=lambda each: each is nest):
        deed(cells, lot)
        cells = cells or [""]
    done = tuple(deed.__name__ for deed in deeds)
    if lot.random() < _SCRIPTS:
        # Half a character can be spelled in JSON, and in no other file.
        script = "\n".join(f"# %%\n{cell}" for cell in cells).encode(errors="replace").decode()
        return Mutant("mutant.py", script, done)
    text = seeds.to_json(seeds.spell(cells))
    if lot.random() < _DAMAGED:
        return Mutant("mutant.ipynb", damage_json(text, lot), (*done, "damage_json"))
    return Mutant("mutant.ipynb", text, done)


def _parsed(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):
        return []
