"""Records the run that the README shows, by running it.

python docs/transcript.py           record it anew
python docs/transcript.py --check   run it, and fail if what is recorded differs by more than measurements
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
EXAMPLE = ROOT / "examples" / "churn"

BEGIN = "<!-- A real run. `make transcript` records it anew. -->"
END = "<!-- The end of the run. -->"

COMMANDS = ("promote churn.ipynb --defaults", "promote verify churn")
MEASURED = re.compile(r" *\d+\.\d s|\b[0-9a-f]{12}\b|\b\d+ (?=files|parsed|tests)")
"""Seconds; the version of a model, in which the versions of its libraries have a part; how much there is of something."""


def record() -> str:
    """Run the commands in a scratch folder that holds nothing but the notebook and its data."""
    binaries = Path(sys.executable).parent
    surroundings = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    surroundings["PATH"] = f"{binaries}{os.pathsep}{surroundings['PATH']}"
    with tempfile.TemporaryDirectory(prefix="promote-transcript-") as name:
        scratch = Path(name).resolve()
        for path in EXAMPLE.iterdir():
            shutil.copy(path, scratch)
        return "\n".join(_run(scratch, surroundings)).replace(str(scratch), ".").strip()


def _run(scratch: Path, surroundings: dict[str, str]) -> Iterator[str]:
    for command in COMMANDS:
        done = subprocess.run(
            shlex.split(command), cwd=scratch, env=surroundings, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            sys.exit(f"`{command}` ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        # A result stands on the standard output. What has none talks on the other stream.
        yield f"$ {command}\n{(done.stdout or done.stderr).rstrip()}\n"


def recorded(readme: str) -> str:
    """The run that the README shows."""
    _, _, rest = readme.partition(BEGIN)
    shown, _, _ = rest.partition(END)
    return shown.strip().removeprefix("```console").removesuffix("```").strip()


def with_run(readme: str, run: str) -> str:
    """The README with another run."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n```console\n{run}\n```\n{END}{after}"


def without_measurements(run: str) -> str:
    """What must be the same on every machine."""
    return MEASURED.sub(" …", run)


def main(arguments: list[str]) -> int:
    """Record, or compare."""
    readme = README.read_text()
    run = record()
    if arguments == ["--check"]:
        if without_measurements(run) == without_measurements(recorded(readme)):
            return 0
        print(f"the README shows another run: `make transcript` records it anew\n\n{run}", file=sys.stderr)
        return 1
    README.write_text(with_run(readme, run))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
