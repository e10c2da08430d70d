"""`job.py`: a function for each section of the notebook, and one that goes through them."""

import ast
import builtins
from collections.abc import Iterator

from promote.emitters.draft import STANDARD, indent, link, returning
from promote.emitters.job.figures import keeping_figures
from promote.emitters.job.statements import has_effect, spelled_out, without_globals
from promote.emitters.literals import sentence
from promote.emitters.unbound import marked
from promote.model.plan import DataFile
from promote.model.program import Program, Statement
from promote.planners.imports import imported_values
from promote.planners.nltk_data import fetches
from promote.planners.sections import Section, Sections, awaits, plan_sections
from promote.planners.titles import function_name, shortened

_HEADER = '''"""Runs the analysis: `python -m {package}.job`."""

# mypy: ignore-errors
# The analysis is the notebook's own code, untyped as it was written.
'''


def holder_of_settings(program: Program) -> str:
    """Name the variable that holds the settings, as none of the notebook's own is called."""
    return "job_settings" if any("settings" in each.names.defines for each in program.statements) else "settings"


def run_by_job(
    program: Program, imports: dict[str, str], data: tuple[DataFile, ...], settings: str
) -> tuple[Statement, ...]:
    """Leave the statements that a job runs, each as it runs it."""
    known = imported_values(program)
    kept = [
        spelled_out(each, data, settings)
        for each in program.statements
        if not isinstance(each.node, ast.Import | ast.ImportFrom)
        and has_effect(each, imports)
        and not fetches(each.node, known)
    ]
    return tuple(keeping_figures(kept, imports, settings))


def job_module(
    program: Program, statements: tuple[Statement, ...], package: str, imports: dict[str, str], settings: str
) -> str:
    """Write the module."""
    bound = frozenset(name for each in program.statements for name in each.names.defines)
    sections = plan_sections(statements, given=frozenset({settings}))
    functions = [*_functions(sections, frozenset(imports), bound, settings)]
    waits = any(map(awaits, statements))
    code = "\n\n\n".join(
        [
            *map(_with_comments, sections.top),
            *(function for function, _ in functions if function),
            _run("\n".join(call for _, call in functions) or "pass", settings, waits=waits),
            _main(waits=waits),
        ]
    )
    own = {
        "Settings": f"from {package}.settings import Settings",
        "asyncio": "import asyncio",
        "plt": "import matplotlib.pyplot as plt",
    }
    lines = link(code, [{name: line for name, line in own.items() if name not in bound}, imports, STANDARD])
    header = _HEADER.format(package=package)
    return marked("\n".join([header, *lines, "", "", code, ""]), header.strip("\n"), bound)


def _functions(
    sections: Sections, imported: frozenset[str], bound: frozenset[str], settings: str
) -> Iterator[tuple[str, str]]:
    """Write each section as a function and as its call; one without a title as nothing and as itself."""
    taken = {*imported, *bound, *dir(builtins), "main", "run"}
    for section in sections.sections:
        body = "\n".join(without_globals(_with_comments(each), bound) for each in section.statements)
        if not section.title:
            yield "", body
            continue
        name = function_name(shortened(section.title), "section", taken)
        taken.add(name)
        yield _function(section, name, body, settings)


def _function(section: Section, name: str, body: str, settings: str) -> tuple[str, str]:
    waits = any(map(awaits, section.statements))
    parameters = ", ".join(f"{each}: {'Settings' if each == settings else 'Any'}" for each in section.inputs)
    outputs = ", ".join(section.outputs)
    several = f"tuple[{', '.join('Any' for _ in section.outputs)}]"
    result = {0: "None", 1: "Any"}.get(len(section.outputs), several)
    head = f"{'async ' if waits else ''}def {name}({parameters}) -> {result}:"
    call = f"{'await ' if waits else ''}{name}({', '.join(section.inputs)})"
    text = indent(returning(body, outputs) if outputs else body)
    return f'{head}\n    """{sentence(section.title)}"""\n{text}', f"{outputs} = {call}" if outputs else call


def _run(body: str, settings: str, *, waits: bool) -> str:
    lines = [
        f"{'async ' if waits else ''}def run({settings}: Settings) -> list[Path]:",
        '    """Do what the notebook does, and return the files that it leaves in `output_dir`."""',
        f"    {settings}.output_dir.mkdir(parents=True, exist_ok=True)",
        indent(body),
        f"    return sorted(path for path in {settings}.output_dir.iterdir() if path.is_file())",
    ]
    return "\n".join(lines)


def _main(*, waits: bool) -> str:
    return f'''def main() -> None:
    """Run the job and name the files that it wrote."""
    for path in {"asyncio.run(run(Settings()))" if waits else "run(Settings())"}:
        print(path)


if __name__ == "__main__":
    main()'''


def _with_comments(statement: Statement) -> str:
    return f"{statement.comments}\n{statement.text}" if statement.comments else statement.text
