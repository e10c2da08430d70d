"""What `promote inspect` shows, and the plan of a dry run: one promotion as text, or as data.

The keys of the data are stable. They are the fields of the model, so `promote.model.promotion` describes them:

    notebook    file name
    answers     project_name package_name description archetype dependencies notebook_dependencies tool_version …
    cells       [{cell, stage, title, destination, reason}]
    models      [{name, estimator, cell, chosen, reason}]
    cut         {cell, frame, raw, reason} or null
    inputs      [{name, type, nullable, constraint}]
    output      what a prediction is, in words
    files       names of the derived files
    data        [{source, destination}]
    findings    [{code, name, severity, message, hint, place: {cell, line, file} or null}]
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import PurePosixPath

from promote.console import counted, finding_text
from promote.model.promotion import Overview, Promotion

_TITLE = 40
"""Letters of a cell's title that a line has room for."""


def overview_json(promotion: Promotion) -> str:
    """Spell a promotion as JSON."""
    overview = asdict(promotion.overview)
    document = {
        "notebook": PurePosixPath(promotion.answers.notebook).name,
        "answers": {**promotion.answers.suggestions(), **promotion.answers.facts()},
        **{key: overview[key] for key in ("cells", "models", "cut", "inputs", "output")},
        "files": list(promotion.files),
        "data": [asdict(each) for each in promotion.data],
        "findings": [asdict(each) for each in promotion.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def overview_text(promotion: Promotion) -> str:
    """Spell a promotion for a reader: one section per question that a person has."""
    overview = promotion.overview
    sections = (
        ("", [_headline(promotion)]),
        ("Cells", _cells(overview)),
        ("Models", _models(overview)),
        ("Input", _inputs(overview)),
        ("Output", [overview.output] if overview.output else []),
        ("Dependencies", [", ".join(promotion.answers.dependencies)] if promotion.answers.dependencies else []),
        ("Data", [f"{each.source} -> {each.destination}" for each in promotion.data]),
        ("Findings", [finding_text(each) for each in promotion.findings]),
    )
    return "\n\n".join(_section(title, lines) for title, lines in sections if lines)


def tree_text(root: str, names: Iterable[str]) -> str:
    """Draw the files of a project as a tree."""
    lines = [f"{root}/"]
    shown: list[str] = []
    for name in sorted(names, key=_folders_together):
        *folders, file = name.split("/")
        for depth, folder in enumerate(folders):
            if shown[depth : depth + 1] != [folder]:
                shown = [*shown[:depth], folder]
                lines.append(f"{'  ' * (depth + 1)}{folder}/")
        shown = folders
        lines.append(f"{'  ' * (len(folders) + 1)}{file}")
    return "\n".join(lines)


def _folders_together(name: str) -> list[tuple[bool, str]]:
    parts = name.split("/")
    return [(depth == len(parts) - 1, part) for depth, part in enumerate(parts)]


def _headline(promotion: Promotion) -> str:
    answers = promotion.answers
    cells = counted(len(promotion.overview.cells), "cell")
    name = PurePosixPath(answers.notebook).name
    return f"{name}: {cells}, archetype `{answers.archetype}`, package `{answers.package_name}`"


def _section(title: str, lines: Sequence[str]) -> str:
    body = [f"  {line}" for text in lines for line in text.splitlines()] if title else list(lines)
    return "\n".join([title, *body] if title else body)


def _cells(overview: Overview) -> list[str]:
    rows = [
        (str(each.cell).rjust(3), str(each.stage), _short(each.title), _goes(each.destination, each.reason))
        for each in overview.cells
    ]
    return _aligned(rows)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip(' …')}…"


def _goes(destination: str, reason: str) -> str:
    return f"-> {destination}" if destination else f"({reason})" if reason else ""


def _models(overview: Overview) -> list[str]:
    rows = [
        ("*" if each.chosen else " ", each.name, each.estimator, f"cell {each.cell}", each.reason)
        for each in overview.models
    ]
    return _aligned(rows)


def _inputs(overview: Overview) -> list[str]:
    cut = overview.cut
    head = [f"`{cut.frame}` after cell {cut.cell}: {cut.reason}"] if cut else []
    rows = [
        (each.name, f"{each.type} or null" if each.nullable else each.type, each.constraint) for each in overview.inputs
    ]
    return head + _aligned(rows)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Pad every column but the last to its widest entry."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
