"""`make corpus CORPUS=DIR`: promote and verify every notebook of a folder, and write what came of it as a table.

A run that was ended goes on where it stopped. What predicts comes first.
"""

import argparse
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from benchmarks.corpus.attempt import Workplace, climb, look
from benchmarks.corpus.commands import Commands
from benchmarks.corpus.notebooks import Notebook, find_notebooks
from benchmarks.corpus.records import Record, append, load
from benchmarks.corpus.samples import choose, text_of
from benchmarks.corpus.table import csv_table, markdown_table

ROOT = Path(__file__).resolve().parents[2]
RECORDS, MARKDOWN, CSV = "records.jsonl", "table.md", "table.csv"
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked for on the command line."""
    asked = _parser().parse_args(arguments)
    notebooks = find_notebooks(asked.folder)
    if not notebooks:
        print(f"there is no notebook below `{asked.folder}`", file=sys.stderr)
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    records = {name: each for name, each in load(asked.out / RECORDS).items() if name in {n.name for n in notebooks}}
    if asked.samples:
        for rule in asked.samples:
            print("\n".join(text_of(sample, asked.folder) for sample in choose(records.values(), rule)))
        return 0
    commit = commit_of(ROOT)
    todo = [each for each in notebooks if asked.again or not _is_done(records.get(each.name), each, commit, asked)]
    code = _run(todo, notebooks, records, commit, asked)
    print(asked.out / MARKDOWN)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the notebooks are, with their data")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "corpus", help="where the records and tables go")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many notebooks at once")
    parser.add_argument("--limit", type=float, default=900.0, metavar="SECONDS", help="time for each notebook")
    parser.add_argument("--accept-old", action="store_true", help="take records of other commits and older notebooks")
    parser.add_argument("--again", action="store_true", help="do every notebook again")
    parser.add_argument("--keep", action="store_true", help="keep the projects")
    parser.add_argument(
        "--samples", action="append", metavar="RULE", help="only show ten findings of a rule, with cells"
    )
    return parser


def _is_done(record: Record | None, notebook: Notebook, commit: str, asked: argparse.Namespace) -> bool:
    if record is None:
        return False
    return asked.accept_old or (record.digest, record.commit) == (notebook.digest, commit)


def commit_of(checkout: Path) -> str:
    """Name the promote that runs: its commit, and what was changed since."""

    def git(*words: str) -> str:
        command = ["git", "-C", str(checkout), *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    changed = git("diff", "HEAD", "--", "generator", "template", "copier.yml")
    return git("rev-parse", "HEAD").strip() + (
        f"+{hashlib.sha256(changed.encode()).hexdigest()[:8]}" if changed else ""
    )


def _run(
    todo: Sequence[Notebook],
    notebooks: Sequence[Notebook],
    records: dict[str, Record],
    commit: str,
    asked: argparse.Namespace,
) -> int:
    commands = Commands()
    place = Workplace(
        commands=commands, projects=asked.out / "projects", commit=commit, limit=asked.limit, keep=asked.keep
    )
    previous = signal.signal(signal.SIGTERM, _interrupt)
    done = len(notebooks) - len(todo)
    _write_tables(asked.out, records, len(notebooks))
    with ThreadPoolExecutor(asked.workers) as pool:
        try:
            for record in _finished(todo, place, pool):
                append(asked.out / RECORDS, record)
                records[record.notebook] = record
                done += 1
                _write_tables(asked.out, records, len(notebooks))
                print(_progress(record, done, len(notebooks)), file=sys.stderr, flush=True)
        except BaseException as error:
            commands.stop()
            pool.shutdown(cancel_futures=True)
            if not isinstance(error, KeyboardInterrupt):
                raise
            print(f"stopped after {done} of {len(notebooks)}; the same command goes on from here", file=sys.stderr)
            return _INTERRUPTED
        finally:
            signal.signal(signal.SIGTERM, previous)
    return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _finished(todo: Sequence[Notebook], place: Workplace, pool: ThreadPoolExecutor) -> Iterator[Record]:
    """Look at all notebooks, then climb with those that can be compiled; yield each when it is finished."""
    records = dict(zip(todo, pool.map(lambda each: look(each, place), todo), strict=True))
    yield from (record for record in records.values() if record.rung is None)
    climbing = sorted(
        (each for each, record in records.items() if record.rung is not None),
        key=lambda each: (not records[each].predicts, each.name),
    )
    for future in as_completed([pool.submit(climb, each, records[each], place) for each in climbing]):
        yield future.result()


def _write_tables(out: Path, records: dict[str, Record], total: int) -> None:
    (out / MARKDOWN).write_text(markdown_table(list(records.values()), total), encoding="utf-8")
    (out / CSV).write_text(csv_table(records.values()), encoding="utf-8")


def _progress(record: Record, done: int, total: int) -> str:
    rung = "refused" if record.rung is None else f"rung {record.rung}"
    return f"[{done:{len(str(total))}}/{total}] {rung:<7} {record.seconds:5.0f} s  {record.notebook}"


if __name__ == "__main__":
    sys.exit(main())
