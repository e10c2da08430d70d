"""The notebook with its witness put in: a pure function from notebook and anchors to a notebook that can be run.

    cell 0 (new)     import the witness, which then knows about every split of rows
    cells 1 … n      as they are, with data literals replaced by absolute paths, up to the prediction's cell
      after `cut`      a line that keeps the records
      after `predict`  a line that writes down records and predictions

A line is only ever put after an anchor, so magics and everything else stay as they were. Only `%matplotlib` is taken out:
nobody looks at the plots of this run, and a project that plots nowhere else has no matplotlib.
"""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from promote.model.notebook import Cell, CellKind, Notebook
from promote.model.parity import CutAnchor, PredictAnchor

WITNESS = "promote_witness"
_PLOTTING = re.compile(r"^\s*(?=%matplotlib\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a run takes place: the folder that holds the witness, where it writes, and where the data is."""

    witness_folder: str
    output: str
    paths: Mapping[str, str]
    """Literal in the notebook's code -> absolute path."""


def instrument(notebook: Notebook, cut: CutAnchor, predict: PredictAnchor, setting: Setting) -> str:
    """Return the text of a notebook (nbformat 4) that writes down what the original predicts."""
    sources = [_bootstrap(setting)]
    for cell in notebook.cells:
        if cell.kind is CellKind.CODE and cell.number <= predict.cell:
            sources.append(_with_lines(cell, _insertions(cell, cut, predict), setting.paths))
    return json.dumps(_document(sources))


def _bootstrap(setting: Setting) -> str:
    return (
        f"import sys\nsys.path.insert(0, {setting.witness_folder!r})\n"
        f"import {WITNESS}\n{WITNESS}.begin({setting.output!r})\n"
        f"sys.path.remove({setting.witness_folder!r})\ndel sys, {WITNESS}\n"
    )


def _insertions(cell: Cell, cut: CutAnchor, predict: PredictAnchor) -> list[tuple[int, str]]:
    """List the lines to put into a cell, each with the line that it follows, the later first."""
    call = f"__import__({WITNESS!r})"
    lines = []
    if cell.number == cut.cell:
        lines.append((cut.line, f"{call}.keep(lambda: {cut.frame})"))
    if cell.number == predict.cell:
        seen = [predict.model, predict.inputs]
        if predict.answer:
            seen += [predict.answer, predict.classes or "None"]
        lines.append((predict.line, f"{call}.testify({', '.join(f'lambda: {each}' for each in seen)})"))
    return sorted(lines, key=lambda each: each[0], reverse=True)


def _with_lines(cell: Cell, insertions: Sequence[tuple[int, str]], paths: Mapping[str, str]) -> str:
    lines = [_PLOTTING.sub("pass  # ", line) for line in with_paths(cell.source, paths).split("\n")]
    for after, text in insertions:
        lines.insert(after, text)
    return "\n".join(lines)


def with_paths(source: str, paths: Mapping[str, str]) -> str:
    """Replace the string literals that name a data file. Other text that looks alike stays.

    >>> with_paths("read('a.csv')  # 'a.csv'", {"a.csv": "/data/a.csv"})
    "read('/data/a.csv')  # 'a.csv'"
    """
    lines = source.split("\n")
    for (row, start), (last_row, end), value in reversed(list(_strings(source))):
        if value in paths and row == last_row:
            text = lines[row - 1]
            lines[row - 1] = f"{text[:start]}{paths[value]!r}{text[end:]}"
    return "\n".join(lines)


def _strings(source: str) -> Iterator[tuple[tuple[int, int], tuple[int, int], str]]:
    """Find the plain string literals of a cell, as far as it is Python."""
    readable = "\n".join("" if line.lstrip()[:1] in {"%", "!", "?"} else line for line in source.split("\n"))
    try:
        for token in tokenize.generate_tokens(io.StringIO(readable).readline):
            if token.type == tokenize.STRING:
                value = _value(token.string)
                if value is not None:
                    yield token.start, token.end, value
    except (tokenize.TokenError, SyntaxError):
        return


def _value(literal: str) -> str | None:
    try:
        value = ast.literal_eval(literal)
    except (ValueError, SyntaxError):
        return None
    return value if isinstance(value, str) else None


def _document(sources: Sequence[str]) -> dict[str, object]:
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "source": source,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for number, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
