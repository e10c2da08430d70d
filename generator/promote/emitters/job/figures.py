"""What a notebook shows, a job keeps: each figure of a cell becomes a file."""

import ast
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from promote.emitters.job.statements import saying
from promote.model.program import Statement
from promote.passes.names import root_name

_PYPLOT = ("import matplotlib.pyplot", "from matplotlib import pyplot")
_QUIET = frozenset(
    {"cla", "clf", "close", "cm", "colormaps", "get_cmap", "ioff", "ion", "rc", "rcParams", "rcdefaults", "savefig"}
    | {"show", "style", "switch_backend", "use"}
)
"""What pyplot has that draws nothing."""
_DRAWING = frozenset({"boxplot", "hist", "plot"})
"""Methods of tables that draw."""


def keeping_figures(statements: Sequence[Statement], imports: Mapping[str, str], settings: str) -> Iterator[Statement]:
    """Save what the notebook shows, and what it leaves open at the end of a cell, which Jupyter shows and closes."""
    keeper = _Keeper(statements, imports, settings)
    for _, cell in itertools.groupby(statements, lambda each: each.cell):
        yield from keeper.cell([*cell])


class _Keeper:
    """Responsibilities: number the figures; know what draws, what shows and what is a figure of plotly."""

    def __init__(self, statements: Sequence[Statement], imports: Mapping[str, str], settings: str) -> None:
        self.settings = settings
        self.numbers = itertools.count(1)
        self.pyplots = {name for name, line in imports.items() if line.startswith(_PYPLOT)}
        self.plot = min(self.pyplots, default="plt")
        self.seaborn = {name for name, line in imports.items() if "seaborn" in line}
        plotly = {name for name, line in imports.items() if "plotly" in line}
        self.charts = {name for each in statements for name in _made_by(each.node, plotly)}
        self.shown = _showing(self.pyplots)
        self.charted = _showing(self.charts)
        self.drawing: set[str] = set()
        self.drawing |= {
            each.node.name
            for each in statements
            if isinstance(each.node, ast.FunctionDef) and self._draws(each.node) and not self.shown.search(each.text)
        }

    def cell(self, statements: list[Statement]) -> Iterator[Statement]:
        is_open = is_kept = False
        for number, each in enumerate(statements, start=1):
            text = self.charted.sub(self._chart, self.shown.sub(self._figure, each.text))
            if not isinstance(each.node, ast.FunctionDef | ast.ClassDef):
                is_open = (is_open or self._draws(each.node)) and not self.shown.search(each.text)
                is_kept = is_open and (is_kept or f"{self.plot}.savefig(" in each.text)
            if number == len(statements) and is_open:
                text = "\n".join([text, *([] if is_kept else [self._saved(self.plot)]), f"{self.plot}.close()"])
            yield saying(each, text, self.settings)

    def _draws(self, node: ast.AST) -> bool:
        return any(self._is_drawing(each) for each in ast.walk(node) if isinstance(each, ast.Call))

    def _is_drawing(self, call: ast.Call) -> bool:
        if isinstance(call.func, ast.Name):
            return call.func.id in self.drawing
        *_, first = _attributes(call.func)
        root = root_name(call.func)
        if root in self.pyplots:
            return first not in _QUIET
        if root in self.seaborn:
            return first.endswith("plot") or first in {"heatmap", "clustermap"}
        return (
            bool(self.pyplots | self.seaborn) and root not in self.charts and bool(_DRAWING & {*_attributes(call.func)})
        )

    def _figure(self, found: re.Match[str]) -> str:
        return f"{found['indent']}{self._saved(found['name'])}\n{found['indent']}{found['name']}.close()"

    def _saved(self, plot: str) -> str:
        return f'{plot}.savefig({self.settings}.output_dir / "figure-{next(self.numbers)}.png")'

    def _chart(self, found: re.Match[str]) -> str:
        path = f'{self.settings}.output_dir / "figure-{next(self.numbers)}.html"'
        return f"{found['indent']}{found['name']}.write_html({path})"


def _showing(names: set[str]) -> re.Pattern[str]:
    """What shows one of these, as a statement of its own."""
    name = "|".join(map(re.escape, sorted(names))) or "(?!)"
    return re.compile(rf"^(?P<indent>[ ]*)(?P<name>{name})\.show\([^()]*\);?$", re.MULTILINE)


def _made_by(node: ast.stmt, makers: set[str]) -> Iterator[str]:
    for each in ast.walk(node):
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)) if _root(function) in makers:
                yield name
            case _:
                pass


def _root(node: ast.AST) -> str | None:
    """Find the name that a chain of calls and attributes begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _attributes(node: ast.AST) -> Iterator[str]:
    """Attributes of a chain, the last one first."""
    yield ""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Attribute):
            yield node.attr
        node = node.func if isinstance(node, ast.Call) else node.value
