"""Stands in for promote: the text of a notebook's first cell says what becomes of it. Each call leaves a line in `calls.txt`."""

import json
import sys
import time
from pathlib import Path

REPORTS = {
    "faithful": ["", "", "", "", "", ""],
    "unfaithful": ["", "", "", "", "", "failed: 3 of 9 rows equal"],
    "red": ["", "", "failed: `mypy`: 1 error", "", "", ""],
    "without data": [
        "",
        "",
        "",
        "not-reached data: `data/x.csv` is missing",
        "not-reached: needs `trained`",
        "not-reached: needs",
    ],
    "broken": [
        "",
        "",
        "",
        "failed notebook: the notebook fails in cell 7",
        "not-reached: needs `trained`",
        "not-reached: needs",
    ],
    "job": ["", "", "", "", "", "not-reached: a job makes no predictions"],
}
NAMES = ("read", "rendered", "green", "trained", "served", "faithful")
FINDING = {
    "code": "PN101",
    "name": "a-rule",
    "severity": "warning",
    "message": "a message",
    "hint": "",
    "place": {"cell": 2, "line": 2},
}


def kind_of(notebook: Path) -> str:
    """Read what is to become of a notebook."""
    text: str = json.loads(notebook.read_text())["cells"][0]["source"]
    return text


def main(words: list[str]) -> int:
    """Inspect, promote or verify."""
    with (Path(__file__).parent / "calls.txt").open("a") as calls:
        calls.write(" ".join(words[:1]) + "\n")
    if words[0] == "inspect":
        kind = kind_of(Path(words[1]))
        if kind == "refused":
            sys.stderr.write("error: `x.ipynb` is not a notebook: it has no cells\n\nhint: none\n")
            return 1
        archetype = "job" if kind == "job" else "predict"
        cut = (
            None
            if kind == "job"
            else {"raw": kind != "unfaithful", "frame": "df", "cell": 3, "reason": "`merge` reads other rows"}
        )
        sys.stdout.write(json.dumps({"answers": {"archetype": archetype}, "cut": cut, "findings": [FINDING]}))
    elif words[0] == "verify":
        return verify(Path(words[1]))
    else:
        base = Path(words[1]) / ".promote" / "base" / "src"
        base.mkdir(parents=True)
        (base / "train.py.txt").write_text("x = 1\n\ny = 2\n")
        (Path(words[1]) / "kind").write_text(kind_of(Path(words[0])))
    return 0


def verify(project: Path) -> int:
    """Tell a report made by hand, or take too long."""
    kind = (project / "kind").read_text()
    if kind == "slow":
        sys.stderr.write("0 read      passed         0.0 s  notebooks/x.ipynb, 1 cell\n")
        sys.stderr.write("1 rendered  passed         0.0 s  3 files\n")
        sys.stderr.flush()
        time.sleep(60)
    rungs = []
    for number, text in enumerate(REPORTS[kind]):
        head, _, evidence = text.partition(": ")
        status, _, cause = head.partition(" ")
        outcome = {
            "status": status or "passed",
            "evidence": evidence,
            "cause": (cause or "project") if status else None,
        }
        rungs.append({"rung": number, "name": NAMES[number], "seconds": 0.1, **outcome})
    sys.stdout.write(json.dumps({"project": str(project), "rung": 0, "rungs": rungs}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
