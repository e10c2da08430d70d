"""What holds for every notebook, tried on thousands that nobody wrote.

The quick test takes part in `make check`. The slow ones try 10,000 and more, in parts that run side by side. All try the same
mutants every time; `PROMOTE_FUZZ=explore` looks for new ones, and `PROMOTE_FUZZ_CASES` says how many.

A failure shows the smallest mutant that Hypothesis found. Mend the cause, and keep the smallest notebook as a text case.
"""

import ast
import json
import os
import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruff import find_ruff_bin  # type: ignore[import-untyped]

from promote import cli
from promote.compiler import compile_notebook, read_program
from promote.errors import ExitCode, NotebookError, UsageError
from promote.model.promotion import Promotion
from promote.model.source import Source
from promote.passes.names import effects_of
from tests.fuzz import seeds
from tests.fuzz.mutants import Mutant, mutants
from tests.hostile.promoting import STEERING

QUICK, SLOW, SHARDS, NAMED = 200, 10_000, 4, 2500
TWICE, RENDERED = 5, 200
"""Of so many mutants, one is compiled twice, and one is rendered as a whole."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where mutants are compiled, with the data of those that they come from, and where some are rendered."""

    home: Path
    out: Path
    counter: Iterator[int]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Lay out the data once."""
    home, out = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("out")
    seeds.lay_out(home)
    return Bench(home, out, iter(range(10**9)))


def test_some_mutants(bench: Bench) -> None:
    """Whatever a notebook holds, it is promoted or refused in words."""
    for mutant in mutants(QUICK):
        check(bench, mutant)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_many_mutants(bench: Bench, shard: int) -> None:
    """The same, for many more."""
    for mutant in mutants(int(os.environ.get("PROMOTE_FUZZ_CASES", SLOW)) // SHARDS, shard, SHARDS):
        check(bench, mutant)


@pytest.mark.slow
def test_modules_define_what_they_read(bench: Bench) -> None:
    """No module reads a name that nobody binds, unless the notebook does so itself, or has it from who knows where by a `*`."""
    for mutant in mutants(NAMED):
        undefined = undefined_in_project(bench, mutant)
        assert not undefined, f"{undefined}\n{mutant.text}"


def undefined_in_project(bench: Bench, mutant: Mutant) -> set[str]:
    """Names that modules of a project read and nobody binds, though the notebook does.

    One fault is known and left out: a variable that a function changes which cannot be inlined is not the module's.
    """
    source = Source(name=mutant.name, text=mutant.text, folder=bench.home, tool_version="0")
    try:
        promotion = compile_notebook(source)
    except (NotebookError, UsageError):
        return set()
    undefined = {
        name for file, text in promotion.files.items() if file.startswith("src/") for name in undefined_names(text)
    }
    program = read_program(source)
    if not undefined or undefined_names("\n".join(each.text for each in program.statements), "F405"):
        return set()
    functions = [each.node for each in program.statements if isinstance(each.node, ast.FunctionDef)]
    return undefined - {name for each in functions for name in effects_of(each).others}


def undefined_names(text: str, *codes: str) -> set[str]:
    """Names that ruff finds undefined, by further codes too."""
    options = (
        "--isolated",
        "--no-cache",
        "--ignore-noqa",
        "--select",
        ",".join(["F821", *codes]),
        "--output-format",
        "json",
        "--exit-zero",
        "-",
    )
    done = subprocess.run([find_ruff_bin(), "check", *options], input=text, capture_output=True, text=True, check=True)
    return {found["message"].split("`")[1] for found in json.loads(done.stdout) if found["code"] in {"F821", *codes}}


def check(bench: Bench, mutant: Mutant) -> None:
    """Compile a mutant, and look at what comes of it; for some, at more."""
    turn = next(bench.counter)
    source = Source(name=mutant.name, text=mutant.text, folder=bench.home, tool_version="0")
    try:
        promotion = compile_notebook(source)
        _look_at(promotion, mutant)
        if turn % TWICE == 0:
            assert compile_notebook(source) == promotion
        if turn % RENDERED == 0:
            _render(bench, mutant, turn)
    except (NotebookError, UsageError):
        return
    except Exception as error:
        error.add_note(f"{mutant.name}, {', '.join(mutant.deeds)}\n{mutant.text}")
        raise


def _look_at(promotion: Promotion, mutant: Mutant) -> None:
    names = [*promotion.files, *(each.destination for each in promotion.data)]
    assert not [name for name in names if name.startswith("/") or ".." in name.split("/") or STEERING.search(name)]
    for name, text in promotion.files.items():
        assert text.encode()
        if name.endswith(".py") and not name.startswith("notebooks/"):
            with warnings.catch_warnings():
                # The author's own escapes.
                warnings.simplefilter("ignore")
                ast.parse(text)
    assert not STEERING.search(promotion.files["PROMOTION.md"])
    if mutant.name.endswith(".ipynb"):
        cells = json.loads(promotion.files[f"notebooks/{mutant.name}"])["cells"]
        assert not any(cell.get("outputs") for cell in cells if isinstance(cell, dict))


def _render(bench: Bench, mutant: Mutant, turn: int) -> None:
    """The whole way to a project: an exit code that is meant, and nothing outside of the project."""
    notebook = bench.home / mutant.name
    notebook.write_text(mutant.text, encoding="utf-8", errors="replace")
    before = sorted(bench.home.rglob("*"))
    code = cli.run([str(notebook), str(bench.out / f"project-{turn}"), "--defaults", "--quiet"])

    assert code in {ExitCode.DONE, ExitCode.FAILED, ExitCode.USAGE}
    assert sorted(bench.home.rglob("*")) == before
    assert {path.name for path in bench.out.iterdir()} <= {f"project-{n}" for n in range(turn + 1)}
