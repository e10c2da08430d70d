"""The distributions that pandas needs to read and write files of certain kinds: nothing in a notebook imports them."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from promote.knowledge.distributions import ENGINES, NAMED_ENGINES, WORKBOOKS

_OF_WORKBOOKS = frozenset(["read_excel", "ExcelFile", "to_excel", "ExcelWriter"])


def plan_engines(trees: Iterable[ast.AST], files: Iterable[str]) -> frozenset[str]:
    """Find the distributions behind the calls in some code. `files` are the names of data files that it reads."""
    endings = frozenset(map(_ending, files))
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return frozenset(found for call in calls for found in _behind(call, endings))


def _behind(call: ast.Call, endings: frozenset[str]) -> Iterator[str]:
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
    if name not in ENGINES and name not in _OF_WORKBOOKS:
        return
    engine = next((each.value for each in call.keywords if each.arg == "engine"), None)
    if isinstance(engine, ast.Constant) and engine.value in NAMED_ENGINES:
        yield NAMED_ENGINES[engine.value]
    elif name in ENGINES:
        yield ENGINES[name]
    else:
        match call.args[:1]:
            case [ast.Constant(value=str(file))]:
                known = {_ending(file)}
            case _:
                known = set(endings & WORKBOOKS.keys()) or {"xlsx"}
        yield from (WORKBOOKS.get(ending, "openpyxl") for ending in known)


def _ending(file: str) -> str:
    return PurePosixPath(file.split("?", maxsplit=1)[0].replace("\\", "/")).suffix.lower().removeprefix(".")
