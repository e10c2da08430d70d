"""A notebook without a model becomes a job: its own code in one function, its data and its outputs as settings."""

import ast
import itertools
import re

from promote.emitters.draft import STANDARD, annotate, indent, link
from promote.emitters.literals import spelled
from promote.emitters.settings import settings_module
from promote.emitters.unbound import marked
from promote.knowledge import methods
from promote.model.files import Files
from promote.model.plan import DataFile, Setting
from promote.model.program import Program, Statement
from promote.passes.names import called_name, root_name
from promote.planners.imports import imported_values
from promote.planners.nltk_data import fetches

_WRITERS = frozenset(
    [
        "to_csv",
        "to_excel",
        "to_json",
        "to_parquet",
        "to_pickle",
        "to_html",
        "to_markdown",
        "savefig",
        "write_html",
        "write_image",
        "save",
        "to_feather",
    ]
)


_LOOKS = methods.ROW_WISE | methods.AGGREGATE - {"info"} | methods.ROW_REMOVING | methods.REORDERING
"""Methods whose value a notebook shows below the cell when nobody binds it."""

_HEADER = '''"""Runs the analysis: `python -m {package}.job`."""

# mypy: ignore-errors
# The analysis is the notebook's own code, untyped as it was written.
'''


def emit_job(
    program: Program,
    package: str,
    imports: dict[str, str],
    data: tuple[DataFile, ...],
    *,
    runnable: str,
) -> Files:
    """Emit the job. `runnable` is the reason why its test cannot run it, or empty."""
    settings = (
        *(
            Setting(
                name=each.setting,
                type="Path",
                value=f'Path("data/{each.file_name}")',
                doc=f"Data that the job reads: `{each.file_name}`.",
            )
            for each in data
        ),
        Setting(name="output_dir", type="Path", value='Path("outputs")', doc="Folder that the job writes to."),
    )
    return {
        f"src/{package}/settings.py": settings_module(package, settings),
        f"src/{package}/job.py": _module(program, package, imports, data),
        "tests/test_job.py": _test(package, data, runnable),
    }


def _module(program: Program, package: str, imports: dict[str, str], data: tuple[DataFile, ...]) -> str:
    statements = [each for each in program.statements if not isinstance(each.node, ast.Import | ast.ImportFrom)]
    known = imported_values(program)
    kept = [each for each in statements if _has_effect(each, imports) and not fetches(each.node, known)]
    body = "\n".join(_statement(each, data) for each in kept) or "pass"
    body = _figures(body, imports)
    function = "\n".join(
        [
            "def run(settings: Settings) -> list[Path]:",
            '    """Do what the notebook does, and return the files that it leaves in `output_dir`."""',
            "    settings.output_dir.mkdir(parents=True, exist_ok=True)",
            indent(body),
            "    return sorted(path for path in settings.output_dir.iterdir() if path.is_file())",
        ]
    )
    main = '''def main() -> None:
    """Run the job and name the files that it wrote."""
    for path in run(Settings()):
        print(path)


if __name__ == "__main__":
    main()'''
    code = f"{function}\n\n\n{main}"
    lines = link(code, [{"Settings": f"from {package}.settings import Settings"}, imports, STANDARD])
    header = _HEADER.format(package=package)
    text = "\n".join([header, *lines, "", "", code, ""])
    somewhere = {name for each in program.statements for name in each.names.defines}
    return marked(text, header.strip("\n"), somewhere)


def _figures(body: str, imports: dict[str, str]) -> str:
    """Where a notebook shows a figure, a job keeps it."""
    plots = [name for name, line in imports.items() if line.startswith("import matplotlib.pyplot")]
    for name in plots:
        shown = re.compile(rf"^(?P<indent>[ ]*){name}\.show\([^()]*\);?$", re.MULTILINE)
        numbers = itertools.count(1)
        body = shown.sub(
            lambda found, name=name, numbers=numbers: (  # type: ignore[misc]
                f'{found["indent"]}{name}.savefig(settings.output_dir / "figure-{next(numbers)}.png")\n'
                f"{found['indent']}{name}.close()"
            ),
            body,
        )
    return body


def _statement(statement: Statement, data: tuple[DataFile, ...]) -> str:
    text = annotate(statement.text)
    found = {each.literal: f"settings.{each.setting}" for each in data}
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    places: list[tuple[ast.Constant, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant) and _reads(node):
            if node.args[0].value in found:
                places.append((node.args[0], found[str(node.args[0].value)]))
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _WRITERS
            and node.args
        ):
            target = node.args[0]
            if isinstance(target, ast.Constant) and isinstance(target.value, str):
                name = target.value.replace("\\", "/").rpartition("/")[2] or "output"
                places.append((target, f"settings.output_dir / {spelled(name)}"))
    for node, replacement in sorted(places, key=lambda place: (place[0].lineno, place[0].col_offset), reverse=True):
        text = _replace(text, node, replacement)
    return f"{statement.comments}\n{text}" if statement.comments else text


def _reads(call: ast.Call) -> bool:
    name = called_name(call)
    return name.startswith("read_") or name in {"loadtxt", "genfromtxt"}


def _replace(text: str, node: ast.Constant, replacement: str) -> str:
    if node.lineno != node.end_lineno:
        return text
    lines = text.split("\n")
    line = lines[node.lineno - 1].encode()
    lines[node.lineno - 1] = (
        line[: node.col_offset] + replacement.encode() + line[node.end_col_offset or 0 :]
    ).decode()
    return "\n".join(lines)


def _has_effect(statement: Statement, imports: dict[str, str]) -> bool:
    """Whether running the statement does anything but show a value below its cell."""
    node = statement.node
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=receiver, attr=method), keywords=keywords)) if (
            method in _LOOKS and root_name(receiver) not in imports
        ):
            return any(keyword.arg == "inplace" for keyword in keywords)
        case ast.Expr():
            pass
        case _:
            return True
    return any(isinstance(each, ast.Call | ast.Await) for each in ast.walk(node))


def _test(package: str, data: tuple[DataFile, ...], runnable: str) -> str:
    paths = "".join(f'            {each.setting}=DATA / "{each.file_name}",\n' for each in data)
    names = ", ".join(f'"{each.file_name}"' for each in data)
    skip = f"""    for name in [{names}]:
        if not (DATA / name).exists():
            pytest.skip(f"put a sample of the data at tests/data/{{name}}")
"""
    constant = 'DATA = Path(__file__).parent / "data"\n\n\n' if data else "\n"
    if runnable:
        return f'''"""The job: it can be loaded and set. It is not run here: {runnable}."""

from pathlib import Path

import pytest

from {package}.settings import Settings


def test_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment says where the job writes."""
    monkeypatch.setenv("{package.upper()}_OUTPUT_DIR", str(tmp_path))

    assert Settings().output_dir == tmp_path
'''
    return f'''"""The job: it runs on the sample beside the tests."""

from pathlib import Path

import pytest

from {package}.job import run
from {package}.settings import Settings

{constant}@pytest.mark.filterwarnings("default")
def test_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job goes through, and what it says it wrote is there."""
{skip if data else ""}    monkeypatch.setenv("MPLBACKEND", "Agg")

    outputs = run(
        Settings(
{paths}            output_dir=tmp_path,
        )
    )

    assert all(path.is_file() for path in outputs)
'''
