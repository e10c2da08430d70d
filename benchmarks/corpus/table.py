"""The records as a table, in Markdown and CSV, and the figures of the whole."""

import csv
import io
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.corpus.records import Finding, Record, ordered

_COLUMNS = ("notebook", "archetype", "rung", "cut", "seconds", "reason")
_LONGEST = 240
"""Letters of a reason that a row has room for. The CSV has all of them."""
_RULES = ("rule", "severity", "findings", "notebooks")


def csv_table(records: Iterable[Record]) -> str:
    """Spell the records as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_row(record) for record in ordered(records))
    return text.getvalue()


def markdown_table(records: Sequence[Record], total: int) -> str:
    """Spell the figures, the findings by rule, and the records as Markdown. `total` counts the notebooks that there are."""
    parts = [
        f"{len(records)} of {total} notebooks",
        _markdown(("figure", "value"), figures(records)),
        _markdown(_RULES, by_rule(records)),
        _markdown(_COLUMNS, [(*row[:-1], _short(row[-1])) for row in map(_row, ordered(records))]),
    ]
    return "\n\n".join(parts) + "\n"


def figures(records: Sequence[Record]) -> list[tuple[str, str]]:
    """Say what holds of the whole."""
    predictive = [each for each in records if each.predicts]
    ready = [each for each in predictive if each.ready]
    missing, failing = (sum(each.excuse == excuse for each in predictive) for excuse in ("data", "notebook"))
    seconds = [each.compile_seconds for each in records if each.rung is not None]
    return [
        ("read", _share(_at_least(records, 0), len(records))),
        ("rendered (rung 1)", _share(_at_least(records, 1), len(records))),
        ("green (rung 2)", _share(_at_least(records, 2), len(records))),
        ("predictive", str(len(predictive))),
        ("… without their data", str(missing)),
        ("… that do not run to their prediction themselves", str(failing)),
        *_heights("predictive", predictive),
        *_heights("predictive, with data, and running", ready),
        ("seconds to compile, start-up included: median", f"{_quantile(seconds, 50):.2f}"),
        ("seconds to compile, start-up included: 95th percentile", f"{_quantile(seconds, 95):.2f}"),
        ("lines of modules for each line of the notebook: median", _per_line(records, "module_lines")),
        ("lines of tests for each line of the notebook: median", _per_line(records, "test_lines")),
    ]


def by_rule(records: Iterable[Record]) -> list[tuple[str, str, str, str]]:
    """Count the findings of each rule, and the notebooks that have one."""
    found: Counter[tuple[str, str]] = Counter()
    notebooks: Counter[tuple[str, str]] = Counter()
    for record in records:
        keys = [_rule(each) for each in record.findings]
        found.update(keys)
        notebooks.update(set(keys))
    return [
        (rule, severity, str(found[rule, severity]), str(notebooks[rule, severity])) for rule, severity in sorted(found)
    ]


def _rule(finding: Finding) -> tuple[str, str]:
    return f"{finding.code} {finding.name}", finding.severity


def _heights(which: str, records: Sequence[Record]) -> list[tuple[str, str]]:
    raw = [each for each in records if each.cut == "raw"]
    return [
        (f"{which}: served (rung 4)", _share(_at_least(records, 4), len(records))),
        (f"{which}: faithful (rung 5)", _share(_at_least(records, 5), len(records))),
        (f"{which}: faithful, from the raw record", _share(_at_least(raw, 5), len(records))),
    ]


def _at_least(records: Iterable[Record], rung: int) -> int:
    return sum(each.rung is not None and each.rung >= rung for each in records)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.0%})" if whole else "")


def _quantile(values: Sequence[float], percent: int) -> float:
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _per_line(records: Iterable[Record], counted: str) -> str:
    ratios = [
        getattr(each, counted) / each.notebook_lines for each in records if each.notebook_lines and each.module_lines
    ]
    return f"{_quantile(ratios, 50):.2f}"


def _row(record: Record) -> tuple[str, str, str, str, str, str]:
    rung = "refused" if record.rung is None else str(record.rung)
    return (record.notebook, record.archetype or "none", rung, record.cut, f"{record.seconds:.0f}", record.reason)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in row)} |" for row in lines)


def _cell(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split()).replace("|", "\\|")
