"""What a project keeps of a climb that reached the top: results on its sample, which its tests compare with ever after.

    tests/golden/notebook.json   what the notebook itself predicts, run on the sample in its own environment
    tests/golden/*.csv           what each derived function gives for the sample

They are recorded once, and kept only if the project's own tests agree with them.
"""

import json
import re
from typing import Any

from promote import disk
from promote.environment.processes import Finished
from promote.verify import testimony
from promote.verify.run import Testimony
from promote.verify.workshop import Workshop

GOLDEN = "tests/golden"
_ANSWERS = f"{GOLDEN}/notebook.json"
_TESTS = ("tests/test_features.py", "tests/test_predict.py")
_ROWS = 20
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
_SHOWN = 3
"""Tests that a sentence names."""


def is_wanted(bench: Workshop) -> bool:
    """Whether the project has a sample, and nothing is recorded of it yet."""
    inputs = bench.project.parity.inputs
    return bool(inputs) and all(each.sample for each in inputs) and not (bench.project.folder / GOLDEN).exists()


def answers(bench: Workshop) -> Testimony | None:
    """Run the notebook on the sample; nothing where it does not run on so few, or draws other numbers each time."""
    if not bench.project.parity.seeded:
        return None
    seen = testimony.run(bench, on_sample=True).testimony
    return None if seen is None or seen.others else seen


def as_text(seen: Testimony, rows: list[tuple[int, dict[str, Any]]]) -> str:
    """Write down some rows of a testimony, each with the record that the service takes."""
    document: dict[str, Any] = {
        "records": [record for _, record in rows],
        "predictions": [_single(seen.predictions[row]) for row, _ in rows],
    }
    probabilities = [seen.probabilities_of(row) for row, _ in rows]
    if None not in probabilities:
        document["probabilities"] = probabilities
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def evenly(seen: Testimony) -> list[int]:
    """Choose rows of a testimony."""
    count = len(seen.records)
    return list(range(count)) if count <= _ROWS else [each * count // _ROWS for each in range(_ROWS)]


def record(bench: Workshop, text: str) -> str:
    """Record results in the scratch copy, run the tests on them, and keep them if they pass. Say what came of it."""
    if text:
        disk.write_files(bench.scratch, {_ANSWERS: text})
    tests = [each for each in _TESTS if (bench.scratch / each).exists()]
    environment = bench.environment()
    done = environment.run("pytest", "-q", "--record", *tests) if tests else None
    if done is None or not done.ok:
        return f"; nothing was recorded: {_against(done)}" if done is not None and text else ""
    names = sorted(f"{GOLDEN}/{path.name}" for path in (bench.scratch / GOLDEN).glob("*") if path.is_file())
    if not names:
        return ""
    bench.keep(*names)
    return f"; recorded in `{GOLDEN}/`"


def _against(tests: Finished) -> str:
    """Say which tests speak against recording what they saw."""
    if tests.timed_out:
        return "the tests on the sample took too long"
    failed = list(dict.fromkeys(each.partition("[")[0] for each in _FAILED.findall(tests.stdout)))
    if not failed:
        return f"the tests on the sample do not run: {tests.last_words}"
    words = [*failed[:_SHOWN], *([f"{len(failed) - _SHOWN} more"] if len(failed) > _SHOWN else [])]
    names = " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
    does = "does" if len(failed) == 1 else "do"
    return f"{names} {does} not hold where the sample is all the data; no fault of the service, which was compared on the whole"


def _single(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
