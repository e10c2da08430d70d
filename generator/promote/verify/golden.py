"""What a project keeps of a climb that reached the top: results on its sample, which its tests compare with ever after.

    tests/golden/notebook.json   what the notebook itself predicts, run on the sample in its own environment
    tests/golden/*.csv           what each derived function gives for the sample

They are recorded once, and kept only if the project's own tests agree with them.
"""

import json
from typing import Any

from promote import disk
from promote.verify import testimony
from promote.verify.run import Testimony
from promote.verify.workshop import Workshop

GOLDEN = "tests/golden"
_ANSWERS = f"{GOLDEN}/notebook.json"
_TESTS = ("tests/test_features.py", "tests/test_predict.py")
_ROWS = 20


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
    if not tests or not environment.run("pytest", "-q", "--record", *tests).ok:
        return "; its tests give something else on the sample, so nothing was recorded" if tests and text else ""
    names = sorted(f"{GOLDEN}/{path.name}" for path in (bench.scratch / GOLDEN).glob("*") if path.is_file())
    if not names:
        return ""
    bench.keep(*names)
    return f"; recorded in `{GOLDEN}/`"


def _single(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
