"""Runs the real command line around a compiler made by hand: `python driver.py [--pause FILE] ARGUMENTS…`.

With `--pause` the run stands still when everything is staged, and says so by making the file.
"""

import sys
import time
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "generator")]

from promote import cli, workflow  # noqa: E402 - the checkout first
from promote.model.promotion import Promotion  # noqa: E402
from promote.model.source import Source  # noqa: E402
from tests.workflow import fakes  # noqa: E402


def compile_notebook(source: Source, *, model: str | None = None, modernise: bool = False) -> Promotion:
    """Compile by hand. One text is our own mistake."""
    if "mistake" in source.text:
        raise KeyError("a mistake of ours")
    return fakes.promotion(source)


def pausing(file: Path) -> workflow.Step:
    """Make a step that says that it was reached, and stays there."""

    def pause(run: workflow.Run) -> workflow.Run:
        file.touch()
        # In short naps: a signal that comes between two bytecodes does not end the sleep that the second one begins.
        for _ in range(600):
            time.sleep(0.1)
        return run

    return pause


compiler = types.ModuleType("promote.compiler")
compiler.compile_notebook = compile_notebook  # type: ignore[attr-defined]
sys.modules["promote.compiler"] = compiler
if sys.argv[1:2] == ["--pause"]:
    workflow.BUILD = (*workflow.BUILD, pausing(Path(sys.argv[2])))
    del sys.argv[1:3]
sys.exit(cli.main())
