"""What a notebook without a model reads, and whether its test can run it."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from promote.knowledge import outside
from promote.model.plan import DataFile
from promote.model.program import Program
from promote.readers.beside import Beside


def job_data(program: Program, beside: Beside) -> tuple[DataFile, ...]:
    """List the literals in calls of readers that name a file."""
    found: dict[str, DataFile] = {}
    for statement in program.statements:
        for node in ast.walk(statement.node):
            literal = _read_literal(node)
            if literal is None or literal in found:
                continue
            name = PurePosixPath(literal.replace("\\", "/")).name or "data"
            found[literal] = DataFile(
                literal=literal,
                setting="data_path" if not found else f"data_path_{len(found) + 1}",
                file_name=name if name not in {each.file_name for each in found.values()} else f"{len(found)}-{name}",
                found=beside.find(literal),
                cell=statement.cell,
                line=statement.line,
            )
    return tuple(found.values())


def why_not_run(program: Program, data: tuple[DataFile, ...], imported: frozenset[str]) -> str:
    """The reason why a test cannot run the job, in words that follow a colon; empty if it can."""
    missing = [each.file_name for each in data if not each.found]
    if missing:
        return f"its data ({', '.join(missing)}) was not found"
    abroad = sorted({module.split(".")[0] for module in imported} & outside.MODULES)
    if abroad:
        return f"it talks to the world outside ({', '.join(abroad)})"
    if addresses := sorted({*_addresses(program)}):
        return f"it downloads {', '.join(addresses)}"
    if variables := _variables(program):
        return f"it needs {', '.join(variables)} in its environment"
    if program.unparsable:
        return "a cell of the notebook is not valid Python"
    calls = {
        node.func.id
        for s in program.statements
        for node in ast.walk(s.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    if "input" in calls:
        return "it asks a person for input"
    return ""


def _addresses(program: Program) -> Iterator[str]:
    """Find what is read from the network: an address that a reader is given, a collection that is fetched."""
    bound: dict[str, str] = {}
    for node in (node for statement in program.statements for node in ast.walk(statement.node)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                bound[name] = text
            case ast.Call(func=ast.Attribute(attr=attr) | ast.Name(id=attr), args=[first, *_]):
                text = bound.get(first.id, "") if isinstance(first, ast.Name) else getattr(first, "value", "")
                is_address = attr.startswith("read_") and isinstance(text, str) and text.startswith(outside.SCHEMES)
                if is_address or (attr in outside.FETCHES and isinstance(text, str) and text):
                    yield text
            case _:
                continue


def _variables(program: Program) -> tuple[str, ...]:
    """Find the variables without which the notebook fails: they are read, and nothing in it sets them."""
    needed: dict[str, None] = {}
    given: set[str] = set()
    for node in (node for statement in program.statements for node in ast.walk(statement.node)):
        match node:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name)))],
                value=value,
            ):
                # To set one to the value of another, or of itself, needs that.
                copied = re.search(r"""getenv\(['"](\w+)['"]\)|environ\.get\(['"](\w+)['"]\)""", ast.unparse(value))
                needed |= dict.fromkeys(filter(None, copied.groups())) if copied else {}
                given |= set() if copied else {name}
            case ast.Subscript(
                value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name)), ctx=ast.Load()
            ):
                needed[name] = None
            case _:
                continue
    return tuple(name for name in needed if name not in given)


def _read_literal(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Attribute(attr=attr) | ast.Name(id=attr), args=[ast.Constant(value=str(text)), *_]) if (
            (attr.startswith("read_") or attr in {"loadtxt", "genfromtxt"}) and "\n" not in text and "." in text
        ):
            return text
        case _:
            return None
