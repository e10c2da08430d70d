"""Where each cell went, and why."""

import ast

from promote.knowledge.functions import DISPLAY, DISPLAY_MODULES
from promote.model.notebook import Cell, CellKind
from promote.model.program import DirectiveKind, Program, Statement
from promote.model.promotion import CellSummary, Stage
from promote.planners.calls import qualified_name
from promote.planners.nltk_data import fetches
from promote.planners.values import Value

_TITLE_LENGTH = 60


def plan_cells(
    program: Program, destinations: dict[int, str], training: frozenset[int], imports: dict[str, Value]
) -> tuple[CellSummary, ...]:
    """Summarise every cell. `destinations` maps a statement to its module; `training` are those that fit."""
    broken = {cell.cell for cell in program.unparsable}
    by_cell: dict[int, list[Statement]] = {}
    for statement in program.statements:
        by_cell.setdefault(statement.cell, []).append(statement)
    return tuple(
        _summary(
            cell, by_cell.get(cell.number, []), destinations, training, imports, program, broken=cell.number in broken
        )
        for cell in program.notebook.cells
    )


def _summary(
    cell: Cell,
    statements: list[Statement],
    destinations: dict[int, str],
    training: frozenset[int],
    imports: dict[str, Value],
    program: Program,
    *,
    broken: bool,
) -> CellSummary:
    modules = list(dict.fromkeys(destinations[each.index] for each in statements if each.index in destinations))
    stage, reason = _stage(cell, statements, modules, training, imports, program, broken=broken)
    # Of a cell of IPython syntax, only what it said is left.
    said = next((f"{each.kind} {each.text}" for each in program.directives if each.cell == cell.number), "")
    return CellSummary(
        cell=cell.number,
        stage=stage,
        title=_title(cell.source) or _title(said),
        destination=", ".join(modules),
        reason=reason,
    )


def _stage(
    cell: Cell,
    statements: list[Statement],
    modules: list[str],
    training: frozenset[int],
    imports: dict[str, Value],
    program: Program,
    *,
    broken: bool,
) -> tuple[Stage, str]:
    if cell.kind is not CellKind.CODE:
        return Stage.TEXT, "text; its headings name what is below"
    if broken:
        return Stage.UNPARSABLE, "it is not valid Python"
    if modules:
        if modules == ["job.py"]:
            return Stage.EXPLORE, "the job runs it"
        return _path_stage(statements, modules, training), "the prediction needs it"
    if not any(_is_code(each) for each in statements):
        directives = [each for each in program.directives if each.cell == cell.number]
        if any(each.kind is DirectiveKind.INSTALL for each in directives):
            return Stage.SETUP, "what it installs is a dependency of the project"
        return Stage.SETUP, "a command of the notebook's own environment" if directives else "nothing in it runs"
    if all(_is_import(each) for each in statements if _is_code(each)):
        return Stage.SETUP, "each module imports what it uses"
    if all(fetches(each.node, imports) for each in statements if _is_code(each) and not _is_import(each)):
        return Stage.SETUP, "`make setup` fetches what of it the project reads"
    if all(_shows(each, imports) for each in statements if _is_code(each) and not _is_import(each)):
        return Stage.EXPLORE, "it shows something to a reader"
    return Stage.EXPLORE, "the prediction does not need it"


def _path_stage(statements: list[Statement], modules: list[str], training: frozenset[int]) -> Stage:
    if any(each.index in training for each in statements):
        return Stage.TRAIN
    for module, stage in (("features.py", Stage.FEATURES), ("dataset.py", Stage.LOAD), ("predict.py", Stage.PREDICT)):
        if module in modules:
            return stage
    return Stage.TRAIN


def _is_code(statement: Statement) -> bool:
    return not (isinstance(statement.node, ast.Expr) and isinstance(statement.node.value, ast.Constant))


def _is_import(statement: Statement) -> bool:
    return isinstance(statement.node, ast.Import | ast.ImportFrom)


def _shows(statement: Statement, imports: dict[str, Value]) -> bool:
    node = statement.node
    if isinstance(node, ast.Expr) and not statement.names.mutates:
        return True
    calls = [qualified_name(each.func, imports) for each in ast.walk(node) if isinstance(each, ast.Call)]
    return any(name in DISPLAY or name.split(".")[0] in DISPLAY_MODULES for name in calls)


def _title(source: str) -> str:
    lines = [line.strip() for line in source.split("\n")]
    first = next((line for line in lines if line and line not in {"#", "pass"}), "")
    plain = "".join(letter for letter in first if letter.isprintable()).replace("`", "'")
    return plain if len(plain) <= _TITLE_LENGTH else f"{plain[: _TITLE_LENGTH - 1]}…"
