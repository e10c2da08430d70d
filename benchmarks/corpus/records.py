"""What came of each notebook: one JSON line, appended when the notebook is finished, so that a run can be taken up again."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding, and where it stands. `cell` is 0 for the whole notebook."""

    code: str
    name: str
    severity: str
    message: str
    cell: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One notebook.

    `rung` is the highest rung with none missing below it, and `None` where the notebook was refused. `cut` is `raw`, the
    name of a frame, or `none`. `excuse` is `data` where a file is not at hand, `notebook` where the notebook itself does
    not run, else empty.
    """

    notebook: str
    digest: str
    commit: str
    archetype: str = ""
    rung: int | None = None
    cut: str = "none"
    seconds: float = 0.0
    reason: str = ""
    excuse: str = ""
    compile_seconds: float = 0.0
    notebook_lines: int = 0
    module_lines: int = 0
    test_lines: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def predicts(self) -> bool:
        """Whether a model was found."""
        return self.archetype == "predict"

    @property
    def ready(self) -> bool:
        """Whether the notebook predicts, its data is at hand, and it runs to its prediction, as far as that was found out."""
        return self.predicts and not self.excuse


def append(file: Path, record: Record) -> None:
    """Add one record to the file."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")


def load(file: Path) -> dict[str, Record]:
    """Read the last record of each notebook. A line that a killed run left half written is passed over."""
    records: dict[str, Record] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        try:
            document = json.loads(line)
        except ValueError:
            continue
        findings = tuple(Finding(**each) for each in document.pop("findings"))
        records[document["notebook"]] = Record(**document, findings=findings)
    return records


def ordered(records: Iterable[Record]) -> list[Record]:
    """Sort: what predicts first, then the higher rung, then the earlier cut."""
    return sorted(records, key=lambda each: (not each.predicts, -_height(each), each.cut != "raw", each.notebook))


def _height(record: Record) -> int:
    return -1 if record.rung is None else record.rung
