"""`make bench`: measures, prints a table, and fails if a budget is exceeded. No test runs this."""

import functools
import itertools
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml

from benchmarks.columns import columns
from benchmarks.measure import Benchmark, Result, call, command, run
from benchmarks.overload import overload
from benchmarks.scoring import scoring
from benchmarks.update import update
from promote.compiler import compile_notebook
from promote.model.source import Source

ROOT = Path(__file__).resolve().parents[1]
CHURN = ROOT / "examples" / "churn" / "churn.ipynb"
PYTHON = sys.executable


def start_up() -> Benchmark:
    """What a person waits for before anything happens."""
    return Benchmark(
        title="promote --help / a bare Typer command",
        ours=functools.partial(command, [PYTHON, "-m", "promote", "--help"]),
        reference=functools.partial(command, [PYTHON, str(ROOT / "benchmarks" / "hello.py"), "--help"]),
        budget=2.0,
        rounds=15,
    )


def promotion(folder: Path) -> Benchmark:
    """What reading, compiling and writing the derived files add to rendering."""
    template = folder / "template-source"
    shutil.copytree(ROOT / "template", template / "template", symlinks=True)
    shutil.copyfile(ROOT / "copier.yml", template / "copier.yml")
    fresh = map(str, (folder / f"project-{number}" for number in itertools.count()))
    answers = folder / "answers.yml"

    first = next(fresh)
    command([PYTHON, "-m", "promote", str(CHURN), first, "--defaults"])
    recorded = yaml.safe_load((Path(first) / ".copier-answers.yml").read_text())
    answers.write_text(yaml.safe_dump({name: each for name, each in recorded.items() if not name.startswith("_")}))
    copy = [PYTHON, "-m", "copier", "copy", "--quiet", "--defaults", "--data-file", str(answers), str(template)]
    return Benchmark(
        title="promote NOTEBOOK --defaults / copier copy",
        ours=lambda: command([PYTHON, "-m", "promote", str(CHURN), next(fresh), "--defaults"]),
        reference=lambda: command([*copy, next(fresh)]),
        budget=1.5,
        rounds=7,
    )


def compilation(folder: Path) -> Benchmark:
    """Ten times as many cells may take little more than ten times as long."""
    return Benchmark(
        title="compile 2,000 cells / 200 cells",
        ours=_compiling(folder, 2000),
        reference=_compiling(folder, 200),
        budget=12.0,
        rounds=5,
    )


def _compiling(folder: Path, cells: int) -> Callable[[], float]:
    source = Source(name="long.ipynb", text=_long_notebook(cells), folder=folder, tool_version="0")
    return lambda: call(lambda: compile_notebook(source))


def _long_notebook(cells: int) -> str:
    """The churn notebook with many more features, each in a cell of its own."""
    notebook = json.loads(CHURN.read_text())
    place = next(index for index, cell in enumerate(notebook["cells"]) if "to_numeric" in "".join(cell["source"]))
    more: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"more-{number}",
            "metadata": {},
            "outputs": [],
            "source": f'# feature {number}\ndf["feature_{number}"] = df["MonthlyCharges"] * {number} + df["tenure"]',
        }
        for number in range(cells - len(notebook["cells"]))
    ]
    notebook["cells"][place + 1 : place + 1] = more
    return json.dumps(notebook)


def table(results: list[Result]) -> str:
    """The results as a table that stands in Markdown too."""
    lines = ["| what | ours | reference | ratio | budget | |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    lines += [
        f"| {result.benchmark.title} | {result.ours:.3f} s | {result.reference:.3f} s | {result.ratio:.2f} "
        f"| {result.benchmark.budget:g} | {'kept' if result.kept else 'EXCEEDED'} |"
        for result in results
    ]
    return "\n".join(lines)


def main() -> int:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="promote-bench-") as name:
        folder = Path(name)
        shutil.copyfile(CHURN.with_suffix(".csv"), folder / "churn.csv")
        benchmarks = (
            start_up(),
            promotion(folder),
            compilation(folder),
            columns(folder, CHURN),
            update(folder),
            *overload(folder, CHURN),
            *scoring(folder),
        )
        results = [run(benchmark) for benchmark in benchmarks]
    print(table(results))
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
