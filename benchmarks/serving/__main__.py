"""`make bench-serving`: serves the same models with promote and with its peers, and writes what they show to README.md."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.serving.candidates import EMPTY, OTHERS, OURS
from benchmarks.serving.cases import NOTEBOOKS, PINNED, Case, prepare
from benchmarks.serving.rounds import bodies_file, compare, serve
from benchmarks.serving.table import section

README = Path(__file__).with_name("README.md")
FIRST, LAST = 50_000, 200_000
"""Requests after which the memory is looked at: it may not grow from the one to the other."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for."""
    asked = _parser().parse_args(arguments)
    os.environ.update(PINNED)
    sections = []
    with tempfile.TemporaryDirectory(prefix="promote-serving-") as name:
        place = asked.keep or Path(name)
        for case in (prepare(each, place / each) for each in asked.cases):
            if asked.memory:
                sections.append(memory(case))
            else:
                candidates = [OURS, EMPTY, *OTHERS]
                results = compare(case, candidates, asked.clients, rounds=asked.rounds, seconds=asked.seconds)
                sections.append(section(case, results))
            print(sections[-1], flush=True)
        if asked.write and not asked.memory:
            sections.append(f"## Memory\n\n{memory(case)}")
    if asked.write:
        introduction, mark, _ = README.read_text(encoding="utf-8").partition("<!-- figures -->")
        README.write_text("\n\n".join([introduction + mark, *sections]) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench-serving", description=__doc__)
    parser.add_argument("cases", nargs="*", default=[*NOTEBOOKS], help=f"some of {', '.join(NOTEBOOKS)}")
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 64])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="where projects and answers are kept, to be found again")
    parser.add_argument("--memory", action="store_true", help=f"look at our own memory over {LAST:,} requests instead")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    return parser


def memory(case: Case) -> str:
    """Say what memory our service has after some requests, and after many."""
    sizes, answered = [], 0
    with serve(case, OURS) as server:
        for goal in (FIRST, LAST):
            while answered < goal:
                answered += server.load(bodies_file(case, OURS), 64, 2).requests
            sizes.append(server.memory())
    return f"{case.package}: {sizes[0]:.1f} MB after {FIRST:,} requests, {sizes[1]:.1f} MB after {LAST:,}"


if __name__ == "__main__":
    sys.exit(main())
