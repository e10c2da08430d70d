"""Findings of a rule with their cells, to count by hand how many are right. Chosen as if by lot, and always alike."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus.records import Finding, Record
from promote import disk
from promote.readers.ipynb import read_ipynb

SAMPLES = 10
_AROUND = 12
"""Lines of a cell that are shown above and below the line of a finding."""

Sample = tuple[Record, Finding]


def choose(records: Iterable[Record], rule: str, number: int = SAMPLES) -> list[Sample]:
    """Choose findings of a rule, named by code or by name; of each notebook one before a second of any."""
    by_notebook = [
        sorted(((record, each) for each in record.findings if rule in {each.code, each.name}), key=_lot)
        for record in records
    ]
    rounds = sorted(
        ((turn, sample) for samples in by_notebook for turn, sample in enumerate(samples)),
        key=lambda each: (each[0], _lot(each[1])),
    )
    return [sample for _, sample in rounds[:number]]


def text_of(sample: Sample, folder: Path) -> str:
    """Spell one finding: where, what, and the cell with its line marked."""
    record, finding = sample
    head = f"{finding.code} {finding.name}, {record.notebook}, cell {finding.cell}, line {finding.line}\n  {finding.message}"
    return _printable(f"{head}\n\n{_cell(folder / record.notebook, finding)}\n")


def _lot(sample: Sample) -> str:
    record, finding = sample
    return hashlib.sha256(f"{record.notebook} {finding.cell} {finding.line} {finding.message}".encode()).hexdigest()


def _cell(path: Path, finding: Finding) -> str:
    if not finding.cell:
        return "    (the notebook as a whole)"
    cells = read_ipynb(disk.read_source(path).text, path.name).cells
    source = next((each.source for each in cells if each.number == finding.cell), "")
    return "\n".join(
        f"  {'>' if number == finding.line else ' '} {number:3} {line}"
        for number, line in enumerate(source.split("\n"), start=1)
        if abs(number - finding.line) <= _AROUND
    )


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
