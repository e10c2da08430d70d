"""What the text cases compare: one view for each folder. The compiler itself is run, openly."""

import ast
import contextlib
import csv
import importlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl

from promote.compiler import Compilation, compile_openly, modernised, read_as_written, read_program, with_modules
from promote.emitters.draft import Draft
from promote.model import show
from promote.model.program import Program
from promote.model.source import Source
from tests.cases.cases import Case


def source_of(case: Case, folder: Path) -> Source:
    """Lay the files of a case out in a folder and point to its notebook."""
    folder.mkdir(exist_ok=True)
    for name, text in case.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".xlsx"):
            _write_workbook(folder / name, text)
        else:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return Source(name=case.name, text=case.source, folder=folder, tool_version="1.2.3")


def _write_workbook(path: Path, text: str) -> None:
    """Write a text as a workbook of one sheet, `Data`, behind one of remarks: a cell that Python can read is what it reads."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data", 1)
    for cells in csv.reader(text.splitlines()):
        sheet.append([_cell(cell) for cell in cells])
    book.active.append(["remarks"])
    book.save(path)


def _cell(text: str) -> object:
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(text)
    with contextlib.suppress(ValueError, SyntaxError):
        return ast.literal_eval(text)
    return text or None


def view(case: Case, folder: Path) -> str:
    """Show what the room of a case is about."""
    source = source_of(case, folder)
    if case.room in _PROGRAM:
        return _PROGRAM[case.room](source)
    return _COMPILED[case.room](compile_openly(source, model=case.model), case.topic)


def _inlined(program: Program) -> str:
    lines = [
        line
        for each in program.statements
        if not isinstance(each.node, ast.Import | ast.ImportFrom | ast.FunctionDef)
        for line in [*filter(None, [each.comments]), each.text]
    ]
    spelled = [f"{name} comes from {text or 'nowhere'}" for name, text in sorted(program.spelled.items())]
    return "\n".join([*lines, *spelled])


def _with_modules(program: Program) -> str:
    lines = [line for each in program.statements for line in [*filter(None, [each.comments]), each.text]]
    lines += [f"{name} comes from {text}" for name, text in sorted(program.spelled.items())]
    lines += [f"{each.cell}:{each.line} {each.module} is not taken: {each.reason}" for each in program.untaken]
    return "\n".join(lines)


_PROGRAM: dict[str, Callable[[Source], str]] = {
    "magics": lambda source: show.show_directives(read_program(source)),
    "parse": lambda source: show.show_statements(read_program(source)),
    "names": lambda source: show.show_names(read_program(source)),
    "inline": lambda source: _inlined(read_program(source)),
    "objects": lambda source: _inlined(read_program(source)),
    "modules": lambda source: _with_modules(read_as_written(with_modules(source))),
    "hosted": lambda source: "\n".join(each.text for each in read_program(source).statements),
    "modernise": lambda source: "\n".join(cell.source for cell in read_program(modernised(source)).notebook.cells),
    "readers": lambda source: show.show_notebook(read_program(source).notebook),
}
"""Views that need no more than the program."""


def _draft(compiled: Compilation) -> Draft:
    draft = compiled.derived.draft
    assert draft is not None, "a notebook without a model has no draft"
    return draft


def _path(compiled: Compilation, topic: str) -> str:
    draft = compiled.derived.draft
    return show.show_path(draft.plan.path) if draft is not None else f"{compiled.derived.archetype}"


def _forecasts(compiled: Compilation, topic: str) -> str:
    predict = compiled.promotion.parity.predict
    if predict is None or not predict.forecast:
        return f"{compiled.promotion.answers.archetype}"
    draft = _draft(compiled)
    horizon = draft.plan.horizon
    assert horizon is not None
    lines = [f"{horizon.steps} of at most {horizon.maximum} steps{'' if horizon.is_known else ', for example'}"]
    lines += [f"data      {draft.steps[p].statement.text}" for p in draft.layout.dataset]
    lines += [f"gives     {', '.join(draft.layout.loaded)}"]
    lines += [f"training  {draft.steps[p].statement.text}" for part in draft.layout.parts for p in part.steps]
    return "\n".join([*lines, f"compared with {predict.forecast} behind cell {predict.cell}, line {predict.line}"])


def _arrays(compiled: Compilation, topic: str) -> str:
    return show.show_arrays(_draft(compiled).plan.arrays)


def _columns(compiled: Compilation, topic: str) -> str:
    plan = _draft(compiled).plan
    served = [f"* {plan.path.steps[position].statement.text}" for position in plan.path.serving]
    fields = ", ".join(each.column for each in plan.contract.fields) or "(only training knows)"
    return "\n".join([f"takes {fields}", *served])


def _tables(compiled: Compilation, topic: str) -> str:
    table = compiled.derived.facts.table
    return show.show_table(table) if table is not None else "(nothing)"


def _scores(compiled: Compilation, topic: str) -> str:
    plan = _draft(compiled).plan
    statements = {each.index: each for each in plan.program.statements}
    return show.show_scores(plan.scores, [statements[index] for index in plan.score_steps])


def _answers(compiled: Compilation) -> str:
    plan, predict = _draft(compiled).plan, compiled.promotion.parity.predict
    assert predict is not None
    lines = [f"{plan.contract.output}: {plan.answer.asks}", *plan.answer.constants]
    lines += [f"classes: {plan.answer.classes}"] if plan.answer.classes else []
    return "\n".join([*lines, f"compared with {predict.answer or f'{predict.model}.predict({predict.inputs})'}"])


def _identity(compiled: Compilation, topic: str) -> str:
    answers = compiled.promotion.answers
    return f"{answers.project_name}\n{answers.package_name}\n{answers.description}"


def _dependencies(compiled: Compilation, topic: str) -> str:
    answers = compiled.promotion.answers
    lines = [*answers.dependencies, *(f"(notebook only) {each}" for each in answers.notebook_dependencies)]
    lines += [f"(data of NLTK) {each}" for each in answers.nltk_data]
    return "\n".join([f"Python {answers.python_version}", *lines])


def _versions(compiled: Compilation, topic: str) -> str:
    evidence = compiled.derived.facts.evidence
    lines = [f"unobtainable: {each.words}" for each in evidence.unobtainable]
    lines += [("" if each.binding else "(told) ") + each.words for each in evidence.reasons]
    for each in compiled.promotion.parity.environments:
        python = f" (Python before {each.python_below})" if each.python_below else ""
        lines += [f"- {each.name}{python}: {', '.join(each.requirements)}"]
    return "\n".join(lines)


def _rules(compiled: Compilation, topic: str) -> str:
    check = importlib.import_module(f"promote.rules.{topic}").check
    return show.show_findings(check(compiled.derived.facts))


def _emitters(compiled: Compilation, topic: str) -> str:
    files = compiled.promotion.files
    if topic == "report":
        return files["PROMOTION.md"].strip()
    folder = (
        "tests/test_job.py"
        if topic == "job_tests"
        else "tests/"
        if topic == "tests"
        else f"src/{compiled.promotion.answers.package_name}/{topic}.py"
    )
    chosen = {name: text for name, text in files.items() if name.startswith(folder)}
    return "\n".join(f"--- {name}\n{text.rstrip()}" for name, text in chosen.items())


_COMPILED: dict[str, Callable[[Compilation, str], str]] = {
    "path": _path,
    "arrays": _arrays,
    "columns": _columns,
    "forecasts": _forecasts,
    "contract": lambda compiled, _: show.show_contract(_draft(compiled).plan.contract),
    "layout": lambda compiled, _: show.show_layout(_draft(compiled).layout, _draft(compiled).plan.path),
    "tables": _tables,
    "scores": _scores,
    "settings": lambda compiled, _: show.show_settings(_draft(compiled).plan.settings),
    "answers": lambda compiled, _: _answers(compiled),
    "models": lambda compiled, _: show.show_models(compiled.promotion.overview.models),
    "identity": _identity,
    "cells": lambda compiled, _: show.show_cells(compiled.promotion.overview.cells),
    "dependencies": _dependencies,
    "versions": _versions,
    "rules": _rules,
    "emitters": _emitters,
}
"""Views of the whole compilation, each with the name of the case's file."""
