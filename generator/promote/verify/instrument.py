"""The notebook with its witness put in: a pure function from notebook and anchors to a notebook that can be run.

    cell 0 (new)     import the witness, which then knows about every split of rows
    cells 1 … n      in pieces, see `chunks`, with data literals replaced by absolute paths, up to the prediction's cell
      after `cut`      a line that keeps the records
      after `predict`  a line that writes down records and predictions

A line is only ever put after an anchor, so magics and everything else stay as they were. Only `%matplotlib` is taken out, since
nobody looks at the plots of this run, and what would install something.
"""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from promote.model.notebook import Notebook
from promote.model.parity import CutAnchor, InnerAnchor, Parity
from promote.model.program import Program
from promote.passes.hosted import as_files, upload_names
from promote.passes.magics import take_out_magics
from promote.passes.parse import parse
from promote.verify.chunks import Chunk, chunks

WITNESS = "promote_witness"
_WITNESSED = f"__import__({WITNESS!r})"
_PLOTTING = re.compile(r"^\s*(?=%matplotlib\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a run takes place: the folder that holds the witness, where it writes, and where the data is."""

    witness_folder: str
    output: str
    paths: Mapping[str, str]
    """Literal in the notebook's code -> absolute path."""


def instrument(notebook: Notebook, parity: Parity, setting: Setting) -> str:
    """Return the text of a notebook (nbformat 4) that writes down what the original predicts.

    Its cells are the pieces of the original's, and their metadata says where they come from and whether they are needed.
    """
    predict = parity.predict
    pieces = [Chunk(cell=0, line=1, source=_bootstrap(setting), needed=True)]
    pieces += [Chunk(cell=0, line=1, source=each, needed=False) for each in parity.supplied]
    uploads = upload_names([each.node for each in parse(take_out_magics(Program(notebook=notebook))).statements])
    for chunk in chunks(notebook, parity):
        if predict is None or chunk.cell <= predict.cell:
            # Nobody is there to upload a file, so it is read where it lies, as in the project.
            source = with_paths(as_files(chunk.source, uploads), setting.paths)
            pieces.append(replace(chunk, source=_without_plotting(source)))
    for cell, line, text in _insertions(parity):
        at = max(number for number, each in enumerate(pieces) if each.cell == cell and each.line <= line)
        pieces[at] = _with_line(pieces[at], line, text)
    return json.dumps(_document(pieces))


def instrument_module(file: str, text: str, parity: Parity, setting: Setting) -> str:
    """Return the text of a module beside the notebook, with what the witness needs of it."""
    lines = with_paths(text, setting.paths).split("\n")
    cut = parity.cut
    if cut is not None and cut.inner is not None and cut.inner.file == file:
        lines.insert(cut.inner.line, _kept_within(cut.inner, cut))
    return "\n".join(lines)


def _bootstrap(setting: Setting) -> str:
    return (
        f"import sys\nsys.path.insert(0, {setting.witness_folder!r})\n"
        f"import {WITNESS}\n{WITNESS}.begin({setting.output!r})\n"
        f"sys.path.remove({setting.witness_folder!r})\ndel sys, {WITNESS}\n"
    )


def _insertions(parity: Parity) -> list[tuple[int, int, str]]:
    """List the lines to put in, each with the cell and the line that it follows, the later first."""
    cut, predict = parity.cut, parity.predict
    lines = []
    if predict is not None and predict.forecast:
        lines.append((predict.cell, predict.line, f"{_WITNESSED}.foresee(lambda: {predict.forecast})"))
    elif predict is not None:
        seen = [predict.model, predict.inputs]
        if predict.answer:
            seen += [predict.answer, predict.classes or "None"]
        lines.append(
            (predict.cell, predict.line, f"{_WITNESSED}.testify({', '.join(f'lambda: {each}' for each in seen)})")
        )
    # Where both follow the same line, the one that is put in last comes first.
    if cut is not None:
        lines += _keeping(cut)
    return sorted(lines, key=lambda each: each[:2], reverse=True)


def _keeping(cut: CutAnchor) -> list[tuple[int, int, str]]:
    """Keep the records where they are, or as a function has them that is called there; what it has later is no matter."""
    inner = cut.inner
    if inner is None:
        return [(cut.cell, cut.line, f"{_WITNESSED}.keep(lambda: {cut.frame}{_order(cut)})")]
    held = (cut.cell, cut.line, f"{_WITNESSED}.hold()")
    return [held] if inner.file else [(inner.cell, inner.line, _kept_within(inner, cut)), held]


def _kept_within(inner: InnerAnchor, cut: CutAnchor) -> str:
    return f"{' ' * inner.indent}{_WITNESSED}.keep(lambda: {inner.frame}{_order(cut)})"


def _order(cut: CutAnchor) -> str:
    return ", in_order=True" if cut.in_order else ""


def _with_line(chunk: Chunk, after: int, text: str) -> Chunk:
    lines = chunk.source.split("\n")
    lines.insert(after - chunk.line + 1, text)
    return replace(chunk, source="\n".join(lines))


def _without_plotting(source: str) -> str:
    return "\n".join(_PLOTTING.sub("pass  # ", line) for line in source.split("\n"))


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


def _document(pieces: Sequence[Chunk]) -> dict[str, object]:
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "source": each.source,
            "metadata": {"promote": {"cell": each.cell, "needed": each.needed}},
            "outputs": [],
            "execution_count": None,
        }
        for number, each in enumerate(pieces)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
