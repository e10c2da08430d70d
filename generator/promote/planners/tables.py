"""The data files that the path reads, as tables, and the one among them that the service takes its records from."""

import ast
from collections.abc import Mapping

from promote.model.plan import DataFile
from promote.model.sample import Sample
from promote.model.steps import Path, Step
from promote.model.table import Table
from promote.planners.columns import constants
from promote.planners.data import file_of, read_calls
from promote.planners.dialects import dialect
from promote.planners.samples import plan_sample, without_personal_values
from promote.planners.values import Value
from promote.readers.beside import Beside


def plan_tables(path: Path, data: tuple[DataFile, ...], imports: dict[str, Value], beside: Beside) -> dict[str, Table]:
    """Scan the data files that the path reads, by their names in the project, as the first call reads each."""
    known = constants(path)
    found: dict[str, Table] = {}
    for step, number, call in _reads(path, imports):
        here = file_of(data, step, number)
        split = dialect(call, imports, known)
        table = beside.table(here.found, split) if here is not None and split is not None else None
        if here is not None and table is not None:
            found.setdefault(here.file_name, table)
    return found


def table_at_cut(
    path: Path,
    data: tuple[DataFile, ...],
    imports: dict[str, Value],
    tables: Mapping[str, Table],
    samples: Mapping[str, Sample],
) -> tuple[Table | None, Sample | None]:
    """Choose the table at the cut, else the one read first, without anybody's own values, and its sample."""
    here = next((file_of(data, step, number) for step, number, _ in _reads(path, imports)), None)
    table = tables.get(here.file_name) if here is not None else None
    if here is None or table is None:
        return None, None
    sample = samples.get(here.file_name) or plan_sample(table, "", frozenset())
    return without_personal_values(table, sample), sample


def _reads(path: Path, imports: dict[str, Value]) -> list[tuple[Step, int, ast.Call]]:
    """The calls that read a table, those at the cut first."""
    found = [(step, number, call) for step in path.steps for number, call in enumerate(read_calls(step, imports))]
    at_cut = path.steps[path.cut.after] if path.cut.after < len(path.steps) else None
    return sorted(found, key=lambda read: read[0] is not at_cut)
