"""One notebook: what promote understands of it, what it makes of it, and how far that comes."""

import json
import re
import shutil
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.corpus.commands import Commands, Finished
from benchmarks.corpus.notebooks import Notebook
from benchmarks.corpus.records import Finding, Record
from promote import disk
from promote.model.notebook import CellKind
from promote.readers.ipynb import read_ipynb

PROMOTE = (sys.executable, "-m", "promote")
_OVER = "the time of the notebook was over"
_MILESTONE = re.compile(
    r"^(?P<rung>[0-5]) (?P<name>\w+) +(?P<status>passed|failed|not-reached) +[\d.]+ s(?:  (?P<evidence>.*))?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where and how notebooks are tried. `limit` is the time of one notebook in seconds."""

    commands: Commands
    projects: Path
    commit: str
    limit: float
    keep: bool = False


def look(notebook: Notebook, place: Workplace) -> Record:
    """Compile a notebook, and write nothing."""
    record = Record(notebook=notebook.name, digest=notebook.digest, commit=place.commit)
    done = place.commands.run((*PROMOTE, "inspect", str(notebook.path), "--format", "json"), limit=place.limit)
    record = replace(record, compile_seconds=done.seconds, seconds=done.seconds)
    if done.timed_out or done.returncode:
        return replace(record, reason=_complaint(done))
    overview = json.loads(done.stdout)
    return replace(
        record,
        archetype=overview["answers"]["archetype"],
        rung=0,
        cut=_cut(overview["cut"]),
        reason=_late(overview["cut"]),
        notebook_lines=_code_lines(notebook.path),
        findings=tuple(_finding(each) for each in overview["findings"]),
    )


def climb(notebook: Notebook, record: Record, place: Workplace) -> Record:
    """Promote a notebook that can be compiled, and verify the project."""
    start = time.monotonic()
    project = place.projects / notebook.name.removesuffix(".ipynb")
    shutil.rmtree(project, ignore_errors=True)
    try:
        climbed = _climb(notebook, record, place, project)
    finally:
        if not place.keep:
            shutil.rmtree(project, ignore_errors=True)
    return replace(climbed, seconds=round(record.seconds + time.monotonic() - start, 2))


def _climb(notebook: Notebook, record: Record, place: Workplace, project: Path) -> Record:
    promoted = place.commands.run(
        (*PROMOTE, str(notebook.path), str(project), "--defaults", "--quiet"), limit=place.limit
    )
    if promoted.timed_out or promoted.returncode:
        return replace(record, reason=_complaint(promoted))
    record = replace(record, module_lines=_derived_lines(project, "src"), test_lines=_derived_lines(project, "tests"))
    left = place.limit - promoted.seconds
    verified = place.commands.run(
        (*PROMOTE, "verify", str(project), "--format", "json", "--timeout", f"{max(1, left):g}"), limit=left
    )
    rungs = _milestones(verified.stderr) if verified.timed_out else _report(verified)
    if rungs is None:
        return replace(record, reason=_complaint(verified))
    return _judged(record, rungs, timed_out=verified.timed_out)


def _judged(record: Record, rungs: list[dict[str, Any]], *, timed_out: bool) -> Record:
    """Add the highest rung, and what kept the notebook from the next."""
    missed = [each for each in rungs if each["status"] != "passed"]
    excuse = next((each for each in missed if each["cause"] in {"data", "notebook"}), None)
    told = [] if _is_all_a_job_can(record, missed) else [*missed[:1], *([excuse] if excuse else [])]
    reasons = [each["evidence"] for each in told]
    if timed_out:
        reasons.append(_OVER)
    return replace(
        record,
        rung=missed[0]["rung"] - 1 if missed else max(len(rungs) - 1, 0),
        reason="; ".join(dict.fromkeys([*reasons, *filter(None, [record.reason])])),
        excuse=excuse["cause"] if excuse else "",
    )


def _is_all_a_job_can(record: Record, missed: list[dict[str, Any]]) -> bool:
    """Whether only the comparison of predictions is left, and there are none."""
    return not record.predicts and [each["name"] for each in missed] == ["faithful"]


def _report(verified: Finished) -> list[dict[str, Any]] | None:
    try:
        rungs: list[dict[str, Any]] = json.loads(verified.stdout)["rungs"]
    except (ValueError, KeyError):
        return None
    return rungs


def _milestones(said: str) -> list[dict[str, Any]]:
    """Read from the talk how far a climb came that was ended before its report."""
    matches = filter(None, map(_MILESTONE.match, said.splitlines()))
    return [{**each.groupdict(default=""), "rung": int(each["rung"]), "cause": None} for each in matches]


def _complaint(done: Finished) -> str:
    if done.timed_out:
        return _OVER
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    error = next((line.removeprefix("error: ") for line in lines if line.startswith("error: ")), "")
    return error or (lines[-1] if lines else f"ended with code {done.returncode}")


def _cut(cut: dict[str, Any] | None) -> str:
    if cut is None:
        return "none"
    return "raw" if cut["raw"] else cut["frame"]


def _late(cut: dict[str, Any] | None) -> str:
    return f"the cut is late: {cut['reason']}" if cut is not None and not cut["raw"] else ""


def _finding(finding: dict[str, Any]) -> Finding:
    place = finding["place"] or {"cell": 0, "line": 0}
    return Finding(
        **{key: finding[key] for key in ("code", "name", "severity", "message")}, cell=place["cell"], line=place["line"]
    )


def _code_lines(path: Path) -> int:
    """Count the lines of a notebook's code that hold anything."""
    cells = read_ipynb(disk.read_source(path).text, path.name).cells
    return _filled(line for cell in cells if cell.kind is CellKind.CODE for line in cell.source.splitlines())


def _derived_lines(project: Path, part: str) -> int:
    """Count the lines that promote itself wrote, as it wrote them."""
    files = (project / ".promote" / "base" / part).rglob("*.txt")
    return _filled(line for file in files for line in file.read_text(encoding="utf-8").splitlines())


def _filled(lines: Iterable[str]) -> int:
    return sum(1 for line in lines if line.strip())
